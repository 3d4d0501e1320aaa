//! What holds for every text: no parser panics, and what is shown is read again as the same.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

use core::fmt::Debug;

use hoso_identifiers::{
    Date, Month, PartialDate, Reason, Severity, amount, bank_account::BankAccount,
    dossier_number::DossierNumber, email::Email, health_card_number::HealthCardNumber,
    household_code::HouseholdCode, identity_number::IdentityNumber,
    insurance_book_number::InsuranceBookNumber, office_code::OfficeCode,
    old_id_card_number::OldIdCardNumber, passport_number::PassportNumber, person_name::PersonName,
    personal_number::PersonalNumber, phone::Phone, social_insurance_number::SocialInsuranceNumber,
    text,
};
use proptest::prelude::*;

fn today() -> Date {
    Date::new(2026, 11, 20).unwrap()
}

/// Parses, and checks that the displayed value parses to the same value.
fn twice<T: ToString + PartialEq + Debug>(
    raw: &str,
    parse: impl Fn(&str) -> Result<T, Reason>,
) -> Option<T> {
    match parse(raw) {
        Ok(value) => {
            let shown = value.to_string();
            assert_eq!(parse(&shown).as_ref(), Ok(&value), "shown as {shown:?}");
            Some(value)
        }
        Err(reason) => {
            assert!(reason.code().contains('.'));
            for (_, told) in reason.args() {
                // A reason is part of a message, so it must not contain the whole input.
                assert!(told.chars().count() <= 300, "{}", reason.code());
            }
            None
        }
    }
}

/// Runs everything that takes text.
fn everything(raw: &str) {
    if let Some(date) = twice(raw, PartialDate::parse) {
        assert_eq!(PartialDate::parse(&date.iso()), Ok(date));
        assert!(date.earliest() <= date.latest());
        let _ = date.check(today());
    }
    if let Some(date) = twice(raw, Date::parse) {
        assert_eq!(Date::parse(&date.iso()), Ok(date));
    }
    if let Some(month) = twice(raw, Month::parse) {
        assert_eq!(Month::parse(&month.iso()), Ok(month));
    }
    if let Ok(dong) = amount::parse(raw) {
        assert_eq!(amount::parse(&amount::display(dong)), Ok(dong));
    }
    for on in [Date::new(2024, 1, 1).unwrap(), today()] {
        let _ = twice(raw, |raw| IdentityNumber::parse(raw, on)).map(|n| n.doubts(on));
        let _ = twice(raw, IdentityNumber::parse_passport).map(|n| n.doubts(on));
        let _ = twice(raw, |raw| SocialInsuranceNumber::parse(raw, on)).map(|n| n.doubts());
    }
    if let Some(number) = twice(raw, PersonalNumber::parse) {
        let _ = (number.sex(), number.birth_year(), number.place());
        let _ = number.doubts(today());
    }
    let _ = twice(raw, OldIdCardNumber::parse);
    let _ = twice(raw, PassportNumber::parse).map(|n| n.doubts());
    if let Some(card) = twice(raw, HealthCardNumber::parse) {
        assert!(card.last_ten().is_none_or(|ten| ten.len() == 10));
        let _ = card.doubts();
    }
    let _ = twice(raw, HouseholdCode::parse).map(|n| n.doubts());
    let _ = twice(raw, InsuranceBookNumber::parse).map(|n| n.doubts());
    let _ = twice(raw, OfficeCode::parse).map(|n| n.doubts());
    let _ = twice(raw, DossierNumber::parse).map(|n| n.doubts());
    let _ = twice(raw, BankAccount::parse).map(|n| n.doubts());
    if let Some(phone) = twice(raw, Phone::parse) {
        let _ = (
            phone.kind(),
            phone.current(),
            phone.doubts(Severity::Warning),
        );
    }
    let _ = twice(raw, Email::parse).map(|n| n.doubts());
    let _ = twice(raw, PersonName::parse).map(|n| n.doubts());
}

fn texts(raw: &str) {
    let clean = text::clean(raw);
    assert_eq!(text::clean(&clean), clean);
    assert!(!clean.starts_with(' ') && !clean.ends_with(' ') && !clean.contains("  "));
    assert!(
        !clean
            .chars()
            .any(|c| c.is_control() || (c.is_whitespace() && c != ' '))
    );
    let lines = text::clean_lines(raw);
    assert_eq!(text::clean_lines(&lines), lines);
    assert!(!lines.contains("\n\n\n") && !lines.contains('\r') && !lines.contains(" \n"));
    assert_eq!(text::clean(&lines), clean);
    let digits = text::digits(raw);
    assert_eq!(text::digits(&digits), digits);
    let folded = text::fold(raw);
    assert_eq!(text::fold(&folded), folded);
    assert_eq!(text::fold(&clean), folded);
    assert!(text::same(raw, &clean));
    assert_eq!(text::likeness(raw, raw), text::Likeness::Exact);
    let _ = (
        text::upper(raw),
        text::without_marks(raw),
        text::apostrophes(raw),
    );
}

/// Characters that people type, more often than chance would bring them together.
const TYPED: &str = "[0-9０-９/\\-. ,+()đĐdDNOolAaeêếòộƯ'’@|~#\u{300}\u{301}\u{323}\u{200b}\u{feff}\u{a0}\n\r\t\u{0}🙂]{0,24}";

#[cfg(feature = "nfc")]
fn decomposed(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfd().collect()
}

proptest! {
    #[test]
    fn no_text_makes_a_parser_panic(raw in any::<String>()) {
        everything(&raw);
        texts(&raw);
    }

    #[test]
    fn nothing_typed_makes_a_parser_panic(raw in TYPED) {
        everything(&raw);
        texts(&raw);
    }

    #[test]
    fn digits_and_letters_are_read_again(raw in "[A-Za-z]{0,2}[0-9]{4,15}") {
        everything(&raw);
    }

    #[test]
    fn letters_that_look_like_digits_are_read_again(raw in "[IiLlOo0-9A-Za-z]{0,2}[IiLlOo0-9]{4,13}") {
        everything(&raw);
    }

    #[test]
    fn letters_with_marks_are_read_again(raw in "([A-Za-z0-9@. '`\n][\u{300}-\u{34f}]{0,2}){0,14}") {
        everything(&raw);
        texts(&raw);
    }

    #[test]
    fn every_day_is_read_again(days in -719_162_i64..=2_932_896) {
        let date = Date::from_days_since_epoch(days).unwrap();
        prop_assert_eq!(date.days_since_epoch(), days);
        let month = date.month_of();
        for part in [PartialDate::Day(date), PartialDate::Month(month), PartialDate::Year(date.year())] {
            prop_assert_eq!(PartialDate::parse(&part.to_string()), Ok(part));
            prop_assert_eq!(PartialDate::parse(&part.iso()), Ok(part));
        }
        prop_assert_eq!(Date::parse(&date.to_string()), Ok(date));
        prop_assert_eq!(Month::parse(&month.to_string()), Ok(month));
        prop_assert_eq!(Month::parse(&month.iso()), Ok(month));
    }

    #[test]
    fn every_amount_of_nine_digits_is_read_again(dong in 0_u64..1_000_000_000) {
        prop_assert_eq!(amount::parse(&amount::display(dong)), Ok(dong));
        prop_assert_eq!(amount::parse(&dong.to_string()), Ok(dong));
    }

    #[test]
    fn every_twelve_digits_are_a_personal_number(raw in "[0-9]{12}") {
        // R-ID-2: a mismatch with the structure is no error.
        let number = PersonalNumber::parse(&raw).unwrap();
        prop_assert_eq!(number.as_str(), raw.as_str());
        for doubt in number.doubts(today()) {
            prop_assert_ne!(doubt.severity(), hoso_identifiers::Severity::Error);
        }
    }

    #[test]
    fn invisible_marks_change_nothing(
        letters in "[a-zA-Z0-9ăâđêôơưĂÂĐÊÔƠƯáếộữỳ '\u{301}-]{0,20}",
        marks in proptest::collection::vec((0_usize..21, "[\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2060}-\u{2064}\u{ad}\u{feff}\u{0}]"), 0..4),
    ) {
        let mut hidden: Vec<String> = letters.chars().map(String::from).collect();
        for (at, mark) in marks {
            hidden.insert(at.min(hidden.len()), mark);
        }
        let hidden = hidden.concat();
        prop_assert_eq!(text::clean(&hidden), text::clean(&letters));
        prop_assert_eq!(text::clean_lines(&hidden), text::clean_lines(&letters));
        prop_assert_eq!(text::digits(&hidden), text::digits(&letters));
    }
}

#[cfg(feature = "nfc")]
proptest! {
    #[test]
    fn r_id_1_composed_and_decomposed_text_are_one(raw in any::<String>(), typed in TYPED) {
        for raw in [raw, typed] {
            let apart = decomposed(&raw);
            prop_assert_eq!(text::clean(&apart), text::clean(&raw));
            prop_assert_eq!(text::clean_lines(&apart), text::clean_lines(&raw));
            prop_assert_eq!(text::fold(&apart), text::fold(&raw));
            prop_assert!(text::same(&apart, &raw));
        }
    }
}

#[test]
fn every_character_of_the_basic_plane_is_stable() {
    let mut buffer = [0; 4];
    for c in '\0'..='\u{ffff}' {
        texts(c.encode_utf8(&mut buffer));
    }
}

#[test]
fn ten_thousand_characters_are_told_in_few_words() {
    let bad = [
        "", " ", "1", "a", "đ", "🙂", "\u{202e}", "\0", "<b>", "e\u{301}", "１", "\n", "/", "@",
        ".", "-", "0", "84", "\u{301}", "1/", "a ", "1.000.",
    ];
    for piece in bad {
        let raw = piece.repeat(10_000);
        everything(&raw);
        texts(&raw);
    }
}

#[test]
fn bad_input_is_refused_by_every_number() {
    let none = ["", " ", "\n", "\u{200b}", "\0", "🙂", "\u{202e}\u{202c}"];
    let never = [
        "",
        "   ",
        "\r\n",
        "🙂🙂🙂🙂🙂🙂🙂🙂🙂",
        "\u{202e}\u{202d}",
        "\0\0\0",
        "<b>1</b>",
        "<script>alert(1)</script>",
        "e\u{301}",
    ];
    for raw in never {
        assert!(PersonalNumber::parse(raw).is_err(), "{raw:?}");
        assert!(IdentityNumber::parse(raw, today()).is_err(), "{raw:?}");
        assert!(OldIdCardNumber::parse(raw).is_err(), "{raw:?}");
        assert!(
            SocialInsuranceNumber::parse(raw, today()).is_err(),
            "{raw:?}"
        );
        assert!(PassportNumber::parse(raw).is_err(), "{raw:?}");
        assert!(HouseholdCode::parse(raw).is_err(), "{raw:?}");
        assert!(Phone::parse(raw).is_err(), "{raw:?}");
        assert!(Email::parse(raw).is_err(), "{raw:?}");
        assert!(amount::parse(raw).is_err(), "{raw:?}");
        assert!(PartialDate::parse(raw).is_err(), "{raw:?}");
        assert!(Month::parse(raw).is_err(), "{raw:?}");
        assert!(Date::parse(raw).is_err(), "{raw:?}");
    }
    for raw in none {
        assert!(PersonName::parse(raw).is_err(), "{raw:?}");
    }
}

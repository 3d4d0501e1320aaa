//! Every parser over arbitrary text: none may panic, and what is shown is read again as the same.
//!
//! `cargo +nightly fuzz run numbers`

#![no_main]

use hoso_identifiers::{
    Date, Month, PartialDate, Severity, amount, bank_account::BankAccount, dossier_number::DossierNumber,
    email::Email, health_card_number::HealthCardNumber, household_code::HouseholdCode,
    identity_number::IdentityNumber, insurance_book_number::InsuranceBookNumber,
    office_code::OfficeCode, old_id_card_number::OldIdCardNumber, passport_number::PassportNumber,
    person_name::PersonName, personal_number::PersonalNumber, phone::Phone,
    social_insurance_number::SocialInsuranceNumber, text,
};
use libfuzzer_sys::fuzz_target;

/// Parses, and parses again what the first one shows.
macro_rules! twice {
    ($raw:expr, $parse:expr) => {
        match $parse($raw) {
            Ok(value) => {
                assert_eq!($parse(&value.to_string()).as_ref(), Ok(&value));
                Some(value)
            }
            Err(reason) => {
                let _ = (
                    reason.code(),
                    reason.severity(),
                    reason.args(),
                    reason.proposal(),
                );
                None
            }
        }
    };
}

fuzz_target!(|raw: &str| {
    let today = Date::new(2026, 11, 20).unwrap();
    let long_ago = Date::new(2024, 1, 1).unwrap();

    let clean = text::clean(raw);
    assert_eq!(text::clean(&clean), clean);
    let lines = text::clean_lines(raw);
    assert_eq!(text::clean_lines(&lines), lines);
    let digits = text::digits(raw);
    assert_eq!(text::digits(&digits), digits);
    let folded = text::fold(raw);
    assert_eq!(text::fold(&folded), folded);
    assert!(text::same(raw, &clean));
    let _ = (
        text::without_marks(raw),
        text::upper(raw),
        text::likeness(raw, &folded),
    );

    if let Some(date) = twice!(raw, PartialDate::parse) {
        assert_eq!(PartialDate::parse(&date.iso()), Ok(date));
        let _ = (date.check(today), date.age_range(today), date.precision());
    }
    let _ = (twice!(raw, Date::parse), twice!(raw, Month::parse));
    if let Ok(dong) = amount::parse(raw) {
        assert_eq!(amount::parse(&amount::display(dong)), Ok(dong));
    }
    for on in [long_ago, today] {
        let _ = twice!(raw, |raw: &str| IdentityNumber::parse(raw, on)).map(|n| n.doubts(on));
        let _ = twice!(raw, |raw: &str| SocialInsuranceNumber::parse(raw, on)).map(|n| n.doubts());
    }
    if let Some(number) = twice!(raw, PersonalNumber::parse) {
        let _ = (
            number.sex(),
            number.birth_year(),
            number.place(),
            number.doubts(today),
        );
    }
    let _ = twice!(raw, OldIdCardNumber::parse);
    let _ = twice!(raw, PassportNumber::parse).map(|n| n.doubts());
    if let Some(card) = twice!(raw, HealthCardNumber::parse) {
        let _ = (card.last_ten().map(str::len), card.doubts());
    }
    let _ = twice!(raw, HouseholdCode::parse).map(|n| n.doubts());
    let _ = twice!(raw, InsuranceBookNumber::parse).map(|n| n.doubts());
    let _ = twice!(raw, OfficeCode::parse).map(|n| n.doubts());
    let _ = twice!(raw, DossierNumber::parse).map(|n| n.doubts());
    let _ = twice!(raw, BankAccount::parse).map(|n| n.doubts());
    if let Some(phone) = twice!(raw, Phone::parse) {
        let _ = (phone.kind(), phone.replacement(), phone.doubts(Severity::Warning));
    }
    let _ = twice!(raw, Email::parse).map(|n| n.doubts());
    let _ = twice!(raw, PersonName::parse).map(|n| n.doubts());
});

//! The numbers of persons and documents (identifiers.md §2–§4). All numbers are invented.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

use hoso_identifiers::{
    Date, Reason, Severity, Sex,
    household_code::HouseholdCode,
    identity_number::IdentityNumber,
    old_id_card_number::OldIdCardNumber,
    passport_number::PassportNumber,
    personal_number::{PersonalNumber, Place},
    social_insurance_number::SocialInsuranceNumber,
};

fn day(year: u16, month: u8, day: u8) -> Date {
    Date::new(year, month, day).unwrap()
}

fn today() -> Date {
    day(2026, 11, 20)
}

fn codes(doubts: &[Reason]) -> Vec<&'static str> {
    doubts.iter().map(Reason::code).collect()
}

#[track_caller]
fn refused<T: core::fmt::Debug>(
    read: Result<T, Reason>,
    code: &str,
    gaps: &[(&'static str, &str)],
) {
    let reason = read.unwrap_err();
    assert_eq!((reason.code(), reason.severity()), (code, Severity::Error));
    let gaps: Vec<_> = gaps
        .iter()
        .map(|(gap, text)| (*gap, (*text).to_owned()))
        .collect();
    assert_eq!(reason.args(), gaps);
}

#[test]
fn ok_personal_numbers() {
    for (typed, number, place, sex, year) in [
        (
            "056190000001",
            "056190000001",
            Place::Province(56),
            Sex::Female,
            1990,
        ),
        (
            "058072000003",
            "058072000003",
            Place::Province(58),
            Sex::Male,
            1972,
        ),
        (
            "056 317 000 004",
            "056317000004",
            Place::Province(56),
            Sex::Female,
            2017,
        ),
        (
            "107185000005",
            "107185000005",
            Place::Country(107),
            Sex::Female,
            1985,
        ),
        (
            "０５６１９０００００01",
            "056190000001",
            Place::Province(56),
            Sex::Female,
            1990,
        ),
        (
            "056.190-000/001\n",
            "056190000001",
            Place::Province(56),
            Sex::Female,
            1990,
        ),
        (
            "\u{200e}056190000001\u{202c}",
            "056190000001",
            Place::Province(56),
            Sex::Female,
            1990,
        ),
    ] {
        let read = PersonalNumber::parse(typed).unwrap();
        assert_eq!(read.as_str(), number, "{typed:?}");
        assert_eq!(
            (read.place(), read.sex(), read.birth_year()),
            (place, sex, year),
            "{typed:?}"
        );
        // A birth abroad is reported as information.
        let said: Vec<&str> = match place {
            Place::Country(_) => vec!["pid.abroad"],
            _ => Vec::new(),
        };
        let doubts = read.doubts(today());
        assert_eq!(
            doubts.iter().map(Reason::code).collect::<Vec<_>>(),
            said,
            "{typed:?}"
        );
        assert!(doubts.iter().all(|d| d.severity() == Severity::Info));
    }
}

#[test]
fn ok_sex_and_century_of_the_fourth_digit() {
    for (digit, sex, year) in [
        (0, Sex::Male, 1907),
        (1, Sex::Female, 1907),
        (2, Sex::Male, 2007),
        (3, Sex::Female, 2007),
        (4, Sex::Male, 2107),
        (5, Sex::Female, 2107),
        (6, Sex::Male, 2207),
        (7, Sex::Female, 2207),
        (8, Sex::Male, 2307),
        (9, Sex::Female, 2307),
    ] {
        let number = PersonalNumber::parse(&format!("056{digit}07000001")).unwrap();
        assert_eq!((number.sex(), number.birth_year()), (sex, year));
    }
    assert_eq!(
        (Sex::Male.as_str(), Sex::Female.as_str()),
        ("male", "female")
    );
}

#[test]
fn err_personal_numbers() {
    let parse = PersonalNumber::parse;
    refused(parse("56190000001"), "pid.length", &[("n", "11")]);
    refused(parse("0561900000012"), "pid.length", &[("n", "13")]);
    refused(parse(&"0".repeat(10_000)), "pid.length", &[("n", "10000")]);
    refused(parse("05619000000A"), "pid.not_digits", &[]);
    refused(parse("05619000000+"), "pid.not_digits", &[]);
    refused(parse("٠٥٦١٩٠٠٠٠٠٠١"), "pid.not_digits", &[]); // Digits, but neither ASCII nor full-width.
    refused(parse(""), "pid.not_digits", &[]);
    refused(parse("🙂"), "pid.not_digits", &[]);
}

#[test]
fn err_letters_for_digits_are_proposed_and_not_changed() {
    let proposal = |typed: &str| PersonalNumber::parse(typed).unwrap_err().proposal();
    assert_eq!(proposal("O56 190 000 OOl").as_deref(), Some("056190000001"));
    assert_eq!(proposal("05619000000A"), None);
    assert_eq!(proposal("O5619000001"), None); // Eleven characters cannot be meant.
    assert_eq!(proposal("056190000001x"), None);
    let proposal = |typed: &str| {
        SocialInsuranceNumber::parse(typed, today())
            .unwrap_err()
            .proposal()
    };
    assert_eq!(proposal("56OOOOOOOI").as_deref(), Some("5600000001"));
    assert_eq!(
        OldIdCardNumber::parse("225OOOOOl")
            .unwrap_err()
            .proposal()
            .as_deref(),
        Some("225000001")
    );
    let reason = HouseholdCode::parse("56OOOOOOO1").unwrap_err();
    assert_eq!(reason.code(), "number.letters");
    assert_eq!(reason.args(), [("p", "5600000001".to_owned())]);
    // A card whose digits hold letters; its own two letters are letters.
    for (typed, number) in [
        ("DN45656OOOOOO1", None),
        ("DN456560000000l", Some("5600000001")),
        ("NO45656OOOOOOOl", Some("5600000001")),
        ("NO45656OOOOOOOx", None),
    ] {
        assert_eq!(proposal(typed).as_deref(), number, "{typed}");
    }
    // Twelve digits serve since 08/2025.
    assert_eq!(proposal("O5619OOOOOO1").as_deref(), Some("056190000001"));
}

#[test]
fn err_a_personal_number_with_letters_is_no_passport() {
    for typed in [
        "O5619000OOO1",
        "o5619 0000 00l",
        "I56190000001",
        "i56190000001",
    ] {
        let reason = IdentityNumber::parse(typed, today()).unwrap_err();
        assert_eq!(reason.code(), "number.letters", "{typed}");
        assert!(reason.proposal().is_some(), "{typed}");
    }
    for typed in ["O5619000001", "OC1234567", "O5619000OOOA"] {
        let read = IdentityNumber::parse(typed, today()).unwrap();
        assert!(read.personal().is_none(), "{typed}");
    }
}

#[test]
fn r_id_2_the_structure_only_warns() {
    for (typed, code, gap) in [
        ("003190000001", "pid.place_unknown", ("ppp", "003")),
        ("000190000001", "pid.place_unknown", ("ppp", "000")),
        ("097190000001", "pid.place_unknown", ("ppp", "097")),
        ("100190000001", "pid.place_unknown", ("ppp", "100")),
        ("296190000001", "pid.place_unknown", ("ppp", "296")),
        ("999190000001", "pid.place_unknown", ("ppp", "999")),
        ("056327000001", "pid.year_future", ("y", "2027")),
    ] {
        let doubts = PersonalNumber::parse(typed).unwrap().doubts(today());
        assert_eq!(codes(&doubts), [code], "{typed}");
        assert_eq!(doubts[0].severity(), Severity::Warning);
        assert_eq!(doubts[0].args(), [(gap.0, gap.1.to_owned())]);
    }
    let this_year = PersonalNumber::parse("056326000001").unwrap();
    assert_eq!(this_year.doubts(today()), []);
    let both = PersonalNumber::parse("003999000001").unwrap();
    assert_eq!(
        codes(&both.doubts(today())),
        ["pid.place_unknown", "pid.year_future"]
    );
}

#[test]
fn r_id_12_no_code_speaks_of_a_checksum() {
    // Twelve digits that differ in the last one only are all taken: there is no check digit.
    for last in '0'..='9' {
        assert!(PersonalNumber::parse(&format!("05619000000{last}")).is_ok());
    }
    let source = include_str!("../src/reason.rs").to_lowercase();
    assert!(!source.contains("checksum") && !source.contains("check_digit"));
}

#[test]
fn ok_debug_hides_the_middle() {
    let shown = format!("{:?}", PersonalNumber::parse("056190000001").unwrap());
    assert_eq!(shown, "PersonalNumber(056••••••001)");
    let shown = format!(
        "{:?}",
        IdentityNumber::parse("056190000001", today()).unwrap()
    );
    assert_eq!(shown, "Personal(PersonalNumber(056••••••001))");
    let shown = format!("{:?}", PassportNumber::parse("B1234567").unwrap());
    assert_eq!(shown, "PassportNumber(••••••••)");
}

#[test]
fn r_id_4_nine_digits_by_date() {
    for typed in ["225000001", "225 000 001"] {
        refused(
            IdentityNumber::parse(typed, day(2025, 1, 1)),
            "pid.old_card",
            &[],
        );
        refused(IdentityNumber::parse(typed, today()), "pid.old_card", &[]);
        let before = IdentityNumber::parse(typed, day(2024, 12, 31)).unwrap();
        assert!(matches!(before, IdentityNumber::OldCard(_)));
        assert_eq!(before.to_string(), "225000001");
        assert_eq!(before.doubts(day(2024, 12, 31)), []);
        // The old number has its own field, at any date.
        assert_eq!(OldIdCardNumber::parse(typed).unwrap().as_str(), "225000001");
    }
}

#[test]
fn ok_and_err_of_the_box_for_identity() {
    let read = IdentityNumber::parse("056 190 000 001", today()).unwrap();
    assert_eq!(
        read.personal().map(PersonalNumber::as_str),
        Some("056190000001")
    );
    let odd = IdentityNumber::parse("003190000001", today()).unwrap();
    assert_eq!(codes(&odd.doubts(today())), ["pid.place_unknown"]);
    let passport = IdentityNumber::parse("b 1234567", today()).unwrap();
    assert!(matches!(passport, IdentityNumber::Passport(_)));
    assert_eq!((passport.as_str(), passport.personal()), ("B1234567", None));
    refused(
        IdentityNumber::parse("56190000001", today()),
        "pid.length",
        &[("n", "11")],
    );
    refused(
        IdentityNumber::parse("05619000000A", today()),
        "pid.not_digits",
        &[],
    );
    // Digits first, and more letters than mistyped digits would be.
    let foreign = IdentityNumber::parse("12ab34567", today()).unwrap();
    assert_eq!(
        (foreign.as_str(), foreign.doubts(today())),
        ("12AB34567", vec![])
    );
    let short = IdentityNumber::parse("B123", today()).unwrap();
    assert_eq!(codes(&short.doubts(today())), ["passport.shape"]);
    refused(
        IdentityNumber::parse("B123#", today()),
        "passport.format",
        &[],
    );
    for typed in ["", "Nguyễn Mẫu", &"a".repeat(10_000)] {
        refused(IdentityNumber::parse(typed, today()), "pid.not_digits", &[]);
    }
}

#[test]
fn r_id_15_the_number_of_a_passport_is_taken_as_it_is() {
    for (typed, number) in [
        ("123456789", "123456789"),
        ("123 456 789", "123456789"),
        ("56190000001", "56190000001"),
        ("05619000000a", "05619000000A"),
        ("o5619000OOO1", "O5619000OOO1"),
        ("C01X00T47", "C01X00T47"),
    ] {
        let read = IdentityNumber::parse_passport(typed).unwrap();
        assert!(matches!(read, IdentityNumber::Passport(_)), "{typed}");
        assert_eq!(read.as_str(), number);
        assert!(
            read.doubts(today())
                .iter()
                .all(|doubt| doubt.severity() == Severity::Warning)
        );
    }
    // Twelve digits are a personal number, whatever the paper is called.
    let twelve = IdentityNumber::parse_passport("056 190 000 001").unwrap();
    assert!(twelve.personal().is_some());
    refused(
        IdentityNumber::parse_passport("Nguyễn Mẫu"),
        "passport.format",
        &[],
    );
    let foreign = |typed: &str| !PassportNumber::parse(typed).unwrap().looks_vietnamese();
    assert!(foreign("123456789") && foreign("12AB34567") && foreign("B12345"));
    assert!(!foreign("B1234567") && !foreign("P12345678"));
}

#[test]
fn ok_and_err_of_the_old_card() {
    refused(
        OldIdCardNumber::parse("22500001"),
        "oldid.length",
        &[("n", "8")],
    );
    refused(
        OldIdCardNumber::parse("056190000001"),
        "oldid.length",
        &[("n", "12")],
    );
    refused(OldIdCardNumber::parse("22500000A"), "oldid.not_digits", &[]);
    refused(OldIdCardNumber::parse(""), "oldid.not_digits", &[]);
}

#[test]
fn ok_passports() {
    for (typed, number, doubts) in [
        ("B1234567", "B1234567", &[][..]),
        ("b 123 4567", "B1234567", &[]),
        ("AB123456", "AB123456", &[]),
        ("P12345678", "P12345678", &[]),
        // Foreign shapes.
        ("12AB34567", "12AB34567", &[]),
        ("C01X00T47", "C01X00T47", &[]),
        ("123456789", "123456789", &[]),
        // Like a Vietnamese one, but too short or too long; or no number at all.
        ("A12345", "A12345", &["passport.shape"]),
        ("A123456789", "A123456789", &["passport.shape"]),
        ("ABCDEF", "ABCDEF", &["passport.shape"]),
        // The length is not verified, so it is never an error.
        ("B1234", "B1234", &["passport.shape"]),
        ("B123456789012", "B123456789012", &["passport.shape"]),
        ("1234567890123", "1234567890123", &["passport.shape"]),
    ] {
        let read = PassportNumber::parse(typed).unwrap();
        assert_eq!(read.as_str(), number);
        assert_eq!(codes(&read.doubts()), doubts, "{typed}");
    }
    for typed in ["", "B12345#7", "Đ1234567", "🙂🙂🙂🙂🙂🙂", &"B1".repeat(13)] {
        refused(PassportNumber::parse(typed), "passport.format", &[]);
    }
}

#[test]
fn r_id_3_social_insurance_numbers_by_date() {
    let (before, since) = (day(2025, 7, 31), day(2025, 8, 1));
    for on in [before, since, today()] {
        for typed in ["5600000001", "56 0000 0001", "５６００００００01"] {
            let read = SocialInsuranceNumber::parse(typed, on).unwrap();
            assert_eq!(
                (read.as_str(), read.is_personal_number()),
                ("5600000001", false)
            );
            assert_eq!(read.doubts(), []);
        }
        refused(
            SocialInsuranceNumber::parse("560000001", on),
            "sin.length",
            &[("n", "9")],
        );
        refused(
            SocialInsuranceNumber::parse("56000000012", on),
            "sin.length",
            &[("n", "11")],
        );
        refused(
            SocialInsuranceNumber::parse("56000000A1", on),
            "sin.not_digits",
            &[],
        );
        refused(SocialInsuranceNumber::parse("", on), "sin.not_digits", &[]);
    }
    refused(
        SocialInsuranceNumber::parse("056190000001", before),
        "sin.length",
        &[("n", "12")],
    );
    for on in [since, today()] {
        let read = SocialInsuranceNumber::parse("056190000001", on).unwrap();
        assert_eq!(
            (read.as_str(), read.is_personal_number()),
            ("056190000001", true)
        );
    }
}

#[test]
fn ok_the_health_card_gives_its_last_ten_digits() {
    for typed in [
        "DN4565600000001",
        "dn 4 56 5600000001",
        "DN-4-56-56-0000-0001",
    ] {
        let read = SocialInsuranceNumber::parse(typed, today()).unwrap();
        assert_eq!(read.as_str(), "5600000001");
        let doubts = read.doubts();
        assert_eq!(codes(&doubts), ["sin.from_card"]);
        assert_eq!(doubts[0].severity(), Severity::Warning);
        assert_eq!(doubts[0].args(), [("s", "5600000001".to_owned())]);
        assert_eq!(doubts[0].proposal().as_deref(), Some("5600000001"));
        assert_eq!(
            read,
            SocialInsuranceNumber::parse("5600000001", today()).unwrap()
        );
    }
    // The third character is 1 to 5, and there are fifteen.
    for typed in [
        "DN6565600000001",
        "DN456560000001",
        "DNA565600000001",
        "D44565600000001",
    ] {
        refused(
            SocialInsuranceNumber::parse(typed, today()),
            "sin.not_digits",
            &[],
        );
    }
}

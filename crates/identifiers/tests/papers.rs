//! Telephones, and the numbers whose shape no public document confirms (identifiers.md §2, §5).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

use hoso_identifiers::{
    Reason, Severity, amount,
    bank_account::BankAccount,
    dossier_number::DossierNumber,
    health_card_number::HealthCardNumber,
    household_code::HouseholdCode,
    insurance_book_number::InsuranceBookNumber,
    office_code::OfficeCode,
    phone::{Kind, Phone},
};

fn codes(doubts: &[Reason]) -> Vec<&'static str> {
    assert!(
        doubts
            .iter()
            .all(|doubt| doubt.severity() == Severity::Warning)
    );
    doubts.iter().map(Reason::code).collect()
}

#[track_caller]
fn refused<T: core::fmt::Debug>(read: Result<T, Reason>, code: &str, n: Option<usize>) {
    let reason = read.unwrap_err();
    assert_eq!((reason.code(), reason.severity()), (code, Severity::Error));
    assert_eq!(
        reason.args(),
        n.map(|n| ("n", n.to_string()))
            .into_iter()
            .collect::<Vec<_>>()
    );
}

#[test]
fn r_id_5_telephones_are_normalised() {
    for typed in [
        "0900000001",
        "0900 000 001",
        "0900.000.001",
        "0900-000-001",
        "(0900) 000 001",
        "+84 900 000 001",
        "+84900000001",
        "(+84) 900 000 001",
        "+84 0900 000 001",
        "84900000001",
        "0084900000001",
        "0084 900 000 001",
        "900000001",
        "900 000 001",
        "０９００００００01",
        "\u{200b}0900000001\r\n",
    ] {
        let phone = Phone::parse(typed).unwrap_or_else(|e| panic!("{typed:?}: {}", e.code()));
        assert_eq!(phone.as_str(), "0900000001", "{typed:?}");
        assert_eq!((phone.kind(), phone.replacement()), (Kind::Mobile, None));
        assert_eq!(phone.doubts(Severity::Warning), []);
    }
    for typed in [
        "0258 0000 001",
        "+84 258 0000 001",
        "84 258 0000001",
        "0084 258 0000001",
        "(0258) 0000001",
    ] {
        let phone = Phone::parse(typed).unwrap_or_else(|e| panic!("{typed:?}: {}", e.code()));
        assert_eq!(
            (phone.as_str(), phone.kind()),
            ("02580000001", Kind::Landline)
        );
        assert_eq!(
            codes(&phone.doubts(Severity::Warning)),
            ["phone.needs_mobile"]
        );
    }
    // Two-digit areas: Hà Nội 024, TP.HCM 028.
    for typed in ["024 0000 0001", "028 0000 0001"] {
        assert_eq!(Phone::parse(typed).unwrap().kind(), Kind::Landline);
    }
}

#[test]
fn r_id_5_old_numbers_are_proposed_and_not_replaced() {
    for (typed, meant) in [
        ("O9OOOOOOO1", Some("0900000001")),
        ("+84 9OO OOO OOl", Some("0900000001")),
        ("O258OOOOOOl", Some("02580000001")),
        ("O9OOOOOO1", None),
        ("O9OOOOOOOx", None),
    ] {
        let reason = Phone::parse(typed).unwrap_err();
        let code = meant.map_or("phone.format", |_| "number.letters");
        assert_eq!(reason.code(), code, "{typed}");
        assert_eq!(reason.proposal().as_deref(), meant, "{typed}");
    }
    for (typed, number, proposal) in [
        ("0120 000 0001", "01200000001", "0700000001"),
        ("01690000001", "01690000001", "0390000001"),
        ("+84 169 0000001", "01690000001", "0390000001"),
        ("01990000001", "01990000001", "0590000001"),
    ] {
        let phone = Phone::parse(typed).unwrap();
        assert_eq!((phone.as_str(), phone.kind()), (number, Kind::OldMobile));
        let doubts = phone.doubts(Severity::Warning);
        assert_eq!(codes(&doubts), ["phone.old_11"]);
        assert_eq!(phone.current(), proposal);
        assert_eq!(doubts[0].proposal().as_deref(), Some(proposal));
        assert_eq!(doubts[0].args(), [("p", proposal.to_owned())]);
        let new = Phone::parse(proposal).unwrap();
        assert_eq!(new.doubts(Severity::Warning), []);
        assert_eq!(new.current(), proposal);
    }
}

/// A number of eleven digits receives no text message, as a landline.
#[test]
fn r_id_13_an_old_number_is_an_error_where_a_message_is_sent() {
    for (typed, code) in [
        ("01200000001", "phone.old_11"),
        ("02580000001", "phone.needs_mobile"),
    ] {
        let phone = Phone::parse(typed).unwrap();
        for severity in [Severity::Error, Severity::Warning] {
            let doubts = phone.doubts(severity);
            assert_eq!(doubts.len(), 1);
            assert_eq!((doubts[0].code(), doubts[0].severity()), (code, severity));
        }
    }
}

#[test]
fn r_id_14_an_area_that_does_not_exist_is_a_doubt() {
    for typed in ["02010000001", "02170000001", "02300000001", "02980000001"] {
        let doubts = Phone::parse(typed).unwrap().doubts(Severity::Warning);
        assert_eq!(
            codes(&doubts),
            ["phone.needs_mobile", "phone.area"],
            "{typed}"
        );
        assert_eq!(doubts[1].severity(), Severity::Warning);
    }
}

/// The parts of these prefixes that are assigned, and a number outside them.
#[test]
fn r_id_14_prefixes_that_are_assigned_in_part() {
    for (typed, fine) in [
        ("0522000001", true),
        ("0521000001", false),
        ("0559000001", true),
        ("0550000001", false),
        ("0896000001", true),
        ("0891000001", false),
        ("0990000001", true),
        ("0992000001", false),
    ] {
        let doubts = Phone::parse(typed).unwrap().doubts(Severity::Error);
        let expected: &[&str] = if fine { &[] } else { &["phone.prefix"] };
        assert_eq!(codes(&doubts), expected, "{typed}");
        assert!(doubts.iter().all(|d| d.severity() == Severity::Warning));
    }
}

#[test]
fn ok_a_number_of_today_has_no_renewed_one() {
    // 20 and 62 follow 01 in old prefixes; here they are in another position.
    for typed in ["0920000001", "0362000001", "02620000001"] {
        assert_eq!(Phone::parse(typed).unwrap().replacement(), None, "{typed}");
    }
}

#[test]
fn ok_an_unlisted_prefix_is_a_doubt() {
    for typed in ["0500000001", "0710000001", "0800000001"] {
        assert_eq!(
            codes(&Phone::parse(typed).unwrap().doubts(Severity::Warning)),
            ["phone.prefix"]
        );
    }
}

#[test]
fn err_telephones() {
    for typed in [
        "",
        "090000001",
        "0600000001",
        "01000000001",
        "09000000012",
        "0200000001",
        "025800000012",
        "0000000000",
        "0400000001",
        "84",
        "+84",
        "0084",
        "+84 90",
        "1200000001",
        "abc",
        "0900000001x",
        "0900000001, 0900000002",
        "🙂",
        "<b>",
        "1",
        "12",
        "1080",
        "+",
        "++84900000001",
    ] {
        refused(Phone::parse(typed), "phone.format", None);
    }
    refused(Phone::parse(&"0".repeat(10_000)), "phone.format", None);
    for typed in [
        "1900 0001",
        "19000001",
        "1800 000 001",
        "113",
        "114",
        "+1 202 555 0100",
        "+856 20 000 001",
        "00 1 202 555 0100",
    ] {
        refused(Phone::parse(typed), "phone.not_contact", None);
    }
    let wanted = Reason::PhoneNeedsMobile {
        severity: Severity::Warning,
    };
    assert_eq!(
        (wanted.code(), wanted.severity()),
        ("phone.needs_mobile", Severity::Warning)
    );
}

#[test]
fn ok_health_cards() {
    for (typed, number, ten, doubts) in [
        (
            "DN4565600000001",
            "DN4565600000001",
            Some("5600000001"),
            &[][..],
        ),
        (
            "dn 4 56 56 0000 0001",
            "DN4565600000001",
            Some("5600000001"),
            &[],
        ),
        ("5600000001", "5600000001", Some("5600000001"), &[]),
        (
            "DN9565600000001",
            "DN9565600000001",
            Some("5600000001"),
            &["card.shape"],
        ),
        ("DN4", "DN4", None, &["card.shape"]),
        ("560000000A", "560000000A", None, &["card.shape"]),
        (
            "ĐN4565600000001",
            "ĐN4565600000001",
            Some("5600000001"),
            &["card.shape"],
        ),
    ] {
        let card = HealthCardNumber::parse(typed).unwrap();
        assert_eq!((card.as_str(), card.last_ten()), (number, ten));
        assert_eq!(codes(&card.doubts()), doubts, "{typed}");
    }
    // A mark that its small letter does not take joins its capital.
    let dotted = HealthCardNumber::parse("Di\u{307}4056190000001").unwrap();
    assert_eq!(dotted.as_str(), "D\u{130}4056190000001");
    let dotted = BankAccount::parse("i\u{307}19000").unwrap();
    assert_eq!(dotted.as_str(), "\u{130}19000");
    refused(HealthCardNumber::parse(" "), "card.length", Some(0));
    refused(
        HealthCardNumber::parse(&"1".repeat(21)),
        "card.length",
        Some(21),
    );
}

#[test]
fn ok_and_err_of_household_codes() {
    for (typed, code, doubts) in [
        ("5600000001", "5600000001", &[][..]),
        ("56 0000 0001", "5600000001", &[]),
        (
            "560000000000001",
            "560000000000001",
            &["household_code.length"],
        ),
        ("5600001", "5600001", &["household_code.length"]),
    ] {
        let read = HouseholdCode::parse(typed).unwrap();
        assert_eq!(read.as_str(), code);
        assert_eq!(codes(&read.doubts()), doubts, "{typed}");
    }
    refused(
        HouseholdCode::parse("56A0000001"),
        "household_code.not_digits",
        None,
    );
    refused(HouseholdCode::parse(""), "household_code.not_digits", None);
    refused(
        HouseholdCode::parse(&"5".repeat(21)),
        "household_code.long",
        Some(21),
    );
}

#[test]
fn ok_and_err_of_insurance_books_and_offices() {
    assert_eq!(
        InsuranceBookNumber::parse("56 0000 0001").unwrap().doubts(),
        []
    );
    for typed in ["560000001", "56A0000001", "🙂"] {
        assert_eq!(
            codes(&InsuranceBookNumber::parse(typed).unwrap().doubts()),
            ["book.shape"]
        );
    }
    refused(
        InsuranceBookNumber::parse("\u{200b}"),
        "book.length",
        Some(0),
    );
    refused(
        InsuranceBookNumber::parse(&"ẫ".repeat(21)),
        "book.length",
        Some(21),
    );

    assert_eq!(OfficeCode::parse("05600").unwrap().doubts(), []);
    for typed in ["15600", "0560", "056000", "0560A"] {
        assert_eq!(
            codes(&OfficeCode::parse(typed).unwrap().doubts()),
            ["office_code.shape"]
        );
    }
    refused(OfficeCode::parse(""), "office_code.length", Some(0));
    refused(
        OfficeCode::parse(&"0".repeat(21)),
        "office_code.length",
        Some(21),
    );
}

#[test]
fn ok_and_err_of_dossier_numbers() {
    for (typed, number, doubts) in [
        ("01234/2026/05600", "01234/2026/05600", &[][..]),
        (" ０１２３４/2026/05600\n", "01234/2026/05600", &[]),
        (
            "1234/2026/05600",
            "1234/2026/05600",
            &["dossier_number.shape"],
        ),
        (
            "01234/2026/05600/1",
            "01234/2026/05600/1",
            &["dossier_number.shape"],
        ),
        (
            "G22.99.99-260101-0001",
            "G22.99.99-260101-0001",
            &["dossier_number.shape"],
        ),
    ] {
        let read = DossierNumber::parse(typed).unwrap();
        assert_eq!(read.as_str(), number);
        assert_eq!(codes(&read.doubts()), doubts, "{typed}");
    }
    assert!(DossierNumber::parse(&"ẫ".repeat(40)).is_ok());
    refused(DossierNumber::parse(""), "dossier_number.length", None);
    refused(
        DossierNumber::parse(&"ẫ".repeat(41)),
        "dossier_number.length",
        None,
    );
}

#[test]
fn ok_and_err_of_bank_accounts() {
    for (typed, number, doubts) in [
        ("000000", "000000", &[][..]),
        ("0123 4567 8901 2345 678", "0123456789012345678", &[]),
        ("vn0000001", "VN0000001", &["account.shape"]),
        // The length is a doubt too: no source confirms it.
        ("12345", "12345", &["account.shape"]),
        (
            "01234567890123456789",
            "01234567890123456789",
            &["account.shape"],
        ),
        ("Nguyễn", "NGUYễN", &["account.shape"]),
    ] {
        let read = BankAccount::parse(typed).unwrap();
        assert_eq!(read.as_str(), number);
        assert_eq!(codes(&read.doubts()), doubts, "{typed}");
    }
    assert!(BankAccount::parse(&"0".repeat(40)).is_ok());
    refused(BankAccount::parse(" "), "account.length", Some(0));
    refused(
        BankAccount::parse(&"0".repeat(41)),
        "account.length",
        Some(41),
    );
}

#[test]
fn ok_amounts() {
    for (typed, dong) in [
        ("1500000", 1_500_000),
        ("1.500.000", 1_500_000),
        ("1,500,000", 1_500_000),
        ("1 500 000 đ", 1_500_000),
        ("1\u{a0}500\u{a0}000 ₫", 1_500_000),
        ("1.500.000 đồng", 1_500_000),
        ("1.500.000 ĐỒNG", 1_500_000),
        ("1500000 VND", 1_500_000),
        ("1500000vnđ", 1_500_000),
        ("１５０００００", 1_500_000),
        ("1,5 triệu", 1_500_000),
        ("1.5 triệu", 1_500_000),
        ("１,５ triệu đồng", 1_500_000),
        ("2 triệu", 2_000_000),
        ("2tr", 2_000_000),
        ("1,5tr", 1_500_000),
        ("1tr5", 1_500_000),
        ("1 TR 5", 1_500_000),
        ("1 triệu 5 đồng", 1_500_000),
        ("1tr550", 1_550_000),
        ("1tr550k", 1_550_000),
        ("2 triệu 250 nghìn", 2_250_000),
        ("1500k", 1_500_000),
        ("1.500K", 1_500_000),
        ("1500 nghìn", 1_500_000),
        ("1500 ngàn đồng", 1_500_000),
        ("999999k", 999_999_000),
        ("0,75 TRIỆU", 750_000),
        ("2,25 trieu", 2_250_000),
        ("0", 0),
        ("000001500000", 1_500_000),
        ("999999999", 999_999_999),
        ("999 triệu", 999_000_000),
    ] {
        assert_eq!(amount::parse(typed), Ok(dong), "{typed:?}");
    }
}

#[test]
fn err_amounts() {
    for typed in [
        "",
        " ",
        "đ",
        "triệu",
        "abc",
        "-1500000",
        "+1500000",
        "1.5",
        "1.50",
        "1.5000",
        "1.500.00",
        ".500",
        "1.500.",
        "1..500",
        "1.500,000",
        "1,500.00",
        "1.500.000,00",
        "1,5,5 triệu",
        "1, triệu",
        ",5 triệu",
        "1.500 triệu",
        "1500000 USD",
        "1500000🙂",
        "1e6",
        "<b>1</b>",
        "1.000 triệu",
        "9999 triệu",
        "k",
        "1,5k",
        "1tr50",
        "1tr5tr",
        "1,5tr5",
        "1tr5k",
        "1trx",
        "tr5",
    ] {
        refused(amount::parse(typed), "money.format", None);
    }
    for typed in [
        "1000000000",
        "1.000.000.000",
        "99999999999999999999999999",
        "1000000k",
    ] {
        refused(amount::parse(typed), "money.long", None);
    }
}

#[test]
fn ok_amounts_are_shown_in_groups_of_three() {
    for (dong, shown) in [
        (0, "0"),
        (999, "999"),
        (1_000, "1.000"),
        (66_000, "66.000"),
        (1_500_000, "1.500.000"),
        (u64::MAX, "18.446.744.073.709.551.615"),
    ] {
        assert_eq!(amount::display(dong), shown);
    }
}

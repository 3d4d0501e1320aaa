//! The QR code of identity cards (R-ID-10, identifiers.md §10). Persons are invented.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

use hoso_identifiers::Sex;
use hoso_identifiers::id_card::{IdCard, IdCardError, MAX_BYTES};
use proptest::prelude::*;

const CARD_2021: &str = "056190000001|225000001|Nguyễn Thị Mẫu|14021990|Nữ|12 đường Ví Dụ, Phước Tiến, Nha Trang, Khánh Hòa|01062022";
const CARD_2024: &str = "056317000004||Trần Văn Mẫu|02092017|Nam|Thôn Một, Cam Lâm, Khánh Hòa|15082024||Nguyễn Thị Mẫu|Trần Mẫu|";

/// Number, old number, name, birth date, sex, residence, day of issue; empty if not read.
type Row = [&'static str; 7];

#[track_caller]
fn check(raw: &str, expected: Row) {
    let card = IdCard::parse(raw).unwrap();
    let read = [
        card.number.map(|n| n.to_string()),
        card.old_number.map(|n| n.to_string()),
        card.name.map(|n| n.to_string()),
        card.birth_date.map(|d| d.iso()),
        card.sex.map(|sex| sex.as_str().to_owned()),
        card.residence,
        card.issued.map(|d| d.iso()),
    ];
    let read = read.map(Option::unwrap_or_default);
    assert_eq!(read, expected.map(str::to_owned), "{raw}");
}

#[track_caller]
fn refused(raw: &str, expected: IdCardError) {
    assert_eq!(IdCard::parse(raw), Err(expected), "{raw:.80}");
}

#[test]
fn r_id_10_ok_both_cards() {
    check(
        CARD_2021,
        [
            "056190000001",
            "225000001",
            "Nguyễn Thị Mẫu",
            "1990-02-14",
            "female",
            "12 đường Ví Dụ, Phước Tiến, Nha Trang, Khánh Hòa",
            "2022-06-01",
        ],
    );
    check(
        CARD_2024,
        [
            "056317000004",
            "",
            "Trần Văn Mẫu",
            "2017-09-02",
            "male",
            "Thôn Một, Cam Lâm, Khánh Hòa",
            "2024-08-15",
        ],
    );
}

#[test]
fn r_id_10_ok_what_is_wrong_is_left_empty() {
    // A byte order mark and line ends around the text; a name in NFD.
    check(
        "\u{feff}056190000001||Nguye\u{302}\u{303}n Thi\u{323} Ma\u{302}\u{303}u|14021990|Nu|A, B|01062022\r\n",
        [
            "056190000001",
            "",
            "Nguyễn Thị Mẫu",
            "1990-02-14",
            "female",
            "A, B",
            "2022-06-01",
        ],
    );
    // No such day, an unknown sex, no address, a number of an old card with too few digits.
    check(
        "056190000001|22500000|H'Thử Niê|31021990|?||32062022",
        ["056190000001", "", "H'Thử Niê", "", "", "", ""],
    );
    // Only the year, or the month, is registered.
    check(
        "056172000001||Y Mẫu|1972|Nam||",
        ["056172000001", "", "Y Mẫu", "1972", "male", "", ""],
    );
    check(
        "056172000001||Y Mẫu|00001972|Nam||",
        ["056172000001", "", "Y Mẫu", "1972", "male", "", ""],
    );
    check(
        "056172000001||Y Mẫu|00051972|NAM||",
        ["056172000001", "", "Y Mẫu", "1972-05", "male", "", ""],
    );
    // The number of an old card in the first field.
    check(
        "225000001||Lê Mẫu|01011970|Nữ|Nha Trang|02022020",
        [
            "",
            "225000001",
            "Lê Mẫu",
            "1970-01-01",
            "female",
            "Nha Trang",
            "2020-02-02",
        ],
    );
}

#[test]
fn r_id_10_ok_a_garbled_name_is_not_filled_in() {
    for name in ["Nguy?n Th? M?u", "Nguy\u{fffd}n Mẫu", "?ặng Mẫu"] {
        let raw = format!("056190000001||{name}|14021990|Nữ|Nha Trang|01062022");
        let card = IdCard::parse(&raw).unwrap();
        assert!(card.is_name_garbled && card.name.is_none(), "{name}");
        assert!(card.birth_date.is_some());
    }
    assert!(!IdCard::parse(CARD_2021).unwrap().is_name_garbled);
}

#[test]
fn r_id_10_err_other_codes() {
    use IdCardError::{Incomplete, Long, OtherCode};
    for raw in [
        "",
        "|||||||",
        // A bank (VietQR), a vaccination, an address, a health card, a text.
        "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F",
        "HC1:6BFOXN%TSMAHN-H4T8UD0",
        "https://example.vn/?q=056190000001",
        "DN4565600000001|4E475559E1BB844E|14/02/1990|2|3132|56 - 001|01/01/2026|31/12/2026|",
        "056190000001",
        "05619000000A||A|14021990|Nam||01062022",
        "0561900000011||A|14021990|Nam||01062022",
    ] {
        refused(raw, OtherCode);
    }
    refused("056190000001|225000001|Nguyễn Thị Mẫu", Incomplete);
    refused("056190000001||Nguyễn Thị Mẫu|14021990|Nữ|Nha", Incomplete);
    refused(&"056190000001|".repeat(5_000), Long);
    let long = format!("{CARD_2021}{}", "x".repeat(MAX_BYTES));
    refused(&long, Long);
}

#[test]
fn ok_debug_hides_the_person() {
    let card = IdCard::parse(CARD_2021).unwrap();
    assert_eq!(format!("{card:?}"), "IdCard(7 fields)");
}

proptest! {
    #[test]
    fn ok_any_text(raw in ".{0,200}") {
        let _ = IdCard::parse(&raw);
    }

    #[test]
    fn ok_any_fields(fields in prop::collection::vec(".{0,20}", 0..9)) {
        let raw = format!("056190000001|{}", fields.join("|"));
        if let Ok(card) = IdCard::parse(&raw) {
            prop_assert!(card.number.is_some());
            prop_assert!(raw.split('|').count() >= 7);
        }
    }

    /// Whatever is cut off the text of a card, the fields that are left are those of the card or the
    /// text is refused.
    #[test]
    fn ok_a_cut_text_gives_no_other_person(at in 0_usize..200) {
        let at = CARD_2021.floor_char_boundary(at);
        match IdCard::parse(&CARD_2021[..at]) {
            Ok(card) => {
                let whole = IdCard::parse(CARD_2021).unwrap();
                prop_assert_eq!((card.number, card.name, card.sex), (whole.number, whole.name, whole.sex));
                prop_assert_eq!(whole.sex, Some(Sex::Female));
            }
            Err(error) => prop_assert!(error != IdCardError::Long),
        }
    }
}

//! The small tables in the code are those of `data/`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

use hoso_identifiers::{
    Severity,
    personal_number::{PROVINCES, PersonalNumber, Place},
    phone::{Kind, Phone},
};

/// The rows of a table without its head, cut at commas; no cell holds one.
fn rows(csv: &str) -> impl Iterator<Item = Vec<&str>> {
    csv.lines()
        .skip(1)
        .filter(|line| !line.is_empty())
        .map(|line| line.split(',').collect())
}

fn codes(json: &str) -> Vec<u16> {
    let all: serde_json::Value = serde_json::from_str(json).unwrap();
    let code = |row: &serde_json::Value| {
        row.get("cccd_code")
            .unwrap()
            .as_str()
            .unwrap()
            .parse()
            .unwrap()
    };
    all.as_array().unwrap().iter().map(code).collect()
}

#[test]
fn ok_places_of_personal_numbers() {
    let provinces = codes(include_str!("../../../data/cccd_province_codes.json"));
    let countries = codes(include_str!("../../../data/cccd_country_codes.json"));
    assert_eq!(provinces, PROVINCES.map(u16::from));
    for code in 0..1000 {
        let place = PersonalNumber::parse(&format!("{code:03}190000001"))
            .unwrap()
            .place();
        let expected = if provinces.contains(&code) {
            Place::Province(code)
        } else if countries.contains(&code) {
            Place::Country(code)
        } else {
            Place::Unknown
        };
        assert_eq!(place, expected, "{code:03}");
    }
}

#[test]
fn ok_prefixes_of_mobiles() {
    let table: Vec<_> = rows(include_str!("../../../data/phone_mobile_prefixes.csv")).collect();
    // Prefixes that one list knows in part are listed too: refusing is worse than taking.
    let listed = |prefix: &str| table.iter().any(|row| row[0] == prefix && row[1] != "no");
    // An empty cell is a prefix that is assigned as a whole.
    let assigned = |prefix: &str, fourth: char| {
        table
            .iter()
            .any(|row| row[0] == prefix && (row[4].is_empty() || row[4].contains(fourth)))
    };
    let mut fine = 0;
    for second in ['3', '5', '7', '8', '9'] {
        for third in '0'..='9' {
            let prefix = format!("0{second}{third}");
            let mut is_fine = false;
            for fourth in '0'..='9' {
                let phone = Phone::parse(&format!("{prefix}{fourth}000001")).unwrap();
                let doubts = phone.doubts(Severity::Warning);
                let expected = listed(&prefix) && assigned(&prefix, fourth);
                assert_eq!(doubts.is_empty(), expected, "{prefix}{fourth}");
                is_fine |= doubts.is_empty();
            }
            fine += usize::from(is_fine);
        }
    }
    // No row of the table was passed over.
    assert_eq!(fine, table.iter().filter(|row| row[1] != "no").count());
}

#[test]
fn ok_conversion_of_2018() {
    let table: Vec<_> = rows(include_str!(
        "../../../data/phone_prefix_conversion_2018.csv"
    ))
    .collect();
    assert_eq!(table.len(), 21);
    for n in 100..200 {
        let old = format!("0{n}");
        let row = table.iter().find(|row| row[0] == old);
        let phone = Phone::parse(&format!("{old}0000001"));
        match row {
            Some(row) => assert_eq!(
                phone.unwrap().replacement(),
                Some(format!("{}0000001", row[1])),
                "{old}"
            ),
            None => assert_eq!(phone.unwrap_err().code(), "phone.format", "{old}"),
        }
    }
}

#[test]
fn ok_every_area_code_is_a_landline() {
    let mut known = Vec::new();
    for row in rows(include_str!("../../../data/phone_area_codes.csv")) {
        let number = format!("{}00000001", row[2]);
        let phone = Phone::parse(number.get(..11).unwrap()).unwrap();
        assert_eq!(phone.kind(), Kind::Landline, "{}", row[2]);
        let doubts = phone.doubts(Severity::Warning);
        assert!(
            doubts.iter().all(|doubt| doubt.code() != "phone.area"),
            "{}",
            row[2]
        );
        known.push(row[2]);
    }
    assert_eq!(known.len(), 63);
    // All other area codes are doubted.
    for code in 200..300 {
        let area = format!("0{code}");
        let phone = Phone::parse(&format!("{area}0000001")).unwrap();
        let doubts = phone.doubts(Severity::Warning);
        let is_known = known.iter().any(|known| area.starts_with(known));
        assert_eq!(doubts.len(), if is_known { 1 } else { 2 }, "{area}");
    }
}

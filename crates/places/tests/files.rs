//! The files of all provinces, their size, and texts that are none.

#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]
#![cfg(feature = "compile")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use hoso_places::{PROVINCES, ParseError, Places, commune_belongs, compile, province_name};
use proptest::prelude::*;

static FILES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| compile::files(&data()).unwrap());

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")
}

fn communes(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_digit()))
        .filter_map(|l| l.split('\t').next())
}

#[test]
fn provinces_of_today() {
    assert_eq!(PROVINCES.len(), 34);
    let names: Vec<&str> = PROVINCES
        .iter()
        .map(|province| province.full_name)
        .collect();
    assert_eq!(
        names[..3],
        ["Tỉnh Khánh Hòa", "Tỉnh An Giang", "Thành phố Bắc Ninh"]
    );
    assert_eq!(names.last(), Some(&"Tỉnh Vĩnh Long"));
    let at = |code: &str| {
        PROVINCES
            .iter()
            .position(|province| province.code == code)
            .unwrap()
    };
    assert!(at("48") < at("66")); // Đà Nẵng before Đắk Lắk: a before ă
    assert_eq!(province_name("79"), Some("Thành phố Hồ Chí Minh"));
    assert_eq!(province_name("1"), None);
}

/// Every former name is in the list: as a current name or with its successors.
#[test]
fn old_provinces_stand_with_those_of_today() {
    let merged = |code: &str| {
        let province = PROVINCES.iter().find(|province| province.code == code);
        province.unwrap().merged
    };
    assert_eq!(merged("56"), "Ninh Thuận");
    assert_eq!(merged("66"), "Phú Yên");
    assert_eq!(merged("52"), "Bình Định");
    assert_eq!(merged("48"), "Quảng Nam");
    assert_eq!(merged("79"), "Bà Rịa - Vũng Tàu, Bình Dương");
    assert_eq!(merged("15"), "Yên Bái"); // it gave its code, Lào Cai its name
    assert_eq!(merged("01"), "");
    let names = PROVINCES.iter().flat_map(|province| {
        let today = province.full_name.strip_prefix("Tỉnh ");
        let today = today.or_else(|| province.full_name.strip_prefix("Thành phố "));
        let merged = province.merged.split(", ").filter(|name| !name.is_empty());
        today.into_iter().chain(merged)
    });
    let names: Vec<&str> = names.collect();
    assert_eq!(names.len(), 63);
    let old = std::fs::read_to_string(data().join("old_provinces_63.json")).unwrap();
    for name in names {
        assert!(old.contains(&format!("\"name\":\"{name}\"")), "{name}");
    }
}

#[test]
fn every_file_parses_and_knows_its_communes() {
    let mut all = BTreeSet::new();
    for ((code, text), province) in FILES.iter().zip(&PROVINCES) {
        assert_eq!(code, province.code);
        let places = Places::parse(text).unwrap();
        for commune in communes(text) {
            assert!(places.full_name(commune).is_some(), "{commune}");
            assert!(commune_belongs(code, commune), "{commune}");
            assert!(all.insert(commune), "{commune} twice");
        }
        for found in places.search("", 0) {
            assert_eq!(
                places.exact(&found.codes[0]).as_ref(),
                Some(&found.codes[0])
            );
        }
        // Every old name leads to communes of this file.
        for found in places.search("a", usize::MAX) {
            assert!(!found.codes.is_empty());
            assert!(
                found
                    .codes
                    .iter()
                    .all(|code| places.full_name(code).is_some()),
                "{found:?}"
            );
        }
    }
    assert_eq!(FILES.len(), 34);
    assert_eq!(all.len(), 3_321);
    assert_eq!(communes(&FILES[0].1).count(), 65);
}

#[test]
fn belonging() {
    assert!(commune_belongs("56", "22366"));
    assert!(!commune_belongs("01", "22366"));
    assert!(!commune_belongs("56", "2236"));
    assert!(!commune_belongs("", ""));
}

/// The budget is 6 kB for Khánh Hòa and 20 kB for the biggest file, both after brotli, which
/// makes these texts about a third as long.
#[test]
fn files_are_small() {
    for (code, text) in FILES.iter() {
        let most = if code == "56" { 6_000 } else { 20_000 };
        assert!(text.len() <= most, "{code}: {} bytes", text.len());
    }
}

#[test]
fn countries_by_their_vietnamese_name() {
    let text = compile::countries(&data()).unwrap();
    let names: Vec<&str> = text
        .lines()
        .map(|line| line.split('\t').nth(1).unwrap())
        .collect();
    assert_eq!(names.len(), 249);
    assert!(text.lines().all(|line| line.split('\t').count() == 2));
    assert!(text.lines().any(|line| line == "VN\tViệt Nam"));
    let at = |name: &str| names.iter().position(|n| *n == name).unwrap();
    assert!(at("Ai Cập") < at("Ấn Độ") && at("Ấn Độ") < at("Ba Lan") && at("Cuba") < at("Đức"));
}

#[track_caller]
fn err(text: &str, why: ParseError) {
    assert_eq!(Places::parse(text).map(|_| ()), Err(why), "{text}");
}

#[test]
fn err_not_a_file_of_places() {
    err("", ParseError::Version);
    err("<!doctype html>", ParseError::Version); // the error page of a server
    err("hoso-places 2\n", ParseError::Version);
    err("hoso-places 1\n\n", ParseError::Line(2));
    err("hoso-places 1\n22366\tq\tNha Trang", ParseError::Line(2)); // no such kind
    err("hoso-places 1\n22366\tp", ParseError::Line(2)); // cut off
    err(
        "hoso-places 1\n22366\tp\tNha Trang\np\tLộc Thọ\t0",
        ParseError::Line(3),
    ); // in no district
    err(
        "hoso-places 1\n22366\tp\tNha Trang\n+\tTP Nha Trang\np\tLộc Thọ\t1",
        ParseError::Line(4),
    ); // no such successor
    err(
        "hoso-places 1\n22366\tp\tNha Trang\n+\tTP Nha Trang\np\tLộc Thọ\t",
        ParseError::Line(4),
    );
    err(
        "hoso-places 1\n22366\tp\tNha Trang\tNha-Trang\tx",
        ParseError::Line(2),
    ); // one field too many
}

proptest! {
    #[test]
    fn any_text_is_parsed_or_refused(text in any::<String>(), lines in "([0-9pxdt+=\\-]{0,5}\t?[p0-9a,ệ]{0,3}\t?[0,1a]{0,3}\n){0,6}") {
        for text in [text.clone(), format!("hoso-places 1\n{text}"), format!("hoso-places 1\n{lines}")] {
            if let Ok(places) = Places::parse(&text) {
                let _ = places.exact("0");
                let _ = places.search("0 a", 3);
            }
        }
    }

    #[test]
    fn any_query_is_answered(query in any::<String>(), likely in "(xã|phường|p\\.|TT)? ?[a-zàáđươệ'. ]{0,8}") {
        static PLACES: LazyLock<Places> = LazyLock::new(|| Places::parse(&FILES[0].1).unwrap());
        for query in [query, likely] {
            for found in PLACES.search(&query, 10) {
                prop_assert!(found.codes.iter().all(|code| PLACES.full_name(code).is_some()));
            }
            if let Some(code) = PLACES.exact(&query) {
                prop_assert!(PLACES.full_name(&code).is_some());
            }
        }
    }
}

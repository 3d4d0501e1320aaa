//! What people type for a commune of Khánh Hòa, and what is found.

#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]
#![cfg(feature = "compile")]

use std::path::Path;
use std::sync::LazyLock;

use hoso_places::{Places, SearchResult, compile};

static PLACES: LazyLock<Places> = LazyLock::new(|| of("56"));

fn of(province: &str) -> Places {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let files = compile::files(&data).unwrap();
    let (_, text) = files.iter().find(|(code, _)| code == province).unwrap();
    Places::parse(text).unwrap()
}

#[track_caller]
fn first(query: &str, name: &str) {
    let found = PLACES.search(query, 8);
    let code = found.first().and_then(|found| found.codes.first());
    assert_eq!(
        code.and_then(|code| PLACES.full_name(code)).as_deref(),
        Some(name),
        "{query}: {found:?}"
    );
}

#[track_caller]
fn exact(typed: &str, code: &str) {
    assert_eq!(PLACES.exact(typed).as_deref(), Some(code), "{typed}");
}

#[track_caller]
fn no_exact(typed: &str) {
    assert_eq!(PLACES.exact(typed), None, "{typed}");
}

fn old(codes: &[&str], name: &str) -> SearchResult {
    SearchResult {
        codes: codes.iter().map(|code| (*code).to_owned()).collect(),
        old_name: Some(name.to_owned()),
    }
}

#[test]
fn marks_case_spaces_and_kind_do_not_matter() {
    // Letters that look like Đ: U+00D0, U+0189.
    first("\u{d0}ại Lãnh", "Xã Đại Lãnh");
    first("\u{189}ại Lãnh", "Xã Đại Lãnh");
    exact("Xã \u{d0}ại Lãnh", &PLACES.exact("Xã Đại Lãnh").unwrap());
    first("Nha Trang", "Phường Nha Trang");
    first("nha trang", "Phường Nha Trang");
    first("  PHƯỜNG   NHA TRANG ", "Phường Nha Trang");
    first("p. nha trang", "Phường Nha Trang");
    first("nhatrang", "Phường Bắc Nha Trang"); // nothing has this word: the alphabet decides
    first("22366", "Phường Nha Trang");
    first("dac khu truong sa", "Đặc khu Trường Sa");
}

#[test]
fn both_tone_placements() {
    for query in [
        "Ninh Hòa",
        "Ninh Hoà",
        "Vĩnh Hòa, Nha Trang",
        "Vĩnh Hoà, Nha Trang",
    ] {
        let name = if query.starts_with('N') {
            "Phường Ninh Hòa"
        } else {
            "Phường Bắc Nha Trang"
        };
        let found = PLACES.search(query, 8);
        assert!(
            found
                .iter()
                .flat_map(|f| &f.codes)
                .any(|code| PLACES.full_name(code).as_deref() == Some(name)),
            "{query}: {found:?}"
        );
    }
}

#[test]
fn the_nearer_name_comes_first() {
    let names = |query: &str| -> Vec<String> {
        PLACES
            .search(query, 4)
            .iter()
            .filter_map(|f| PLACES.full_name(f.codes.first()?))
            .collect()
    };
    // Equal, then with such a word in the order of the alphabet.
    let wanted = [
        "Phường Nha Trang",
        "Phường Bắc Nha Trang",
        "Phường Nam Nha Trang",
        "Phường Tây Nha Trang",
    ];
    assert_eq!(names("nha trang"), wanted);
    // It begins so, before it has such a word.
    assert_eq!(
        names("cam l").first().map(String::as_str),
        Some("Xã Cam Lâm")
    );
}

#[test]
fn old_names() {
    let ward = old(&["22366"], "phường Phước Tiến, TP Nha Trang");
    assert_eq!(PLACES.search("phường Phước Tiến", 8).first(), Some(&ward)); // gone in 2024
    assert_eq!(PLACES.search("phuoc tien nha trang", 8), [ward]);
    let split = PLACES.search("xã Cam Tân", 8);
    assert_eq!(
        split.first(),
        Some(&old(
            &["22435", "22453", "22708"],
            "xã Cam Tân, huyện Cam Lâm"
        ))
    );
    let other_province = PLACES.search("xã Phước Tiến", 8);
    assert_eq!(
        other_province.first(),
        Some(&old(
            &["22795"],
            "xã Phước Tiến, huyện Bác Ái, tỉnh Ninh Thuận"
        ))
    );
}

#[test]
fn exact_is_what_was_meant_without_doubt() {
    exact("22366", "22366");
    exact("Phường Nha Trang", "22366");
    exact("NHA TRANG", "22366");
    exact("phuong phuoc tien", "22366"); // an old name with one successor
    exact("phường Phước Tiến, TP Nha Trang", "22366"); // as a search names it
    exact("Diên Khánh", "22651"); // the name of today, not the old town
    no_exact("Phước Tiến"); // a ward of Nha Trang and a commune of Bác Ái
    no_exact("Cam Tân"); // shared out among three
    no_exact("Nha"); // part of several
    no_exact("xã Nha Trang"); // it is a ward
    no_exact("00004"); // a commune of Hà Nội
    no_exact("");
    no_exact(" . ");
}

#[test]
fn a_whole_address_finds_its_commune() {
    for address in [
        "12 Trần Phú, phường Nha Trang, tỉnh Khánh Hòa",
        "Tổ 3, P. Nha Trang, Khánh Hòa, Việt Nam",
        "Số 5 ngõ 7\nPhường Nha Trang\nKhánh Hòa",
    ] {
        first(address, "Phường Nha Trang");
        // It is offered, not taken: the same name may be that of a commune of another province.
        no_exact(address);
    }
    exact("P. Nha Trang", "22366");
    no_exact("thôn 2, xã Vĩnh Hải, tỉnh Hải Phòng");
    first("thôn 2, xã Đại Lãnh; Khánh Hòa", "Xã Đại Lãnh");
    first("12 Trần Phú, Nha Trang, Khánh Hòa", "Phường Nha Trang");
    // Distinguishes two former communes by their former district.
    let ward = old(&["22366"], "phường Phước Tiến, TP Nha Trang");
    let address = "5 Lê Lợi, phường Phước Tiến, TP Nha Trang, tỉnh Khánh Hòa";
    assert_eq!(PLACES.search(address, 8), [ward]);
    // An address of another province finds nothing.
    assert_eq!(
        PLACES.search("1 Phố Huế, phường Hai Bà Trưng, Hà Nội", 8),
        []
    );
    assert_eq!(PLACES.search("qqq, qqq", 8), []);
}

#[test]
fn numbered_wards_with_and_without_a_zero() {
    let places = of("79");
    let find = |query: &str| places.search(query, 40);
    assert!(
        find("phường 7, quận 5")
            .iter()
            .any(|f| f.old_name.as_deref() == Some("phường 7, quận 5"))
    );
    assert_eq!(find("phường 07"), find("phường 7"));
    assert_eq!(
        places.exact("phường 07, quận 5"),
        places.exact("phường 7, quận 5")
    );
    assert!(places.exact("phường 7, quận 5").is_some());
}

#[test]
fn an_empty_query_lists_all_in_the_order_of_the_alphabet() {
    let all = PLACES.search(" ", 3);
    assert_eq!(all.len(), 65);
    assert!(
        all.iter()
            .all(|found| found.old_name.is_none() && found.codes.len() == 1)
    );
    let names: Vec<String> = all
        .iter()
        .filter_map(|f| PLACES.full_name(f.codes.first()?))
        .collect();
    assert_eq!(names.first().map(String::as_str), Some("Xã Anh Dũng"));
    let at = |name: &str| names.iter().position(|n| n == name).unwrap();
    assert!(at("Xã Cam Lâm") < at("Phường Cam Linh")); // â before i
    assert!(at("Xã Diên Thọ") < at("Phường Đô Vinh")); // d before đ
}

#[test]
fn the_limit_holds() {
    assert_eq!(PLACES.search("c", 5).len(), 5);
    assert_eq!(PLACES.search("c", 0), []);
    assert_eq!(PLACES.search("qqq", 5), []);
}

#[test]
fn a_long_text_is_searched_in_its_first_parts() {
    let far = ["qqq, ".repeat(5_000).as_str(), "phường Nha Trang"].concat();
    assert_eq!(PLACES.search(&far, 8), []);
    no_exact(&", ".repeat(10_000));
}

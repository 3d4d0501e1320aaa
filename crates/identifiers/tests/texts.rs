//! Cleaning, folding and comparing text (identifiers.md §1, §7; data/vectors_text.json).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

use std::borrow::Cow;

use hoso_identifiers::text::{self, Likeness};

fn vectors(table: &str) -> Vec<(String, String)> {
    let all = include_str!("../../../data/vectors_text.json");
    let all: serde_json::Value = serde_json::from_str(all).unwrap();
    let rows = all.get(table).and_then(|t| t.as_array()).unwrap();
    assert!(!rows.is_empty());
    let get =
        |row: &serde_json::Value, key: &str| row.get(key).unwrap().as_str().unwrap().to_owned();
    rows.iter()
        .map(|row| (get(row, "in"), get(row, "out")))
        .collect()
}

#[test]
fn ok_marks_are_removed_as_the_vectors_say() {
    for (typed, plain) in vectors("remove_marks") {
        assert_eq!(text::without_marks(&typed), plain, "{typed}");
    }
}

#[test]
fn ok_both_tone_placements_are_the_same() {
    for (old, new) in vectors("tone_placement_new_style") {
        assert!(text::same(&old, &new), "{old} and {new}");
    }
}

#[test]
fn ok_search_keys_are_as_the_vectors_say() {
    for (typed, key) in vectors("fold_for_search") {
        assert_eq!(text::fold(&typed), key, "{typed}");
    }
}

#[cfg(feature = "nfc")]
#[test]
fn ok_every_latin_letter_with_marks_has_its_base() {
    use unicode_normalization::UnicodeNormalization;
    for c in ('\u{c0}'..='\u{24f}')
        .chain('\u{1e00}'..='\u{1eff}')
        .filter(|c| c.is_alphabetic())
    {
        let first = std::iter::once(c).nfd().next().unwrap();
        if first.is_ascii() {
            assert_eq!(
                text::without_marks(&c.to_string()),
                first.to_string(),
                "{c}"
            );
        }
    }
    // Letters with a stroke or a hook that Unicode does not take apart.
    for (letter, plain) in [
        ("đ", "d"),
        ("Đ", "D"),
        ("ƀ", "b"),
        ("Ƀ", "B"),
        ("č", "c"),
        ("ñ", "n"),
        ("ŏ", "o"),
        ("ĕ", "e"),
    ] {
        assert_eq!(text::without_marks(letter), plain);
    }
}

#[test]
fn ok_a_count_is_one_number() {
    for (typed, n) in [("6", 6), (" 60 ", 60), ("06", 6), ("１２", 12)] {
        assert_eq!(text::count(typed), Some(n), "{typed}");
    }
    for typed in [
        "",
        " ",
        "5-6",
        "1.5",
        "6/0",
        "1 2",
        "+6",
        "(6)",
        "6 tháng",
        "4294967296",
    ] {
        assert_eq!(text::count(typed), None, "{typed}");
    }
}

#[test]
fn ok_one_line() {
    for (typed, clean) in [
        ("", ""),
        (" \t\r\n ", ""),
        ("\u{200b}\u{feff}", ""),
        ("  Nguyễn   Thị\tMẫu \r\n", "Nguyễn Thị Mẫu"),
        ("Nguyễn\u{a0}Thị\u{2009}Mẫu", "Nguyễn Thị Mẫu"),
        ("Nguyễn\nThị\u{2028}Mẫu", "Nguyễn Thị Mẫu"),
        ("\u{feff}Ng\u{ad}uy\u{200b}ễn\u{202e}", "Nguyễn"),
        ("Ng\0uyễn\u{7}", "Nguyễn"),
        ("a \u{200b} b", "a b"),
        ("<b>a</b>", "<b>a</b>"),
        ("🙂 a", "🙂 a"),
    ] {
        assert_eq!(text::clean(typed), clean, "{typed:?}");
    }
}

#[test]
fn ok_several_lines() {
    for (typed, clean) in [
        ("", ""),
        ("\n\n", ""),
        ("a\r\nb", "a\nb"),
        ("a\rb", "a\nb"),
        ("a\r\u{200b}\nb", "a\nb"),
        (" a  \n  b ", "a\nb"),
        ("a\n\nb", "a\n\nb"),
        (" a\r\n\r\nb", "a\n\nb"),
        ("a\n \n\n\nb\n", "a\n\nb"),
        ("a\u{2028}b", "a\nb"),
    ] {
        assert_eq!(text::clean_lines(typed), clean, "{typed:?}");
    }
}

#[cfg(feature = "nfc")]
#[test]
fn r_id_1_text_is_composed() {
    assert_eq!(text::clean("Nguye\u{302}\u{303}n"), "Nguyễn");
    assert_eq!(text::clean_lines("Hoa\u{300}\nMẫu"), "Hoà\nMẫu");
    // The mark joins its letter only after the character between them was removed.
    assert_eq!(text::clean("e\u{200b}\u{302}"), "ê");
    assert_eq!(text::fold("Nguye\u{302}\u{303}n"), "nguyen");
    // So do two parts of a letter when the apostrophe between them is dropped.
    assert_eq!(text::fold("\u{113c2}`\u{113c7}"), "\u{113c5}\u{113b8}");
    assert!(text::same("Nguye\u{302}\u{303}n", "NGUYỄN"));
}

#[test]
fn ok_clean_input_is_borrowed() {
    for typed in ["", "Nguyễn Thị Mẫu", "a", "H'Thử Niê", "056190000001"] {
        assert!(matches!(text::clean(typed), Cow::Borrowed(_)), "{typed}");
        assert!(
            matches!(text::clean_lines(typed), Cow::Borrowed(_)),
            "{typed}"
        );
        assert!(
            matches!(text::apostrophes(typed), Cow::Borrowed(_)),
            "{typed}"
        );
    }
    assert!(matches!(text::clean_lines("a\nb\n\nc d"), Cow::Borrowed(_)));
    assert!(matches!(text::digits("056190000001"), Cow::Borrowed(_)));
}

/// What is taken for clean at a glance must be so: each character that is dropped, becomes
/// a space or is composed otherwise is told from the others, alone and within a word.
#[test]
fn ok_every_character_alone_and_within_a_word() {
    for c in '\0'..=char::MAX {
        assert_eq!(text::is_letter(c), c.is_alphabetic(), "{c:?}");
        let typed = format!("a{c}b");
        let clean = text::clean(&typed);
        if c.is_whitespace() {
            assert_eq!(clean, "a b", "{c:?}");
        } else if clean != typed {
            assert!(clean == "ab" || clean == text::nfc(&typed), "{c:?}");
        }
        assert_eq!(
            text::is_blank(c.encode_utf8(&mut [0; 4])),
            c.is_whitespace() || clean == "ab",
            "{c:?}"
        );
    }
}

#[test]
fn ok_digits_without_what_stands_between_them() {
    for (typed, digits) in [
        ("056 190 000 001", "056190000001"),
        ("056.190.000-001", "056190000001"),
        ("(0258) 0000/001", "02580000001"),
        ("０５６１９００００００１", "056190000001"),
        ("（０２５８）００００－００１", "02580000001"),
        ("0561\u{2013}9000\u{200b}0001", "056190000001"),
        ("\u{feff}056190000001\r\n", "056190000001"),
        // Letters stay: O is not made 0 without asking.
        ("O56l90000001", "O56l90000001"),
        ("+84 900", "+84900"),
        ("", ""),
    ] {
        assert_eq!(text::digits(typed), digits, "{typed:?}");
    }
}

#[test]
fn ok_same_but_for_form() {
    for (a, b) in [
        ("hoà", "hòa"),
        ("thuý", "thúy"),
        ("khoẻ", "khỏe"),
        ("HOÀ", "hòa"),
        ("Khánh Hoà", "KHÁNH  HÒA"),
        ("H’Thử", "H'Thử"),
        ("HʼThử", "h'thử"),
        ("Ksor‑Thử", "Ksor-Thử"),
        ("ĐẶNG", "đặng"),
    ] {
        assert!(text::same(a, b), "{a} and {b}");
        assert_eq!(text::likeness(a, b), Likeness::Exact);
    }
}

#[test]
fn err_not_the_same() {
    for (a, b) in [
        ("hoà", "hoá"),
        ("hoà", "hoa"),
        ("ma", "mà"),
        ("Đào", "Dào"),
        ("hoà bình", "hoa bình"),
        // The tone of one word is not the tone of the next.
        ("hoà binh", "hoa bình"),
        ("o", "ơ"),
        ("a b", "ab"),
        ("", "a"),
    ] {
        assert!(!text::same(a, b), "{a} and {b}");
    }
}

#[test]
fn ok_levels_of_likeness() {
    for (a, b, level) in [
        ("Nguyễn Thị Mẫu", "NGUYỄN THỊ MẪU", Likeness::Exact),
        ("Nguyễn Thị Mẫu", "Nguyen Thi Mau", Likeness::Folded),
        ("Đặng Mẫu", "Dang Mau", Likeness::Folded),
        ("Nguyễn Thị Mẫu", "Mẫu Nguyễn Thị", Likeness::Likely),
        ("Nguyễn Thị Mẫu", "Nguyễn Mẫu", Likeness::Likely),
        ("Nguyễn Mẫu", "Nguyễn Thị Mẫu", Likeness::Likely),
        ("Nguyễn Thị Ánh Mẫu", "Nguyễn Mẫu", Likeness::Different), // Two words are missing.
        ("Nguyễn Thị Mẫu", "Thị Mẫu", Likeness::Different),        // Not a middle word.
        ("Nguyễn Thị Mẫu", "Nguyễn Thị", Likeness::Different),
        ("Nguyễn Thị Mẫu", "Nguyễn Thị Thử", Likeness::Different),
        ("Nguyễn Thị Mẫu", "", Likeness::Different),
    ] {
        assert_eq!(text::likeness(a, b), level, "{a} and {b}");
    }
}

#[test]
fn r_id_7_capitals_keep_their_marks() {
    for (stored, printed) in [
        ("Nguyễn Thị Mẫu", "NGUYỄN THỊ MẪU"),
        ("đặng", "ĐẶNG"),
        ("H'Thử Niê", "H'THỬ NIÊ"),
        ("ƀ č ñ ŏ ĕ", "Ƀ Č Ñ Ŏ Ĕ"),
        ("ưởng", "ƯỞNG"),
        // Only simple mappings: no letter becomes two.
        ("ß", "ß"),
    ] {
        assert_eq!(text::upper(stored), printed);
    }
}

#[test]
fn ok_search_keys_of_names() {
    for (typed, key) in [
        ("H'Thử Niê", "hthu nie"),
        ("Ksor-Thử", "ksor thu"),
        ("Y Mẫu", "y mau"),
        (
            "  Phường   Phước Tiến, TP. Nha Trang",
            "phuong phuoc tien tp nha trang",
        ),
        ("Đắk Lắk", "dak lak"),
        ("Ƀuôn Mẫu", "buon mau"), // A capital far from its small letter ƀ.
        ("!?", ""),
    ] {
        assert_eq!(text::fold(typed), key);
    }
}

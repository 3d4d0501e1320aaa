//! Names of persons (identifiers.md §7) and e-mail addresses (identifiers.md §6). All names are invented.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

use hoso_identifiers::{Severity, email::Email, person_name::PersonName};

#[track_caller]
fn ok(raw: &str, shown: &str, doubts: &[&str]) {
    let name = PersonName::parse(raw).unwrap_or_else(|e| panic!("{raw:?}: {}", e.code()));
    assert_eq!(name.to_string(), shown, "{raw:?}");
    let found = name.doubts();
    assert!(
        found
            .iter()
            .all(|doubt| doubt.severity() == Severity::Warning)
    );
    assert_eq!(
        found.iter().map(|doubt| doubt.code()).collect::<Vec<_>>(),
        doubts,
        "{raw:?}"
    );
}

#[track_caller]
fn err(raw: &str, code: &str, gaps: &[(&'static str, &str)]) {
    let reason = PersonName::parse(raw).unwrap_err();
    assert_eq!(reason.code(), code, "{raw:?}");
    assert_eq!(reason.severity(), Severity::Error);
    let gaps: Vec<_> = gaps
        .iter()
        .map(|(gap, text)| (*gap, (*text).to_owned()))
        .collect();
    assert_eq!(reason.args(), gaps, "{raw:?}");
}

#[test]
fn ok_the_spelling_stays() {
    ok("Nguyễn Thị Mẫu", "Nguyễn Thị Mẫu", &[]);
    ok("  nguyễn  THỊ mẫu\r\n", "nguyễn THỊ mẫu", &[]);
    ok("Nguyễn\u{200b} Thị\u{a0}Mẫu", "Nguyễn Thị Mẫu", &[]);
    ok("Nguyễn Thị Mẫu Jr.", "Nguyễn Thị Mẫu Jr.", &[]);
}

#[cfg(feature = "nfc")]
#[test]
fn r_id_1_names_are_composed() {
    ok(
        "Nguye\u{302}\u{303}n Thi\u{323} Ma\u{302}\u{303}u",
        "Nguyễn Thị Mẫu",
        &[],
    );
    // A hundred letters of three characters each are a hundred characters.
    assert!(PersonName::parse(&"e\u{302}\u{303}".repeat(100)).is_ok());
}

#[test]
fn r_id_6_names_of_all_peoples_are_taken() {
    for (typed, shown) in [
        ("H'Thử Niê", "H'Thử Niê"),
        ("H’Thử Niê", "H'Thử Niê"),
        ("HʼThử Niê", "H'Thử Niê"),
        ("Y Mẫu", "Y Mẫu"),
        ("K Mẫu", "K Mẫu"),
        ("Mẫu Ksor-Thử", "Mẫu Ksor-Thử"),
        ("Mẫu Ksor‑Thử", "Mẫu Ksor-Thử"),
        ("Fwjz Čñŏƀĕ", "Fwjz Čñŏƀĕ"),
        ("Ƀuôn Mẫu", "Ƀuôn Mẫu"),
        ("Kĕ\u{301} Mẫu", "Kĕ\u{301} Mẫu"), // No single letter for this one.
    ] {
        ok(typed, shown, &[]);
    }
    for typed in ["Mẫu", "K'Mẫu", "Ksor-Thử", "Y"] {
        ok(typed, typed, &["name.single_word"]);
    }
}

#[test]
fn ok_with_a_doubt() {
    ok("Nguyễn Mẫu (Ba)", "Nguyễn Mẫu (Ba)", &["name.symbol"]);
    ok("Nguyễn Mẫu 🙂", "Nguyễn Mẫu 🙂", &["name.symbol"]);
    ok("<b>Nguyễn Mẫu</b>", "<b>Nguyễn Mẫu</b>", &["name.symbol"]);
    ok("Nguyen Thi Mau", "Nguyen Thi Mau", &["name.no_marks"]);
    ok("NGUYEN MAU", "NGUYEN MAU", &["name.no_marks"]);
    ok("Le Van Mau", "Le Van Mau", &["name.no_marks"]);
    ok("Nguyễn Мẫu", "Nguyễn Мẫu", &["name.mixed_script"]); // The М is Cyrillic.
    let odd = PersonName::parse("Nguyễn @Mẫu").unwrap().doubts();
    assert_eq!(odd[0].args(), [("c", "@".to_owned())]);
}

/// Letters that look like Đ, old encodings, and Telex keys without the input method.
#[test]
fn r_id_17_a_name_in_an_old_encoding_is_repaired() {
    for (typed, meant) in [
        ("Ðặng Thị Mẫu", "Đặng Thị Mẫu"),
        ("Ɖặng Thị Mẫu", "Đặng Thị Mẫu"),
        ("Lê Thị ðào", "Lê Thị đào"),
        ("H'Ðing Niê", "H'Đing Niê"),
        ("NguyÔn ThÞ MÉu", "Nguyễn Thị Mẫu"),
        ("TrÇn V¨n Thö", "Trần Văn Thử"),
        ("NGUYÔN THÞ MÉU", "NGUYỄN THỊ MẪU"),
        ("Nguyeãn Thò Maãu", "Nguyễn Thị Mẫu"),
        ("Ñaëng Vaên Thöû", "Đặng Văn Thử"),
        ("NGUYEÃN THÒ MAÃU", "NGUYỄN THỊ MẪU"),
        ("Traàn Thuøy Döông", "Trần Thùy Dương"),
        ("Nguyeenx Thij Maaux", "Nguyễn Thị Mẫu"),
        ("Ddawngj Vawn Thuwr", "Đặng Văn Thử"),
    ] {
        ok(typed, typed, &["name.garbled"]);
        let doubts = PersonName::parse(typed).unwrap().doubts();
        assert_eq!(doubts[0].proposal().as_deref(), Some(meant), "{typed}");
        assert_eq!(doubts[0].args(), [("p", meant.to_owned())]);
        ok(meant, meant, &[]);
    }
}

#[test]
fn r_id_17_names_of_other_languages_are_not_repaired() {
    for typed in [
        "Y Wan Niê",
        "Rơ Châm Thử",
        "Siu Blêh",
        "Anna Maria Muster",
        "Kpă Y Mẫu",
        "Max Muster",
        "Ksor Hnim",
        "René Dupont",
        "Lữ Thị Xuân",
        "Pi Năng Mẫu",
        "Mấu Thị Ví Dụ",
        "Chamaléa Thị Thử",
    ] {
        ok(typed, typed, &[]);
    }
    // A letter of neither alphabet, without a repair.
    ok("Jörg Müller", "Jörg Müller", &["name.letter"]);
    let doubts = PersonName::parse("Jörg Müller").unwrap().doubts();
    assert_eq!(doubts[0].args(), [("c", "ö".to_owned())]);
}

#[test]
fn ok_names_that_need_no_marks() {
    for name in [
        "Le Minh Anh",
        "Phan Thanh Long",
        "Anna Maria Muster",
        "Y Linh",
        "Mai Ly Lan",
    ] {
        ok(name, name, &[]);
    }
}

#[test]
fn err_names() {
    err("", "name.missing", &[]);
    err(" \u{200b}\n", "name.missing", &[]);
    err("Nguyễn Mẫu 2", "name.digit", &[]);
    err("Nguyễn Mẫu ２", "name.digit", &[]);
    err("Nguyễn Mẫu ²", "name.digit", &[]);
    // A Roman number is a letter too.
    err("Nguyễn Mẫu Ⅱ", "name.digit", &[]);
    err("056190000001", "name.digit", &[]);
    for c in ["~", "`", "#", "^", "|"] {
        err(&format!("Nguyễn {c} Mẫu"), "name.char", &[("c", c)]);
    }
    err("...", "name.char", &[("c", ".")]);
    for typed in [
        "Nguyễn\u{7} Mẫu",
        "Nguyễn\0 Mẫu",
        "Nguyễn Mẫu\u{1b}",
        "Ngu\u{9f}yễn Mẫu",
    ] {
        err(typed, "name.char", &[("c", "unseen")]);
        let proposal = PersonName::parse(typed).unwrap_err().proposal();
        assert_eq!(proposal.as_deref(), Some("Nguyễn Mẫu"), "{typed:?}");
    }
    // What comes along with pasting is a space.
    assert!(PersonName::parse("\tNguyễn\r\nThị\u{b}Mẫu\u{85}").is_ok());
    err("🙂🙂", "name.char", &[("c", "🙂")]);
    err(&"ẫ".repeat(101), "name.long", &[("max", "100")]);
    err(&"a1".repeat(5_000), "name.long", &[("max", "100")]);
    assert!(PersonName::parse(&"ẫ".repeat(100)).is_ok());
    assert!(PersonName::parse(&format!("  {}  ", "a".repeat(100))).is_ok());
}

#[test]
fn ok_debug_shows_nothing_of_a_name() {
    let shown = format!("{:?}", PersonName::parse("Nguyễn Thị Mẫu").unwrap());
    assert_eq!(shown, "PersonName(••••••••••••••)");
    let shown = format!("{:?}", PersonName::parse("Christopher").unwrap());
    assert_eq!(shown, "PersonName(•••••••••••)");
    let shown = format!("{:?}", Email::parse("mau.thu@example.vn").unwrap());
    assert_eq!(shown, "Email(••••••••••••••••••)");
}

#[test]
fn ok_addresses_stay_as_typed() {
    for (typed, shown) in [
        ("mau@example.vn", "mau@example.vn"),
        (
            " Mau.Thu+bhxh@Example.COM.vn \n",
            "Mau.Thu+bhxh@Example.COM.vn",
        ),
        ("m\u{200b}au@example.vn", "mau@example.vn"),
        // What mail programs copy around an address.
        ("mailto:mau@example.vn", "mau@example.vn"),
        ("<mau@example.vn>", "mau@example.vn"),
        ("(MAILTO:mau@example.vn).", "mau@example.vn"),
        ("Nguyễn Mẫu <mau@example.vn>;", "mau@example.vn"),
        ("mau@example.vn,", "mau@example.vn"),
        ("\"mau@example.vn\"", "mau@example.vn"),
    ] {
        let email = Email::parse(typed).unwrap();
        assert_eq!(email.as_str(), shown);
        assert_eq!(email.doubts(), []);
    }
    let longest = format!("{}@example.vn", "a".repeat(243));
    assert!(Email::parse(&longest).is_ok());
    assert!(Email::parse(&format!("a{longest}")).is_err());
}

/// Letters that a Vietnamese input method makes are doubted, as addresses have them rarely.
#[test]
fn r_id_16_marks_in_an_address_are_doubted() {
    for (typed, meant) in [
        ("mẫu@gmail.com", "mau@gmail.com"),
        ("mau@gmaỉl.com", "mau@gmail.com"),
        ("đặng.mẫu@example.vn", "dang.mau@example.vn"),
        ("Ðang@example.vn", "Dang@example.vn"),
        // The domain is a typo besides.
        ("mẫu@gmail.con", "mau@gmail.com"),
    ] {
        let email = Email::parse(typed).unwrap();
        assert_eq!(email.as_str(), typed);
        let doubts = email.doubts();
        assert_eq!(doubts.len(), 1, "{typed}");
        assert_eq!(
            (doubts[0].code(), doubts[0].severity()),
            ("email.marks", Severity::Warning)
        );
        assert_eq!(doubts[0].proposal().as_deref(), Some(meant), "{typed}");
        assert_eq!(doubts[0].args(), [("p", meant.to_owned())]);
        assert_eq!(Email::parse(meant).unwrap().doubts(), []);
    }
    // Another alphabet has no plain letters to propose.
    assert_eq!(Email::parse("маша@example.vn").unwrap().doubts(), []);
}

#[test]
fn err_addresses() {
    for typed in [
        "",
        " ",
        "mau",
        "mau@",
        "@example.vn",
        "mau@example",
        "mau@@example.vn",
        "mau@a@example.vn",
        "mau thu@example.vn",
        "mau@exa mple.vn",
        "mau@.vn",
        "mau@example.",
        "mau@example..vn",
        "🙂",
    ] {
        assert_eq!(
            Email::parse(typed).map_err(|e| e.code()),
            Err("email.format"),
            "{typed:?}"
        );
    }
}

#[test]
fn ok_addresses_with_a_look_alike_domain() {
    for (typed, meant) in [
        ("Mau@gmail.con", "Mau@gmail.com"),
        ("mau@gmai.com", "mau@gmail.com"),
        ("mau@GMIAL.com", "mau@gmail.com"),
        ("mau@yaho.com", "mau@yahoo.com"),
        ("mau@yaho.com.vn", "mau@yahoo.com.vn"),
        ("mau@hotmial.com", "mau@hotmail.com"),
        ("mau@outlok.com", "mau@outlook.com"),
        ("mau@iclould.com", "mau@icloud.com"),
    ] {
        let doubts = Email::parse(typed).unwrap().doubts();
        assert_eq!(doubts.len(), 1, "{typed}");
        assert_eq!(
            (doubts[0].code(), doubts[0].severity()),
            ("email.domain", Severity::Warning)
        );
        assert_eq!(doubts[0].proposal().as_deref(), Some(meant));
        assert_eq!(doubts[0].args(), [("p", meant.to_owned())]);
    }
    for fine in [
        "mau@gmail.com",
        "mau@yahoo.com.vn",
        "mau@mail.com",
        "mau@hotmail.com",
        "mau@outlook.com",
        "mau@outlook.com.vn",
        "mau@icloud.com",
        "mau@ymail.com",
        "mau@me.com",
        "mau@khanhhoa.gov.vn",
    ] {
        assert_eq!(Email::parse(fine).unwrap().doubts(), []);
    }
}

//! The content of a form besides the answers, the layout of long texts, and the attachments.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod reading;

use hoso_dossier::{Value, json};
use hoso_identifiers::Date;
use hoso_official_forms::{Refusal, Sheet, file_name, pdf};
use reading::{Paper, bare, paper, request, run};

/// The answers of the first golden example of 602b with changes.
fn golden(changes: &[(&str, Value)]) -> Value {
    let definition = hoso_procedures::find("602b").unwrap().definition;
    let (_, mut answers) = reading::example(definition, "ok-golden-1-first-no-number");
    let Value::Object(entries) = &mut answers else {
        panic!("answers are an object");
    };
    for (key, value) in changes {
        entries.retain(|(known, _)| known != key);
        entries.push(((*key).to_owned(), value.clone()));
    }
    answers
}

fn day() -> Date {
    Date::new(2026, 11, 20).unwrap()
}

fn under18(extra: &str) -> Paper {
    let request = format!(
        r#"{{"procedure":"under18","declared_at":"2026-11-20T02:00:00Z","answers":{{"form_profile":"extended",
            "full_name":"Pi Năng Mẫu","birth_date":"2010-12-02","sex":"male",
            "social_insurance_number":"5800000005","phone":"0900000005",
            "guardian_name":"Mấu Thị Ví Dụ","guardian_relation":"legal_guardian",
            "province":"56","commune":"22795","street_line":"Thôn Mẫu",
            "receiving_office":"cơ quan gần nhất tại Ninh Sơn","commitment":true}},
            "names":{{"22795":"Xã Bác Ái","56":"Khánh Hòa"}}{extra}}}"#
    );
    paper(&json::parse_str(&request).unwrap())
}

#[test]
fn ok_all_boxes_stand_in_the_order_of_the_form() {
    let raw = paper(&request("602b", day(), golden(&[]), "")).text("-raw");
    let boxes = [
        "[01]", "[02]", "[03]", "[04]", "[05]", "[06]", "[07]", "[08]", "[09]", "[09.1]", "[09.2]",
        "[09.3]", "[10]", "[11]", "[11.1]", "[11.2]", "[11.3]", "[11.4]", "[12]", "[13]", "[14]",
        "[14.1]", "[14.2]", "[14.3]", "[14.4]", "[14.5]", "[15]", "[16]", "[17]", "[18]", "[19]",
    ];
    let places: Vec<usize> = boxes.iter().map(|b| raw.find(b).expect(b)).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(raw.starts_with(&bare("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")));
    assert!(raw.contains(&bare(
        "Mẫu TK1-TS (Quyết định 490/QĐ-BHXH ngày 28/03/2023, hiệu lực từ 01/04/2023)"
    )));
}

#[test]
fn r_702_11_the_signature_is_left_for_the_hand() {
    let name = bare("Người kê khai (Ký, ghi rõ họ tên)");
    let raw = paper(&request("602b", day(), golden(&[]), "")).text("-raw");
    let after = raw.split(&name).nth(1).unwrap();
    assert!(after.starts_with(&bare("Thông tin khai thêm")), "{after}");
    let raw = under18("").text("-raw");
    let name = bare("Cá nhân đăng ký (Ký, ghi rõ họ tên)");
    let after = raw.split(&name).nth(1).unwrap();
    assert!(after.starts_with(&bare("Giấy tờ mang theo")), "{after}");
    assert!(raw.contains(&bare("ngày …… tháng …… năm")));
}

#[test]
fn r_702_15_the_form_is_called_by_its_year() {
    let of = |at: &str| {
        let request = format!(
            r#"{{"procedure":"account","declared_at":"{at}","answers":{{"full_name":"Lê Ví Dụ"}}}}"#
        );
        paper(&json::parse_str(&request).unwrap()).text("-raw")
    };
    let new = bare("mẫu năm 2021 (VBHN 5236/VBHN-BLĐTBXH)");
    let old = bare("(VBHN 5236/VBHN-BLĐTBXH)");
    // 17:00 UTC is midnight in Vietnam.
    assert!(of("2025-06-30T17:00:00Z").contains(&new));
    assert!(of("").contains(&new));
    let before = of("2025-06-30T16:59:59Z");
    assert!(before.contains(&old) && !before.contains(&new));
}

/// Fails unless these words follow each other in this order.
fn in_order(raw: &str, words: &[&str]) {
    let mut from = 0;
    for words in words {
        let words = bare(words);
        let place = raw[from..].find(&words);
        from += place.unwrap_or_else(|| panic!("{words} is not behind {}", &raw[..from]));
    }
}

#[test]
fn ok_a_minors_form_says_what_is_unsure() {
    let paper = under18("");
    paper.check();
    let raw = paper.text("-raw");
    in_order(
        &raw,
        &[
            "Họ và tên trẻ: Pi Năng Mẫu",
            "Cơ quan BHXH tiếp nhận: cơ quan gần nhất tại Ninh Sơn",
            "Thông tin khác",
            "Ngày sinh: 02/12/2010",
            "Địa chỉ liên hệ: Thôn Mẫu, Xã Bác Ái, Khánh Hòa",
            "Quan hệ với trẻ: Người giám hộ",
            "Tôi đã kê khai đầy đủ",
        ],
    );
    // An unanswered box is in the long form only.
    assert!(!raw.contains(&bare("Email:")));
    let long = under18(r#","form_profile":"extended""#).text("-raw");
    assert!(long.contains(&bare("Email:")));
}

#[test]
fn r_702_5_each_missing_paper_is_listed_as_needed_before_approval() {
    let raw = under18(r#","missing":["birth_certificate","id_back"]"#).text("-raw");
    in_order(
        &raw,
        &[
            "Giấy tờ mang theo",
            "Ảnh giấy khai sinh: chưa có trong hồ sơ",
            "cần có trước khi được duyệt",
            "(mặt sau): chưa có trong hồ sơ",
        ],
    );
    assert!(
        !under18("")
            .text("-raw")
            .contains(&bare("chưa có trong hồ sơ"))
    );
}

#[test]
fn r_702_6_printing_is_not_required() {
    assert!(
        under18("")
            .text("-raw")
            .contains(&bare("Không bắt buộc in tờ này"))
    );
}

#[test]
fn r_702_7_the_sheet_has_a_place_for_the_number_from_the_message() {
    let place = bare("Số hồ sơ trong tin nhắn của cơ quan BHXH:");
    let empty = under18("").text("-raw");
    assert!(empty.contains(&[&place, &*bare("Trẻ em đăng ký")].concat()));
    let noted = under18(r#","noted_number":"01234/2026/05600""#).text("-raw");
    assert!(noted.contains(&[&place, "01234/2026/05600"].concat()));
    // A receipt does not replace the box.
    let received = under18(r#","receipt_number":"HS-2026-000124""#).text("-raw");
    assert!(received.contains(&[&place, &*bare("Trẻ em đăng ký")].concat()));
}

#[test]
fn r_702_8_any_office_may_finish_it() {
    let raw = under18("").text("-raw");
    assert!(raw.contains(&bare("bất kỳ cơ quan BHXH nào trong cả nước")));
}

#[test]
fn r_702_10_the_birth_certificate_and_an_identity_paper_are_to_be_brought() {
    in_order(
        &under18("").text("-raw"),
        &[
            "Giấy tờ mang theo",
            "Giấy khai sinh của trẻ em",
            "Căn cước/CCCD hoặc hộ chiếu của người đi cùng",
        ],
    );
}

#[test]
fn r_acc_2_an_adults_missing_photos_are_listed() {
    let text = r#"{"procedure":"account","answers":{},"missing":["id_front"]}"#;
    let raw = paper(&json::parse_str(text).unwrap()).text("-raw");
    in_order(
        &raw,
        &[
            "Giấy tờ mang theo",
            "Căn cước/CCCD hoặc hộ chiếu",
            "Ảnh mặt trước CMND/CCCD/Hộ chiếu: chưa có trong hồ sơ",
        ],
    );
}

#[test]
fn ok_photos_are_ticked_by_the_files_of_the_dossier() {
    let of = |files: &str| {
        let dossier = format!(r#","dossier":"{{\"attachments\":[{files}]}}""#);
        under18(&dossier).text("-raw")
    };
    assert!(!of("").contains(&bare("Ảnh kèm theo hồ sơ")));
    let with = of(r#"{\"field\":\"portrait\"}"#);
    in_order(
        &with,
        &["Ảnh kèm theo hồ sơ", "Ảnh chân dung", "Tôi đã kê khai"],
    );
}

#[test]
fn r_id_7_names_are_in_capitals_in_the_box_and_as_written_in_the_file() {
    let answers = golden(&[("full_name", Value::text("H'Đỡ Niê"))]);
    let dossier = answers.canonical();
    let paper = paper(&request("602b", day(), answers, &dossier));
    let raw = paper.text("-raw");
    assert!(
        raw.contains(&bare("[01]. Họ và tên (viết chữ in hoa): H'ĐỠ NIÊ")),
        "{raw}"
    );
    let shown = run(
        "qpdf",
        &[
            "--show-attachment=dossier.json",
            paper.path.to_str().unwrap(),
        ],
    );
    assert!(
        String::from_utf8(shown.stdout)
            .unwrap()
            .contains("H'Đỡ Niê")
    );
}

#[test]
fn r_602_13_districts_stay_blank() {
    let raw = paper(&request("602b", day(), golden(&[]), "")).text("-raw");
    assert!(raw.contains(&bare("[09.2]. Huyện: [09.3]. Tỉnh: Khánh Hòa")));
    assert!(raw.contains(&bare("[11.3]. Huyện: [11.4]. Tỉnh: Khánh Hòa")));
}

#[test]
fn r_602_22_nothing_is_called_sent_without_a_number() {
    let text = r#"{"procedure":"602b","answers":{"cases":["return"]}}"#;
    let raw = paper(&json::parse_str(text).unwrap())
        .text("-raw")
        .to_lowercase();
    assert!(!raw.contains("đãnộp") && !raw.contains("đãgửi") && !raw.contains("sốhồsơ"));
}

#[test]
fn ok_thirty_members_with_the_longest_names() {
    let definition = hoso_procedures::find("602b").unwrap().definition;
    let (_, answers) = reading::example(definition, "ok-golden-1-first-no-number");
    let first = answers.get("members").unwrap().items()[1].clone();
    let name = |i: usize| {
        format!("Người Thứ {i} {}", "Nguyễn ".repeat(13))
            .trim()
            .to_owned()
    };
    let note = |i: usize| {
        format!("Ghi chú số {i} {}", "rất dài ".repeat(30))
            .trim()
            .to_owned()
    };
    let member = |i: usize| {
        let mut row = first.clone();
        if let Value::Object(entries) = &mut row {
            entries.retain(|(key, _)| key != "full_name");
            entries.push(("full_name".to_owned(), Value::Text(name(i))));
            entries.push(("note".to_owned(), Value::Text(note(i))));
        }
        row
    };
    let members = Value::List((1..=30).map(member).collect());
    let paper = paper(&request("602b", day(), golden(&[("members", members)]), ""));
    paper.check();
    assert!(paper.bytes.len() < 300_000, "{}", paper.bytes.len());
    let raw = paper.text("-raw");
    for i in 1..=30 {
        let name = bare(&hoso_identifiers::text::upper(&name(i)));
        assert!(raw.contains(&name), "{name}");
        assert!(raw.contains(&bare(&note(i))), "{i}");
    }
    // The head of the table comes again on every page of the list.
    let heads = raw.matches(&bare("Mối quan hệ với chủ hộ")).count();
    assert_eq!(heads, paper.pages() - 2);
    assert!(heads > 3);
}

#[test]
fn ok_a_thousand_characters_and_a_name_of_a_hundred() {
    let wish: String = (0..140).map(|i| format!("câu {i}; ")).collect();
    let wish: String = wish.chars().take(1000).collect();
    let name = "Công Tằng Tôn Nữ ".repeat(6).trim().to_owned();
    let answers = golden(&[
        ("request_text", Value::text(wish.trim())),
        ("attachments_note", Value::text("W".repeat(1000))),
        ("full_name", Value::text(&name)),
    ]);
    let paper = paper(&request("602b", day(), answers, ""));
    paper.check();
    let raw = paper.text("-raw");
    assert!(raw.contains(&bare(&wish)));
    assert!(raw.contains(&"W".repeat(1000)));
    assert!(raw.contains(&bare(&hoso_identifiers::text::upper(&name))));
}

#[test]
fn ok_every_vietnamese_letter_comes_back() {
    let bases = "a ă â e ê i o ô ơ u ư y";
    let mut letters = String::from("đ ƀ č ĕ ĭ ñ ŏ ŭ c\u{306} e\u{302}\u{306} o\u{31b}\u{306} ");
    for base in bases.split(' ') {
        for mark in ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"] {
            letters.push_str(&[base, mark, " "].concat());
        }
    }
    let letters = hoso_identifiers::text::nfc(&letters).into_owned();
    let both = [&letters, "; ", &letters.to_uppercase(), "; ’‘“”–—…•×₫№"].concat();
    for decomposed in [false, true] {
        let wish = if decomposed {
            both.replace('ế', "e\u{302}\u{301}")
        } else {
            both.clone()
        };
        let paper = paper(&request(
            "602b",
            day(),
            golden(&[("request_text", Value::text(wish))]),
            "",
        ));
        let raw = paper.text("-raw");
        assert!(raw.contains(&bare(&both)), "{raw}");
    }
}

#[test]
fn ok_what_the_face_lacks_can_still_be_copied() {
    let wish = "Chữ Я và 中文 và 🙂 đều còn";
    let paper = paper(&request(
        "602b",
        day(),
        golden(&[("request_text", Value::text(wish))]),
        "",
    ));
    paper.check();
    assert!(paper.text("-raw").contains(&bare(wish)));
}

#[test]
fn ok_names_of_persons_stand_in_no_name_and_no_title() {
    let request = request("602b", day(), golden(&[]), "");
    let sheet = Sheet::read(&request.canonical()).unwrap();
    assert_eq!(file_name(&sheet), "tk1-ts-2026-11-20.pdf");
    assert_eq!(format!("{sheet:?}"), "Sheet(602b)");
    let paper = reading::store(pdf(&sheet).unwrap());
    let about = run("pdfinfo", &[paper.path.to_str().unwrap()]);
    let about = String::from_utf8(about.stdout).unwrap();
    assert!(
        about.contains("Tờ khai TK1-TS, kê khai ngày 20/11/2026"),
        "{about}"
    );
    assert!(about.contains("Tagged:          yes"), "{about}");
    let xmp = run("pdfinfo", &["-meta", paper.path.to_str().unwrap()]);
    let xmp = String::from_utf8(xmp.stdout).unwrap();
    assert!(xmp.contains("TK1-TS"));
    for text in [&about, &xmp] {
        assert!(!text.contains("Mẫu") && !text.contains("05619"), "{text}");
    }
    let draft = Sheet::read(r#"{"procedure":"under18","answers":{}}"#).unwrap();
    assert_eq!(file_name(&draft), "mau-01-duoi-18.pdf");
}

#[test]
fn ok_the_dossier_is_attached_as_it_is() {
    let dossier = r#"{"answers":{"full_name":"Nguyễn Thị Mẫu \"(x)\""},"attachments":[]}"#;
    let paper = paper(&request("602b", day(), golden(&[]), dossier));
    paper.check();
    let path = paper.path.to_str().unwrap();
    let shown = run("qpdf", &["--show-attachment=dossier.json", path]);
    assert_eq!(String::from_utf8(shown.stdout).unwrap(), dossier);
    let listed = run("qpdf", &["--list-attachments", path]);
    assert!(
        String::from_utf8(listed.stdout)
            .unwrap()
            .starts_with("dossier.json")
    );
    let without = self::paper(&request("602b", day(), golden(&[]), ""));
    let listed = run(
        "qpdf",
        &["--list-attachments", without.path.to_str().unwrap()],
    );
    assert!(
        !String::from_utf8(listed.stdout)
            .unwrap()
            .contains("dossier.json")
    );
}

#[test]
fn ok_two_pages_are_small() {
    let definition = hoso_procedures::find("602b").unwrap().definition;
    let (today, answers) = reading::example(definition, "ok-golden-3-return-back-pay-identity");
    let dossier = answers.canonical();
    let paper = paper(&request("602b", today, answers, &dossier));
    assert_eq!(paper.pages(), 2);
    assert!(paper.bytes.len() <= 300_000, "{}", paper.bytes.len());
    // The same request gives the same bytes.
    assert_eq!(
        paper.bytes,
        self::paper(&request_again(today, &dossier)).bytes
    );
}

fn request_again(today: Date, dossier: &str) -> Value {
    let definition = hoso_procedures::find("602b").unwrap().definition;
    let (_, answers) = reading::example(definition, "ok-golden-3-return-back-pay-identity");
    request("602b", today, answers, dossier)
}

#[test]
fn err_requests_that_are_none() {
    let refusal = |text: &str| Sheet::read(text).unwrap_err();
    for (text, expected) in [
        (r#"{"answers":{}}"#, Refusal::UnknownProcedure),
        (
            r#"{"procedure":"603","answers":{}}"#,
            Refusal::UnknownProcedure,
        ),
        (
            r#"{"procedure":7,"answers":{}}"#,
            Refusal::Shape("procedure"),
        ),
        (r#"{"procedure":"602b"}"#, Refusal::Shape("answers")),
        (
            r#"{"procedure":"602b","answers":[]}"#,
            Refusal::Shape("answers"),
        ),
        (
            r#"{"procedure":"602b","answers":{},"declared_at":"yesterday"}"#,
            Refusal::Shape("declared_at"),
        ),
        (
            r#"{"procedure":"602b","answers":{},"names":{"56":1}}"#,
            Refusal::Shape("names"),
        ),
        (
            r#"{"procedure":"602b","answers":{},"receiver":1}"#,
            Refusal::Shape("receiver"),
        ),
        (
            r#"{"procedure":"602b","answers":{},"noted_number":1}"#,
            Refusal::Shape("noted_number"),
        ),
        (
            r#"{"procedure":"602b","answers":{},"missing":"portrait"}"#,
            Refusal::Shape("missing"),
        ),
        (
            r#"{"procedure":"602b","answers":{},"form_profile":"all"}"#,
            Refusal::Shape("form_profile"),
        ),
    ] {
        assert_eq!(refusal(text), expected, "{text}");
    }
    let long = "1".repeat(41);
    let text = format!(r#"{{"procedure":"602b","answers":{{}},"receipt_number":"{long}"}}"#);
    assert_eq!(refusal(&text), Refusal::Shape("receipt_number"));
    assert_eq!(refusal("{").code(), "paper.not_json");
    assert_eq!(refusal(&"[".repeat(100)).code(), "paper.not_json");
    assert_eq!(refusal(&" ".repeat(500_001)), Refusal::TooLarge);
    let rows = ["{}"; 301].join(",");
    let text = format!(r#"{{"procedure":"602b","answers":{{"members":[{rows}]}}}}"#);
    assert_eq!(refusal(&text), Refusal::TooLarge);
}

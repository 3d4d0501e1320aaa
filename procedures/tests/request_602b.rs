//! R-602-19: the draft for box \[18\], and what a text written by hand misses or still names.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod dossiers;

use std::fs;
use std::path::Path;

use dossiers::*;
use hoso_dossier::{Answer, Answers, Report};

/// Returns the value of a placeholder in each issue with a code.
fn placeholder_values<'a>(report: &'a Report, code: &str, placeholder: &str) -> Vec<&'a str> {
    report
        .at("request_text")
        .filter(|issue| issue.code == code)
        .flat_map(|issue| issue.args.iter())
        .filter(|(name, _)| *name == placeholder)
        .map(|(_, text)| text.as_str())
        .collect()
}

fn with_text(answers: &Answers, text: &str) -> Answers {
    with(answers.clone(), &[("request_text", text)])
}

#[test]
fn r_602_19_the_draft_holds_every_case() {
    for name in [
        "ok-golden-1-first-no-number",
        "ok-case-b",
        "ok-case-c",
        "ok-case-d",
        "ok-case-e",
        "ok-case-f",
        "ok-cases-c-f",
        "ok-cases-d-e-f-g",
        "ok-correction-of-everything",
        "ok-method-years-ahead",
        "ok-method-missing-time",
        "ok-support-poor",
    ] {
        let answers = example(name);
        let names = |code: &str| match code {
            "22366" => Some("Phường Nha Trang".to_owned()),
            "56" => Some("Tỉnh Khánh Hòa".to_owned()),
            _ => None,
        };
        let draft = (procedure().suggest)("request_text", &answers, today(), &names).unwrap();
        assert_eq!(draft, answers.text("request_text"), "{name}");
    }
    // Without an answer that it needs there is no draft.
    for field in ["first_month", "income_base", "payment_method", "phone"] {
        let open = with(example("ok-case-c"), &[(field, "?")]);
        assert_eq!(
            (procedure().suggest)("request_text", &open, today(), &|_| None),
            None,
            "{field}"
        );
    }
    assert_eq!(
        (procedure().suggest)("full_name", &example("ok-case-c"), today(), &|_| None),
        None
    );
}

#[test]
fn r_602_19_a_request_removed_by_hand_is_reported() {
    let answers = example("ok-cases-d-e-f-g");
    let draft = answers.text("request_text").to_owned();
    let sentences: Vec<&str> = draft.split_inclusive(". ").collect();
    for (sentence, wish) in sentences.iter().zip([
        "change_method",
        "change_base",
        "back_pay",
        "identity_change",
    ]) {
        let edited = draft.replacen(sentence, "", 1);
        let report = report(&with(answers.clone(), &[("request_text", &edited)]));
        let lost: Vec<&str> = placeholder_values(&report, "req.lost", "wish");
        assert_eq!(lost, [wish], "without {sentence}");
    }
}

/// The sentence names the wish within the sentence, and says that the button replaces.
#[test]
fn ok_the_message_says_what_the_button_does() {
    let words = [
        ("vi", "thay bằng câu đầy đủ", "xóa câu cũ"),
        ("en", "to replace it", "delete the old"),
    ];
    for (language, said, gone) in words {
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../locales/{language}.toml"));
        let text = fs::read_to_string(file).unwrap();
        let mut lines = text.lines();
        let text = lines.find(|line| line.starts_with("\"req.lost\"")).unwrap();
        assert!(
            text.contains(said) && !text.contains(gone) && !text.contains('('),
            "{text}"
        );
    }
}

#[test]
fn r_602_19_the_missing_part_is_named() {
    let text = example("ok-case-c").text("request_text").to_owned();
    for (field, value, part) in [
        ("first_month", "2027-01", "first_month"),
        ("income_base", "2300000", "income_base"),
        ("payment_method", "monthly", "payment_method"),
        ("phone", "0900000005", "phone"),
        ("support_group", "poor_household", "support_group"),
    ] {
        let answers = with(example("ok-case-c"), &[(field, value)]);
        let report = report(&answers);
        assert_eq!(
            placeholder_values(&report, "req.lost", "part"),
            [part],
            "{field}"
        );
        assert_eq!(
            placeholder_values(&report, "req.lost", "wish"),
            ["return"],
            "{field}"
        );
        assert_eq!(answers.text("request_text"), text);
    }
    // Several parts of one request are one warning.
    let other = with_text(&example("ok-case-c"), "Xin gọi lại cho tôi, số 0900000001.");
    assert_eq!(
        placeholder_values(&report(&other), "req.lost", "part"),
        ["wish,first_month,income_base,payment_method"]
    );
    // Corrections by their field.
    let all = example("ok-correction-of-everything");
    let gone = with_text(&all, "Đóng lại.");
    let parts = placeholder_values(&report(&gone), "req.lost", "part").join(",");
    for part in [
        "corrected_full_name",
        "corrected_sex",
        "corrected_birth_date",
        "corrected_birth_commune",
        "corrected_personal_number",
        "phone",
    ] {
        assert!(parts.split(',').any(|lost| lost == part), "{parts}");
    }
}

/// Part I of the form has a box for the telephone, part II has none.
#[test]
fn r_602_19_the_text_contains_the_telephone() {
    let a = example("ok-golden-1-first-no-number");
    assert!(!a.text("request_text").contains("0900000001"));
    assert!(placeholder_values(&report(&a), "req.lost", "part").is_empty());
    let c = example("ok-case-c");
    let text = c.text("request_text").to_owned();
    for (written, lost) in [
        ("0900000001", false),
        ("0900 000 001", false),
        ("0900.000.001", false),
        ("0900000002", true),
        ("", true),
    ] {
        let answers = with_text(&c, &text.replace("0900000001", written));
        let parts = report(&answers);
        let parts = placeholder_values(&parts, "req.lost", "part");
        assert_eq!(parts == ["phone"], lost, "{written}: {parts:?}");
    }
    // However it was typed in its own box.
    let typed = with(c, &[("phone", "+84 900 000 001")]);
    assert!(placeholder_values(&report(&typed), "req.lost", "part").is_empty());
}

#[test]
fn r_602_19_the_group_in_own_words() {
    for (group, words) in [
        ("poor_household", "Nhà tôi thuộc hộ nghèo."),
        ("near_poor_household", "Gia đình cận nghèo"),
        ("ethnic_minority", "toi la nguoi dan toc thieu so"),
        ("island_commune", "Ở đặc khu Trường Sa"),
    ] {
        let answers = with(example("ok-case-c"), &[("support_group", group)]);
        let text = answers.text("request_text").to_owned();
        let own = with_text(&answers, &[text.as_str(), words].join(" "));
        let found = report(&own);
        assert!(found.at("request_text").next().is_none(), "{group}");
        expect(&answers, "request_text", "req.lost", WARNING);
    }
}

#[test]
fn r_602_19_a_request_that_is_no_longer_chosen_is_reported() {
    let all = example("ok-cases-d-e-f-g");
    let wishes = [
        "change_method",
        "change_base",
        "back_pay",
        "identity_change",
    ];
    for gone in wishes {
        let mut answers = all.clone();
        let left = wishes.into_iter().filter(|wish| *wish != gone);
        answers.set("cases", Answer::Many(left.map(str::to_owned).collect()));
        let report = report(&answers);
        assert_eq!(placeholder_values(&report, "req.extra", "part"), [gone]);
        assert_eq!(severity(&report, "request_text", "req.extra"), WARNING);
    }
    // From joining to coming back, and the other way round.
    for (name, now, gone) in [
        ("ok-case-b", "return", "first_no_number"),
        ("ok-case-c", "first_with_number", "return"),
    ] {
        let mut answers = example(name);
        answers.set("cases", Answer::Many(vec![now.to_owned()]));
        assert_eq!(
            placeholder_values(&report(&answers), "req.extra", "part"),
            [gone]
        );
    }
}

#[test]
fn r_602_19_a_denied_request_is_not_reported() {
    let c = example("ok-case-c");
    let text = c.text("request_text").to_owned();
    for added in [
        "Tôi không đóng bù.",
        "Không đổi phương thức đóng.",
        "Tôi không thay đổi mức thu nhập làm căn cứ đóng.",
        "Không muốn đóng bù; chưa điều chỉnh họ và tên.",
        "Tôi đăng ký tham gia BHXH trở lại.",
    ] {
        let answers = with_text(&c, &[text.as_str(), added].join(" "));
        assert_eq!(
            placeholder_values(&report(&answers), "req.extra", "part"),
            [""; 0],
            "{added}"
        );
    }
    let wanted = with_text(&c, &[text.as_str(), "Xin đóng bù."].join(" "));
    assert_eq!(
        placeholder_values(&report(&wanted), "req.extra", "part"),
        ["back_pay"]
    );
}

#[test]
fn r_602_19_a_group_that_was_revoked_is_reported() {
    let poor = example("ok-support-poor");
    for (now, extra) in [
        ("poor_household", &[][..]),
        ("near_poor_household", &["support_group"]),
        ("other", &["support_group"]),
        ("", &["support_group"]),
    ] {
        let answers = with(poor.clone(), &[("support_group", now)]);
        assert_eq!(
            placeholder_values(&report(&answers), "req.extra", "part"),
            extra,
            "{now}"
        );
    }
}

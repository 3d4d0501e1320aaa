//! The rules R-702-6, -7, -12, -14, -15, -18 and R-KH-7: fields and messages of a registration.
//!
//! Of R-702-6, -7 and -14 this file tests what the rules return; the browser tests test the page.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod registrations;

use std::fs;
use std::path::Path;

use hoso_dossier::{Answers, Definition, Field, Required, Sort, canonical, schema};
use hoso_locales::translate;
use registrations::*;

const CODE: &str = "under18";

fn good() -> Answers {
    example(CODE, "ok-core-parent-account")
}

fn direct() -> Answers {
    example(CODE, "ok-core-direct")
}

#[test]
fn r_702_6_printing_is_never_required() {
    for answers in [good(), direct(), example(CODE, "warn-golden-2-direct")] {
        assert!(next_codes(CODE, &answers, today()).contains(&"next.no_printing"));
    }
    assert!(sentence("vi", "next.no_printing").contains("Không bắt buộc in"));
    for code in ["under18", "account"] {
        for field in fields_of(procedure(code).definition) {
            assert!(!field.id.contains("print"), "{}", field.id);
        }
        let bring: String = bring_codes(code, &good())
            .iter()
            .map(|code| sentence("vi", code))
            .collect();
        assert!(!bring.contains("tờ khai"), "{bring}");
    }
}

#[test]
fn r_702_7_the_number_of_the_message_has_its_field_and_is_never_sent() {
    for code in ["under18", "account"] {
        let definition = procedure(code).definition;
        let field = definition
            .after_submission_field("dossier_number")
            .expect(code);
        assert_eq!(field.required, Required::No);
        assert!(field.label.contains("Số hồ sơ") && field.label.contains("mã số BHXH"));
        assert_eq!(
            field.hint,
            "Nhập số hồ sơ trong tin nhắn vào đây. Khi đến cơ quan BHXH, cho biết số này và mang theo giấy tờ cần đối chiếu."
        );
        let schema = schema::schema(definition, |text| text);
        assert!(
            schema
                .get("properties")
                .unwrap()
                .get("dossier_number")
                .is_none()
        );
    }
    // It stays in the draft.
    let mut answers = example(CODE, "ok-golden-1-parent-account");
    answers.set_text("dossier_number", "01234/2026/05600");
    let (draft, left_out) = Answers::from_value(&answers.to_value());
    assert!(left_out.is_empty());
    assert_eq!(draft.text("dossier_number"), "01234/2026/05600");
    assert_eq!(
        issues(&report(CODE, &answers, today())),
        Vec::<String>::new()
    );
    let travels = canonical::answers(procedure(CODE).definition, &answers, today());
    assert!(travels.get("full_name").is_some());
    assert!(travels.get("dossier_number").is_none());
    // At the office it is enough.
    assert!(bring_codes(CODE, &good()).contains(&"bring.number"));
}

#[test]
fn r_702_12_no_procedure_asks_for_a_secret() {
    const IDS: [&str; 8] = [
        "password",
        "captcha",
        "otp",
        "pin",
        "secret",
        "token",
        "code_of",
        "verification",
    ];
    const LABELS: [&str; 6] = [
        "mật khẩu",
        "mã kiểm tra",
        "otp",
        "mã xác nhận",
        "password",
        "captcha",
    ];
    for procedure in hoso_procedures::ALL
        .into_iter()
        .chain(hoso_procedures::FIRST_STEPS)
    {
        let fields = fields_of(procedure.definition);
        // A guide may ask one question.
        let least = if procedure.definition.sort == Sort::Guide {
            1
        } else {
            2
        };
        assert!(fields.len() >= least);
        for field in fields {
            let parts: Vec<&str> = field.id.split('_').collect();
            for word in IDS {
                assert!(
                    !parts.contains(&word) && !field.id.contains("password"),
                    "{}",
                    field.id
                );
            }
            for word in LABELS {
                let label = [field.label, translate("en", field.label)]
                    .concat()
                    .to_lowercase();
                assert!(!label.contains(word), "{label}");
            }
            assert!(
                !field.autocomplete.contains("password") && field.autocomplete != "one-time-code"
            );
        }
    }
    // And the messages state it.
    assert!(sentence("vi", "next.portal_parent").contains("không hỏi mật khẩu"));
    assert!(next_codes(CODE, &good(), today()).contains(&"also.no_secrets"));
}

#[test]
fn r_702_14_vssid_is_offered_from_its_first_day() {
    for answers in [good(), direct()] {
        assert!(!next_codes(CODE, &answers, day(2021, 5, 24)).contains(&"also.vssid_child"));
        assert!(next_codes(CODE, &answers, day(2021, 5, 25)).contains(&"also.vssid_child"));
        assert!(next_codes(CODE, &answers, today()).contains(&"also.vssid_child"));
    }
    for language in ["vi", "en"] {
        let text = sentence(language, "also.vssid_child");
        assert!(
            text.contains("25/05/2021") && text.contains("23/03/2021"),
            "{text}"
        );
        assert!(
            text.contains("Đăng ký tài khoản cho con") && text.contains("“Gửi”"),
            "{text}"
        );
    }
    // In the field that chooses the route, on the first step.
    let step = &procedure(CODE).definition.steps[0];
    assert_eq!(
        step.hint,
        "Cách nhanh nhất: đăng ký trên VssID của cha, mẹ (từ 05/2021), không phải đến cơ quan BHXH. Trang này hướng dẫn theo công văn 702/BHXH-CNTT ngày 23/03/2021."
    );
    let hint = field(CODE, "route").hint;
    assert!(step.fields.iter().any(|field| field.id == "route"));
    for text in [hint, translate("en", hint)] {
        assert!(
            text.contains("25/05/2021") && text.contains("VssID"),
            "{text}"
        );
    }
}

#[test]
fn r_702_15_form_01_is_called_that_of_2021() {
    for code in ["under18", "account"] {
        let definition = procedure(code).definition;
        assert_eq!(
            definition.form,
            "Bản chuẩn bị theo Mẫu số 01, mẫu năm 2021 (VBHN 5236/VBHN-BLĐTBXH)"
        );
        // Older versions do not have these fields.
        assert!(definition.version > "2025-07-01");
    }
    let naming: Vec<String> = sentences("vi")
        .into_iter()
        .filter(|line| line.to_lowercase().contains("mẫu số 01") || line.contains("mẫu 01"))
        .collect();
    assert!(!naming.is_empty());
    for line in naming {
        assert!(line.contains("Mẫu số 01 (mẫu năm 2021)"), "{line}");
    }
}

#[test]
fn r_702_18_where_the_nearest_office_is_found() {
    const FINDER: &str = "baohiemxahoi.gov.vn/tracuu/Pages/tra-cuu-co-quan-bao-hiem.aspx";
    for code in ["under18", "account"] {
        let hint = field(code, "receiving_office").hint;
        for text in [
            hint,
            translate("en", hint),
            &sentence("vi", "next.any_office"),
            &sentence("en", "next.any_office"),
        ] {
            assert!(text.contains(FINDER) && text.contains("VssID"), "{text}");
        }
    }
    assert!(
        sentence("vi", "next.any_office").contains("Trung tâm dịch vụ hỗ trợ, chăm sóc khách hàng")
    );
}

#[test]
fn r_kh_7_an_office_that_is_not_verified_says_so() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/offices.toml");
    let text = fs::read_to_string(file).unwrap();
    for code in ["under18", "account"] {
        let offers = field(code, "receiving_office").kind.offers();
        assert_eq!(offers.len(), text.matches("[[office]]").count());
        for offer in offers {
            let row = text
                .split("[[office]]")
                .find(|row| row.contains(&format!("name = \"{}\"", offer.id)))
                .unwrap();
            let sure = row.contains("\nverified = true") || row.contains("\nplace = false");
            assert_eq!(
                offer.label.ends_with("nên gọi hỏi trước khi đến"),
                !sure,
                "{}",
                offer.label
            );
            let english = translate("en", offer.label);
            assert_eq!(english.ends_with("call before you go"), !sure, "{english}");
        }
        // A suggestion enters the name alone.
        assert!(offers.iter().any(|offer| offer.id == "BHXH tỉnh Khánh Hòa"));
    }
}

/// Returns every field, including those in groups and after the submission.
fn fields_of(definition: &'static Definition) -> Vec<&'static Field> {
    let mut all = Vec::new();
    for field in definition
        .steps
        .iter()
        .flat_map(|step| step.fields)
        .chain(definition.after_submission)
    {
        all.push(field);
        all.extend(field.kind.fields());
    }
    all
}

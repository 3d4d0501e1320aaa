//! The sheet that prepares Mẫu số 01: what it calls itself, and which number is which.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod reading;

use hoso_dossier::json;
use reading::{Paper, bare, paper};

const PROCEDURES: [&str; 2] = ["account", "under18"];

fn sheet(procedure: &str, extra: &str) -> Paper {
    let text = format!(
        r#"{{"procedure":"{procedure}","declared_at":"2026-11-20T02:00:00Z",
            "answers":{{"has_account":false,"full_name":"Lê Ví Dụ","commitment":true}}{extra}}}"#
    );
    paper(&json::parse_str(&text).unwrap())
}

#[test]
fn ok_it_is_called_what_it_is() {
    for procedure in PROCEDURES {
        let raw = sheet(procedure, "").text("-raw");
        assert!(
            raw.starts_with(&bare("Bản chuẩn bị theo Mẫu số 01, mẫu năm 2021")),
            "{raw}"
        );
        for words in [
            "do trang web tự trình bày, không phải mẫu chính thức.",
            "Từ ngày 01/07/2025, theo khoản 3 Điều 27 Nghị định 164/2025/NĐ-CP",
            "Nghị định 166/2016/NĐ-CP không còn áp dụng cho BHXH",
        ] {
            assert!(raw.contains(&bare(words)), "{words}: {raw}");
        }
        // The motto is for official forms.
        assert!(!raw.contains(&bare("CỘNG HÒA XÃ HỘI")), "{raw}");
    }
}

#[test]
fn ok_the_text_of_the_deployment_replaces_that_of_the_sheet() {
    for procedure in PROCEDURES {
        let own = "BHXH tỉnh nhận tờ này thay cho Mẫu số 01.";
        let raw = sheet(procedure, &format!(r#","form_01_text":"{own}""#)).text("-raw");
        assert!(raw.contains(&bare(own)), "{raw}");
        assert!(!raw.contains("164/2025"), "{raw}");
        // The layout stays ours.
        assert!(
            raw.starts_with(&bare("Bản chuẩn bị theo Mẫu số 01, mẫu năm 2021")),
            "{raw}"
        );
    }
}

#[test]
fn r_702_15_a_sheet_of_an_earlier_day_says_nothing_of_the_later_decree() {
    let text = r#"{"procedure":"account","declared_at":"2025-06-30T02:00:00Z","answers":{}}"#;
    let raw = paper(&json::parse_str(text).unwrap()).text("-raw");
    assert!(
        raw.starts_with(&bare("Bản chuẩn bị theo Mẫu số 01 (VBHN")),
        "{raw}"
    );
    assert!(raw.contains(&bare(
        "do trang web tự trình bày, không phải mẫu chính thức."
    )));
    assert!(!raw.contains("164/2025"), "{raw}");
}

#[test]
fn r_702_7_the_number_of_the_message_is_first_and_larger() {
    for procedure in PROCEDURES {
        let form = sheet(
            procedure,
            r#","noted_number":"01234/2026/05600","receipt_number":"HS-2026-000124",
                "receiver":"Nơi nhận chạy thử""#,
        );
        form.check();
        let (noted_top, noted_height) = form.word("01234/2026/05600");
        let (receipt_top, receipt_height) = form.word("HS-2026-000124");
        assert!(noted_top < receipt_top && noted_height > receipt_height);
        let raw = form.text("-raw");
        for words in [
            "Số hồ sơ trong tin nhắn của cơ quan BHXH: 01234/2026/05600",
            "Số biên nhận của Nơi nhận chạy thử: HS-2026-000124",
            "Mã QR này chứa số biên nhận.",
        ] {
            assert!(raw.contains(&bare(words)), "{words}: {raw}");
        }
        assert!(!raw.contains(&bare("Số hồ sơ: ")), "{raw}");
    }
}

#[test]
fn ok_a_receiver_without_a_name_still_gives_a_receipt() {
    for procedure in PROCEDURES {
        let raw = sheet(procedure, r#","receipt_number":"HS-2026-000124""#).text("-raw");
        assert!(raw.contains(&bare("Số biên nhận: HS-2026-000124")), "{raw}");
    }
    for procedure in PROCEDURES {
        let raw = sheet(procedure, r#","receiver":"Nơi nhận chạy thử""#).text("-raw");
        assert!(!raw.contains(&bare("biên nhận")), "{raw}");
    }
}

#[test]
fn ok_a_long_note_stays_in_its_box() {
    let note = "Tin nhắn ghi mã hồ sơ ".repeat(12);
    let extra = format!(r#","noted_number":"{}""#, note.trim());
    let form = sheet("account", &extra);
    form.check();
    let raw = form.text("-raw");
    let boxed = ["Số hồ sơ trong tin nhắn của cơ quan BHXH: ", &note].concat();
    assert!(raw.contains(&bare(&boxed)), "{raw}");
}

//! Checks that the QR code of an identity card fills in the answers about a person (R-ID-10, R-ID-11).
//! Chromium has no `BarcodeDetector` on Linux, so the decoder of the worker reads the photos.

use std::path::PathBuf;
use std::time::Instant;

use hoso_tests::browser::Browser;
use hoso_tests::card_photos::{CARD, close_up, corner_marks};
use hoso_tests::locales::sentence;
use hoso_tests::photo_files::PhotoFiles;
use hoso_tests::pictures::{jpeg, scene};
use hoso_tests::scenario::Scenario;
use hoso_tests::site::Site;
use serde_json::json;
use thirtyfour::Key;

/// Writes the photo of a card with this text.
fn card(files: &PhotoFiles, name: &str, text: &str) -> PathBuf {
    files.write(name, &close_up(text))
}

async fn start_at(procedure: &'static str, example: &str, step: &str) -> (Site, Browser) {
    Scenario::new(procedure, example).start_at(step).await
}

async fn start_at_participant() -> (Site, Browser) {
    start_at("602b", "ok-golden-1-first-no-number", "participant").await
}

/// Checks that nothing changes before a person takes it, that all answers are taken with one press,
/// those of a later step included, and that the draft has them after a reload but no photo.
#[tokio::test]
async fn r_id_11_ok_all_answers_of_the_card_are_taken() {
    let (_site, browser) = start_at_participant().await;
    let files = PhotoFiles::default();
    let path = card(&files, "card.jpg", CARD);
    browser.type_into("full_name", "Nguyễn Thị Mẩu").await;
    browser.compare_card("personal_number", &path).await;
    let rows = browser.card_rows().await;
    for part in [
        "Thẻ: 056190000001",
        "Thẻ: Nguyễn Thị Mẫu Đã nhập: Nguyễn Thị Mẩu",
        "Thẻ: 14/02/1990 Chưa nhập",
        "Thẻ: Nữ Chưa nhập",
        "Thẻ: 12 đường Ví Dụ, Phước Tiến, Nha Trang, Khánh Hòa",
    ] {
        assert!(rows.contains(part), "{part}\n{rows}");
    }
    browser
        .wait_for(
            "document.querySelector('.photo').innerText.includes('Hiện nay: Phường Nha Trang')",
        )
        .await;
    assert_eq!(browser.value("full_name").await, "Nguyễn Thị Mẩu");
    assert_eq!(browser.value("personal_number").await, "");

    browser.press("ui.card_use_all").await;
    browser
        .wait_for("document.activeElement?.id.endsWith('personal_number-card-scan')")
        .await;
    assert_eq!(
        browser.card_status("personal_number").await,
        sentence("ui.card_taken")
    );
    browser
        .wait_for_draft(
            "draft.answers.street_line === '12 đường Ví Dụ' && draft.answers.commune === '22366' && draft.answers.sex === 'female'",
        )
        .await;
    browser.reload().await;
    browser.expect_step("participant").await;
    assert_eq!(browser.value("full_name").await, "Nguyễn Thị Mẫu");
    assert_eq!(browser.value("personal_number").await, "056190000001");
    assert_eq!(browser.value("birth_date").await, "14/02/1990");
    assert!(browser.is_checked("sex", "female").await);
    assert!(browser.stored_photos().await.is_empty());
    let draft = browser.saved_drafts().await.to_string();
    assert!(
        !draft.contains("01062022") && !draft.contains("225000001"),
        "{draft}"
    );
    browser.finish().await;
}

/// Checks that one answer is taken without the others, by the keyboard alone, and that closing the
/// comparison changes nothing.
#[tokio::test]
async fn r_id_11_ok_one_answer_is_taken_by_keyboard() {
    let (_site, browser) = start_at("602b", "ok-case-c", "participant").await;
    let files = PhotoFiles::default();
    let path = card(&files, "card.jpg", CARD);
    browser.type_into("personal_number", "056190000001").await;
    browser.compare_card("personal_number", &path).await;
    // The number is the same already, so the first button is that of the name.
    browser.type_keys(&Key::Tab.value().to_string()).await;
    let focused = browser
        .eval_text("document.activeElement.innerText.replace(/\\s+/g, ' ')")
        .await;
    assert_eq!(focused, "Dùng Họ và tên");
    browser.type_keys(&Key::Enter.value().to_string()).await;
    browser
        .wait_for("document.activeElement?.id.endsWith('personal_number-card-heading')")
        .await;
    assert_eq!(browser.value("full_name").await, "Nguyễn Thị Mẫu");
    assert_eq!(browser.value("birth_date").await, "");
    browser.use_card_answer("Số CMND cũ").await;
    browser
        .wait_for("document.querySelector('[name=old_id_card_number]').value === '225000001'")
        .await;
    browser.press("ui.card_close").await;
    browser
        .wait_for("document.activeElement?.id.endsWith('personal_number-card-scan')")
        .await;
    assert_eq!(browser.card_status("personal_number").await, "");
    assert_eq!(browser.value("birth_date").await, "");
    // Enter on the button opens no dialog by itself in a test, but the button is reached and named.
    assert_eq!(
        browser.eval_text("document.activeElement.innerText").await,
        sentence("ui.card_scan")
    );
    browser.finish().await;
}

/// Checks that what is wrong in a code stays empty, and is said.
#[tokio::test]
async fn r_id_10_ok_what_is_wrong_in_the_code_stays_empty() {
    let (_site, browser) = start_at_participant().await;
    let files = PhotoFiles::default();
    let text = "056190000001||Nguy?n Th? M?u|31021990|Nữ|Thôn Một, Không Có, Khánh Hòa|01062022";
    let path = card(&files, "card.jpg", text);
    browser.compare_card("personal_number", &path).await;
    let rows = browser.card_rows().await;
    let unread = sentence("ui.card_unread");
    assert_eq!(rows.matches(&unread).count(), 2, "{rows}");
    browser.wait_for_text("qr.garbled").await;
    browser.wait_for_text("ui.card_place_unknown").await;
    browser.press("ui.card_use_all").await;
    browser
        .wait_for_draft("draft.answers.sex === 'female'")
        .await;
    assert_eq!(browser.value("birth_date").await, "");
    assert_eq!(browser.value("full_name").await, "");
    browser.finish().await;
}

/// Checks that the name of a former district is not taken for the commune of today that has its name.
#[tokio::test]
async fn r_id_11_ok_a_former_district_is_no_commune() {
    let (_site, browser) = start_at_participant().await;
    let files = PhotoFiles::default();
    let text = "056190000001||Nguyễn Thị Mẫu|14021990|Nữ|12 đường Ví Dụ, Không Có, Nha Trang, Khánh Hòa|01062022";
    let path = card(&files, "card.jpg", text);
    browser.compare_card("personal_number", &path).await;
    browser.wait_for_text("ui.card_place_unknown").await;
    let rows = browser.card_rows().await;
    assert!(!rows.contains("Phường Nha Trang"), "{rows}");
    browser.press("ui.card_use_all").await;
    browser
        .wait_for_draft("draft.answers.sex === 'female' && !draft.answers.commune")
        .await;
    browser.finish().await;
}

/// Checks that a commune that was divided is left to the person, who is told so, and that its
/// proposals are a list in the row of the residence.
#[tokio::test]
async fn r_id_11_ok_a_divided_commune_is_chosen() {
    let (_site, browser) = start_at_participant().await;
    let files = PhotoFiles::default();
    let text = "056190000001||Nguyễn Thị Mẫu|14021990|Nữ|Cam Tân, Cam Lâm, Khánh Hòa|01062022";
    let path = card(&files, "card.jpg", text);
    browser.compare_card("personal_number", &path).await;
    browser
        .wait_for("document.querySelectorAll('.photo dl > div > dd > ul > li').length > 1")
        .await;
    let is_valid = "[...document.querySelectorAll('.photo dl > div')].every((row) => row.querySelectorAll('dt').length === 1)";
    assert_eq!(browser.eval(is_valid).await, json!(true));
    browser.press("ui.card_use_all").await;
    let status = "document.querySelector(\"[id$='personal_number-card-status']\").innerText.trim()";
    browser.wait_for(status).await;
    assert_eq!(
        browser.card_status("personal_number").await,
        [sentence("ui.card_taken"), sentence("ui.card_place_left")].join(" ")
    );
    let label = [&sentence("ui.card_residence"), ": Xã Cam Hiệp"].concat();
    browser.use_card_answer(&label).await;
    browser
        .wait_for_draft("draft.answers.commune === '22435'")
        .await;
    // The card has no street, so the row is the same although none was typed.
    let row = "[...document.querySelectorAll('.photo dl li')].find((row) => row.innerText.includes('Xã Cam Hiệp'))";
    let text = browser.eval_text(&format!("{row}.innerText")).await;
    assert!(text.contains(&sentence("ui.card_same")), "{text}");
    assert_eq!(browser.card_status("personal_number").await, "");
    browser.finish().await;
}

/// Checks that another code, a part of a code, a photo without a code and a file that is no photo are
/// refused in words, in both languages, and that a good photo is read afterwards.
#[tokio::test]
async fn err_other_photos_are_refused_in_words() {
    let (_site, browser) = start_at_participant().await;
    let files = PhotoFiles::default();
    let bank = "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F";
    let cases = [
        (card(&files, "bank.jpg", bank), "qr.not_id"),
        (card(&files, "url.jpg", "https://example.vn/"), "qr.not_id"),
        (
            card(&files, "cut.jpg", "056190000001|225000001|Nguyễn Thị Mẫu"),
            "ui.card_incomplete",
        ),
        (
            files.write("none.jpg", &jpeg(&scene(800, 600))),
            "ui.card_none",
        ),
        (files.write("text.jpg", b"Ho ten"), "photo.type"),
        (files.write("empty.jpg", b""), "photo.empty"),
    ];
    for (path, code) in &cases {
        browser.scan_card("personal_number", path).await;
        let status = browser.card_status("personal_number").await;
        assert_eq!(status, sentence(code), "{path:?}");
    }
    assert_eq!(browser.value("personal_number").await, "");
    browser.switch_language("en").await;
    browser.scan_card("personal_number", &cases[2].0).await;
    let status = browser.card_status("personal_number").await;
    assert!(
        status.starts_with("This QR code is incomplete."),
        "{status}"
    );
    browser.finish().await;
}

/// Checks that a search that takes longer than three seconds is ended, and that the next photo is read.
#[tokio::test]
async fn err_a_search_that_takes_too_long_is_ended() {
    let (_site, browser) = start_at_participant().await;
    let files = PhotoFiles::default();
    // Once for the time in which the worker and its module are fetched.
    let path = card(&files, "card.jpg", CARD);
    browser.compare_card("personal_number", &path).await;
    browser.press("ui.card_close").await;
    let begin = Instant::now();
    let marks = files.write("marks.jpg", &corner_marks());
    browser.scan_card("personal_number", &marks).await;
    let took = begin.elapsed().as_secs_f32();
    let status = browser.card_status("personal_number").await;
    assert_eq!(status, sentence("ui.card_none"));
    assert!((3.0..8.0).contains(&took), "{took} s");
    browser.compare_card("personal_number", &path).await;
    browser.finish().await;
}

/// Checks the other places that ask for a person: a member of the household, a child, the guardian and
/// the holder of an account.
#[tokio::test]
async fn ok_every_person_has_a_card() {
    let files = PhotoFiles::default();
    let path = card(&files, "card.jpg", CARD);
    let (_site, browser) =
        start_at("602b", "ok-golden-1-first-no-number", "household_members").await;
    browser.add_member(0).await;
    browser.compare_card("full_name", &path).await;
    browser.press("ui.card_use_all").await;
    browser
        .wait_for_draft(
            "draft.answers.members[0].full_name === 'Nguyễn Thị Mẫu' && draft.answers.members[0].personal_number === '056190000001' && draft.answers.members[0].sex === 'female'",
        )
        .await;
    browser.finish().await;

    let (_site, browser) = start_at("under18", "ok-core-parent-account", "child").await;
    browser.compare_card("full_name", &path).await;
    browser.press("ui.card_use_all").await;
    browser
        .wait_for_draft("draft.answers.full_name === 'Nguyễn Thị Mẫu' && draft.answers.birth_date === '14/02/1990'")
        .await;
    browser.finish().await;

    let (_site, browser) = start_at("under18", "ok-core-parent-account", "guardian").await;
    browser.compare_card("guardian_name", &path).await;
    browser.press("ui.card_use_all").await;
    browser
        .wait_for_draft("draft.answers.guardian_name === 'Nguyễn Thị Mẫu' && draft.answers.guardian_personal_number === '056190000001'")
        .await;
    browser.finish().await;

    // The list of communes comes later than the other answers are taken.
    let (site, browser) = start_at("account", "ok-adult", "person").await;
    let places = format!("GET {}", site.asset("56.txt"));
    site.proxy.hold(&places);
    browser.compare_card("full_name", &path).await;
    browser.press("ui.card_use_all").await;
    browser
        .wait_for_draft(
            "draft.answers.personal_number === '056190000001' && !draft.answers.commune",
        )
        .await;
    site.proxy.release();
    let label = [&sentence("ui.card_residence"), ": Phường Nha Trang"].concat();
    browser
        .wait_for(&format!(
            "[...document.querySelectorAll('button')].some((b) => b.innerText.includes({}))",
            json!("Phường Nha Trang")
        ))
        .await;
    browser.use_card_answer(&label).await;
    browser
        .wait_for_draft(
            "draft.answers.commune === '22366' && draft.answers.personal_number === '056190000001'",
        )
        .await;
    browser.finish().await;
}

/// Checks the comparison with axe-core and on narrow screens, in both languages.
#[tokio::test]
async fn ok_the_comparison_is_accessible() {
    let (_site, browser) = start_at_participant().await;
    let files = PhotoFiles::default();
    let path = card(&files, "card.jpg", CARD);
    browser.compare_card("personal_number", &path).await;
    browser
        .wait_for("document.querySelector('.photo').innerText.includes('Phường Nha Trang')")
        .await;
    for language in ["vi", "en"] {
        if language == "en" {
            browser.switch_language("en").await;
            browser
                .wait_for("document.querySelector('.photo').innerText.includes('Card: ')")
                .await;
        }
        browser.assert_accessible(language).await;
        for (width, height, scale) in [(320, 640, 2.0), (320, 256, 4.0)] {
            browser.set_screen(width, height, scale).await;
            let is_wide = browser.eval("document.documentElement.scrollWidth").await;
            assert_eq!(is_wide, json!(320), "{language}");
        }
        browser.set_screen(360, 640, 2.0).await;
    }
    browser.finish().await;
}

//! Checks photos in progress while something else happens: another window, deletion, a second tap,
//! another language.

use hoso_tests::locales::{label, sentence};
use hoso_tests::photo_fields::{child_answers, start_at_photos};
use hoso_tests::site::Site;
use serde_json::json;

/// Checks that garbage collection in another window keeps photos that no saved draft references
/// yet.
#[tokio::test]
async fn ok_another_window_deletes_no_photo_in_progress() {
    let (site, browser, files) = start_at_photos().await;
    let (first, second) = browser.open_second_window().await;
    browser.switch_to_window(&first).await;
    let files: Vec<_> = (0..4).map(|i| files.good_photo(800 + 40 * i)).collect();
    let files: Vec<_> = files.iter().map(std::path::PathBuf::as_path).collect();
    browser.choose_files("birth_certificate", &files).await;
    browser.switch_to_window(&second).await;
    for _ in 0..6 {
        browser.open_procedure(&site, "account").await;
    }
    browser.switch_to_window(&first).await;
    browser.wait_for_photo_count("birth_certificate", 4).await;
    browser
        .wait_for_draft("draft.answers.birth_certificate?.length === 4")
        .await;
    assert_eq!(browser.stored_photos().await.len(), 4);
    browser.finish().await;
}

/// Checks that a photo in progress of an erased draft is dropped.
#[tokio::test]
async fn ok_photo_in_progress_of_an_erased_draft_is_dropped() {
    let (site, browser, files) = start_at_photos().await;
    let module = format!("GET {}", Site::worker_file(".wasm"));
    site.proxy.hold(&module);
    browser
        .choose_files(
            "birth_certificate",
            &[&files.good_photo(800), &files.good_photo(840)],
        )
        .await;
    browser
        .choose_files("portrait", &[&files.good_photo(920)])
        .await;
    site.proxy.wait_for_requests(&module, 1).await;
    browser.click("details summary").await;
    browser.erase_all_data().await;
    browser.expect_step("way").await;
    browser
        .complete_until("photos", &child_answers("ok-core-direct"))
        .await;
    site.proxy.release();
    // Waits for a later photo of the same worker: the earlier ones are done then.
    browser
        .attach_photos("id_front", &[&files.good_photo(880)])
        .await;
    assert_eq!(browser.photo_count("birth_certificate").await, 0);
    assert_eq!(browser.photo_count("portrait").await, 0);
    browser
        .wait_for_draft("draft.answers.id_front?.length === 1 && !draft.answers.birth_certificate && !draft.answers.portrait")
        .await;
    assert_eq!(browser.stored_photos().await.len(), 1);
    browser.finish().await;
}

/// Checks that a photo removed while rotating stays removed, and that two taps rotate twice.
#[tokio::test]
async fn ok_photo_removed_while_rotating_stays_removed() {
    let (_site, browser, files) = start_at_photos().await;
    browser
        .attach_photos("id_front", &[&files.good_photo(800)])
        .await;
    let button = |code: &str| {
        let text = json!(sentence(code));
        format!(
            "[...document.querySelectorAll('[data-photo=id_front] button')].find((b) => b.innerText.startsWith({text})).click()"
        )
    };
    let two = format!("({0}, {0}, null)", button("ui.photo_turn"));
    let before = browser.draft_photos("id_front").await;
    browser.eval(&two).await;
    browser
        .attach_photos("id_back", &[&files.good_photo(840)])
        .await;
    browser.wait_for_photo_count("id_front", 1).await;
    assert_ne!(browser.draft_photos("id_front").await, before);
    let status = browser.photo_status("id_front").await;
    assert!(status.starts_with(&sentence("ui.photo_ready")), "{status}");

    let both = format!(
        "({}, {}, null)",
        button("ui.photo_turn"),
        button("ui.photo_remove")
    );
    browser.eval(&both).await;
    browser
        .attach_photos("portrait", &[&files.good_photo(880)])
        .await;
    assert_eq!(browser.photo_count("id_front").await, 0);
    browser
        .wait_for_draft("!draft.answers.id_front?.length")
        .await;
    browser.finish().await;
}

/// Checks that queued files are processed after the citizen has left the step.
#[tokio::test]
async fn ok_queued_files_are_processed_after_leaving_the_step() {
    let (site, browser, files) = start_at_photos().await;
    let module = format!("GET {}", Site::worker_file(".wasm"));
    site.proxy.hold(&module);
    browser
        .choose_files("birth_certificate", &[&files.good_photo(800)])
        .await;
    browser
        .choose_files("id_front", &[&files.good_photo(840)])
        .await;
    site.proxy.wait_for_requests(&module, 1).await;
    assert_eq!(browser.complete_step().await, "review");
    site.proxy.release();
    browser
        .wait_for_draft(
            "draft.answers.birth_certificate?.length === 1 && draft.answers.id_front?.length === 1",
        )
        .await;
    browser.finish().await;
}

/// Checks that a picker opens at once while a photo of another field is processed.
#[tokio::test]
async fn ok_picker_opens_while_a_photo_is_processed() {
    let (site, browser, files) = start_at_photos().await;
    let module = format!("GET {}", Site::worker_file(".wasm"));
    site.proxy.hold(&module);
    browser
        .choose_files("birth_certificate", &[&files.good_photo(800)])
        .await;
    site.proxy.wait_for_requests(&module, 1).await;
    browser
        .eval("(() => { window.opened = 0; document.querySelector('input[name=id_front]').addEventListener('click', () => { opened += 1; }); })()")
        .await;
    browser
        .press_photo_button("id_front", "ui.photo_choose")
        .await;
    browser.wait_for("opened === 1").await;
    browser
        .choose_files("id_front", &[&files.good_photo(840)])
        .await;
    site.proxy.release();
    browser.wait_for_photo_count("birth_certificate", 1).await;
    browser.wait_for_photo_count("id_front", 1).await;
    browser.finish().await;
}

/// Checks that a cancelled picker clears `capture` and `data-replaces`.
#[tokio::test]
async fn ok_cancelled_picker_clears_capture_and_replaces() {
    let (_site, browser, files) = start_at_photos().await;
    browser
        .attach_photos("birth_certificate", &[&files.good_photo(800)])
        .await;
    browser
        .press_photo_button("birth_certificate", "ui.photo_again")
        .await;
    let control = "document.querySelector('input[name=birth_certificate]')";
    browser
        .wait_for(&format!("{control}.hasAttribute('data-replaces')"))
        .await;
    browser
        .eval(&format!(
            "{control}.dispatchEvent(new Event('cancel', {{ bubbles: true }}))"
        ))
        .await;
    assert_eq!(
        browser
            .eval(&format!(
                "{control}.hasAttribute('data-replaces') || {control}.hasAttribute('capture')"
            ))
            .await,
        false
    );
    browser
        .attach_photos("birth_certificate", &[&files.good_photo(840)])
        .await;
    assert_eq!(browser.photo_count("birth_certificate").await, 2);
    browser.finish().await;
}

/// Checks that photos and their buttons follow the language.
#[tokio::test]
async fn ok_photo_texts_follow_the_language() {
    let (_site, browser, files) = start_at_photos().await;
    browser
        .attach_photos("portrait", &[&files.good_photo(800)])
        .await;
    let names = "[document.querySelector('[data-photo=portrait] img').alt, document.querySelector('[data-photo=portrait] .photo__actions button').textContent].join(' | ')";
    let label = label("under18", "portrait");
    assert!(browser.eval_text(names).await.contains(label.vi));
    browser.press_language("en").await;
    browser
        .wait_for(&format!(
            "!{names}.includes({}) && {names}.includes({})",
            json!(label.vi),
            json!(label.en)
        ))
        .await;
    browser.finish().await;
}

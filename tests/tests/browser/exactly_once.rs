//! Checks that a dossier is stored exactly once in unusual orders of events: rejections after a
//! lost response, deletion in another window, choices before hydration, late photos.

use hoso_tests::browser::Browser;
use hoso_tests::examples::{self, answers_of};
use hoso_tests::photo_files::PhotoFiles;
use hoso_tests::pictures::{jpeg, scene};
use hoso_tests::proxy::Fault;
use hoso_tests::site::Site;
use hoso_tests::submission::{
    PROBLEM_JSON_HEADER, ready_in_two_windows, ready_to_send, received_before_an_edit, respond,
    stored_but_unacknowledged,
};
use hoso_tests::wizard::DRAFTS;
use serde_json::{Value, json};

const HTML: &str = "Content-Type: text/html\r\n";

/// Opens the page again and holds its WASM module.
async fn open_without_wasm(site: &Site, browser: &Browser) {
    browser.driver.goto("about:blank").await.unwrap();
    let program = format!("GET {}", site.first_load_file(".wasm"));
    site.proxy.hold(&program);
    browser.cdp("Network.enable", json!({})).await;
    browser
        .cdp("Network.setCacheDisabled", json!({ "cacheDisabled": true }))
        .await;
    let page = format!("{}/602b/", site.origin);
    browser.driver.goto(&page).await.unwrap();
    site.proxy.wait_for_requests(&program, 2).await;
}

/// Stores the dossier, drops the response, and rejects the retry at a middlebox.
#[tokio::test]
async fn ok_rejected_retry_after_a_lost_response_stores_one_dossier() {
    let issues = r#"{"status":422,"code":"dossier.refused","issues":[{"at":"phone","code":"phone.format"}]}"#;
    for (status, headers, body) in [
        ("422 Unprocessable Entity", HTML, "<h1>no</h1>"),
        ("422 Unprocessable Entity", PROBLEM_JSON_HEADER, "{}"),
        ("403 Forbidden", HTML, ""),
        ("422 Unprocessable Entity", PROBLEM_JSON_HEADER, issues),
    ] {
        let (site, mut browser) = ready_to_send().await;
        browser.expect_console("Failed to load resource");
        site.proxy.fail_next_dossier(Fault::TruncateResponse);
        site.proxy.fail_next_dossier(respond(status, headers, body));
        browser.submit_step().await;
        browser.wait_for_failure("ui.failed_network").await;
        let first = site.single_dossier();
        browser.send_again().await;
        if body == issues {
            browser.wait_for_error_summary().await;
            browser.submit_step().await;
        } else {
            browser.wait_for_failure("ui.failed_refused").await;
            browser.send_again().await;
        }
        assert_eq!(browser.receipt_number().await, first.0, "{status} {body}");
        assert_eq!(site.single_dossier(), first);
        browser.finish().await;
    }
}

/// Stores the dossier behind a middlebox that responds with 503.
#[tokio::test]
async fn ok_dossier_stored_behind_a_503_is_found_by_retry() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("Failed to load resource");
    site.proxy
        .fail_next_dossier(Fault::ReplaceResponse("503 Service Unavailable"));
    site.proxy
        .fail_next_dossier(respond("403 Forbidden", HTML, ""));
    browser.submit_step().await;
    browser.wait_for_failure("ui.failed_busy").await;
    let first = site.single_dossier();
    browser.send_again().await;
    browser.wait_for_failure("ui.failed_refused").await;
    browser.send_again().await;
    assert_eq!(browser.receipt_number().await, first.0);
    assert_eq!(site.single_dossier(), first);
    browser.finish().await;
}

/// Checks that a 409 without the receiver's problem document counts as an unclear response.
#[tokio::test]
async fn err_409_that_is_not_from_the_receiver() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("status of 409");
    site.proxy
        .fail_next_dossier(respond("409 Conflict", HTML, "<h1>no</h1>"));
    browser.submit_step().await;
    browser.wait_for_failure("ui.failed_invalid_response").await;
    assert!(site.stored_dossiers().is_empty());
    browser.send_again().await;
    browser.expect_single_receipt(&site).await;
    browser.finish().await;
}

/// Checks that a reload after a 401, as the page advises, offers the sealed dossier again.
#[tokio::test]
async fn ok_reload_after_a_401_keeps_the_sealed_dossier() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("status of 401");
    site.proxy
        .fail_next_dossier(respond("401 Unauthorized", HTML, ""));
    browser.submit_step().await;
    browser.wait_for_failure("ui.failed_refused").await;
    browser.reload_with_pending_delivery().await;
    browser.send_again().await;
    browser.expect_single_receipt(&site).await;
    let posts = site.proxy.posted_dossiers();
    assert_eq!(
        (&posts[0].key, &posts[0].body),
        (&posts[1].key, &posts[1].body)
    );
    browser.finish().await;
}

/// Edits a dossier that was stored, reloads its receipt, and sends the edits as another dossier.
#[tokio::test]
async fn ok_edits_are_sent_as_another_dossier_after_a_reload() {
    let (site, browser, first) = received_before_an_edit().await;
    browser.reload().await;
    browser.wait_for_number(&first).await;
    browser.open_correction().await;
    let number = browser.commit_and_send().await;
    let stored = site.stored_dossiers();
    assert_eq!(stored.len(), 2);
    let second = stored.iter().find(|(other, _)| *other == number).unwrap();
    assert_eq!(second.1["answers"]["phone"], "0900000008");
    browser.finish().await;
}

/// Checks that with a full disk the edits on the page are sent, not the older version on the disk.
#[tokio::test]
async fn ok_full_disk_sends_the_edited_answers() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("Failed to load resource");
    browser.fail_to_send(&site, Fault::Drop).await;
    browser.reload_with_pending_delivery().await;
    browser.fill_disk().await;
    browser.edit_phone("0900000008").await.commit().await;
    browser.submit_step().await;
    let (_, envelope) = browser.expect_receipt_of_single_dossier(&site).await;
    assert_eq!(envelope["answers"]["phone"], "0900000008");
    browser.finish().await;
}

/// Checks that with a full disk the stored version does not replace the edits, and that the page
/// refuses to leave the dossier.
#[tokio::test]
async fn err_full_disk_keeps_the_edited_answers_on_screen() {
    let (_site, mut browser) = stored_but_unacknowledged().await;
    browser.expect_console("status of 409");
    browser.fill_disk().await;
    browser.edit_phone("0900000008").await.commit().await;
    browser.submit_step().await;
    browser.wait_for_failure("ui.failed_storage_full").await;
    browser.back_to_review().await;
    let page = browser.main_text().await;
    assert!(page.contains("0900000008"), "{page}");
    browser
        .eval("document.querySelector('.step-footer details').open = true")
        .await;
    browser.press("ui.new_dossier").await;
    browser.wait_for_notice("ui.not_saved_on_leave").await;
    browser.expect_step("review").await;
    browser.finish().await;
}

/// Sets the clock ahead while the page is open: the page sees the jump, and the time of the declaration
/// stays that of the receiver. Setting the clock right again changes nothing of what was received.
#[tokio::test]
async fn ok_declaration_time_follows_the_receivers_clock() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("Failed to load resource");
    let ahead = "{ const real = Date.now; Date.now = () => real() + (window.ahead ?? 0) } window.ahead = 3 * 864e5";
    browser.eval(&format!("(() => {{ {ahead} }})()")).await;
    browser.fail_to_send(&site, Fault::Drop).await;
    browser.send_again().await;
    let (number, envelope) = browser.expect_receipt_of_single_dossier(&site).await;
    let declared = envelope["declared_at"].as_str().unwrap();
    assert!(declared.starts_with("2026-11-20T"), "{declared}");
    browser.eval("window.ahead = 0").await;
    browser.reload().await;
    browser.wait_for_number(&number).await;
    browser.finish().await;
}

/// Takes the draft over, sends it and deletes the drafts: the first window shows none of it, and sends
/// nothing.
#[tokio::test]
async fn ok_dossier_erased_in_one_window_is_stored_once() {
    let (site, browser, first, _) = ready_in_two_windows().await;
    browser.submit_step().await;
    browser.receipt_number().await;
    browser.erase_all_data().await;
    browser.expect_step("wish").await;
    browser.switch_to_window(&first).await;
    browser.wait_for_notice("ui.opened_elsewhere").await;
    assert_eq!(browser.fragment().await, "wish");
    assert_eq!(site.stored_dossiers().len(), 1);
    assert_eq!(browser.draft_count().await, 0);
    browser.finish().await;
}

/// Checks that choices made before hydration start a new draft and leave a dossier in flight
/// unchanged.
#[tokio::test]
async fn ok_choices_before_hydration_keep_a_pending_dossier() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("Failed to load resource");
    browser.fail_to_send(&site, Fault::Drop).await;
    open_without_wasm(&site, &browser).await;
    browser.tick_choice("cases", "back_pay").await;
    site.proxy.release();
    browser.wait_until_ready().await;
    assert!(browser.is_checked("cases", "back_pay").await);
    assert!(!browser.is_checked("cases", "return").await);
    // Opens the other draft, which is sent unchanged.
    browser.press("ui.open_draft").await;
    browser.wait_for_pending_delivery().await;
    browser.send_again().await;
    browser.receipt_number().await;
    assert_eq!(
        site.single_dossier().1["answers"],
        examples::answers("ok-case-c")
    );
    browser.finish().await;
}

/// Checks that choices made before hydration are merged into a draft and clear its commitment.
#[tokio::test]
async fn ok_choices_before_hydration_clear_the_commitment() {
    let (site, browser) = ready_to_send().await;
    browser.wait_for_draft("draft.answers.commitment").await;
    open_without_wasm(&site, &browser).await;
    browser.tick_choice("cases", "identity_change").await;
    site.proxy.release();
    browser.wait_until_ready().await;
    browser
        .wait_for_draft("!draft.answers.commitment && draft.answers.cases?.length === 2")
        .await;
    browser.finish().await;
}

/// Checks that the browser's Forward returns to the page after the steps.
#[tokio::test]
async fn ok_browser_forward_returns_to_the_payment() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    let answers = examples::answers("ok-case-n");
    browser.complete_until("payment", &answers).await;
    browser.driver.back().await.unwrap();
    browser.expect_step("contact").await;
    browser.driver.forward().await.unwrap();
    browser.expect_step("payment").await;
    browser.finish().await;
}

/// Checks that sending waits for a photo in progress, and shows it before the dossier is sent.
#[tokio::test]
async fn ok_submission_waits_for_a_photo_in_progress() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let answers = answers_of("under18", "ok-core-direct");
    let files = PhotoFiles::default();
    let file = files.write("a.jpg", &jpeg(&scene(1200, 900)));
    browser.open_procedure(&site, "under18").await;
    browser.complete_until("photos", &answers).await;
    // Holds the worker's module, so that the photo is not processed yet.
    let module = format!("GET {}", Site::worker_file(".wasm"));
    site.proxy.hold(&module);
    browser.choose_files("birth_certificate", &[&file]).await;
    site.proxy.wait_for_requests(&module, 1).await;
    assert_eq!(browser.complete_step().await, "review");
    browser.commit().await.send().await;
    browser.wait_for("location.hash === '#sending'").await;
    site.proxy.release();
    browser
        .wait_for(
            "location.hash === '#review' && document.activeElement?.matches('.error-summary')",
        )
        .await;
    assert!(site.proxy.posted_dossiers().is_empty());
    browser.commit_and_send().await;
    let (_, envelope) = site.single_dossier();
    assert_eq!(envelope["attachments"][0]["field"], "birth_certificate");
    browser.finish().await;
}

/// Checks that following the link twice does not overwrite edits in the linked procedure, that
/// returning does not change a sent dossier, and that deletion covers both procedures.
#[tokio::test]
async fn ok_links_between_procedures_overwrite_nothing() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    let mut child = answers_of("under18", "ok-core-direct");
    child["guardian_has_account"] = json!(false);
    let follow_link_to_account = async || {
        browser.driver.goto("about:blank").await.unwrap();
        let way = format!("{}/under18/#way", site.origin);
        browser.driver.goto(&way).await.unwrap();
        browser
            .wait_for("document.querySelector('[data-related=account]')")
            .await;
        browser
            .follow_link("[data-related=account]", "account")
            .await;
    };
    browser.open_procedure(&site, "under18").await;
    browser.complete_until("review", &child).await;
    follow_link_to_account().await;
    browser.fill("has_account", "no").await;
    browser.fill("who", "adult").await;
    browser.complete_step().await;
    browser.fill("full_name", "Nguyễn Thị Sửa Lại").await;
    browser
        .wait_for_draft("draft.answers.full_name === 'Nguyễn Thị Sửa Lại'")
        .await;
    follow_link_to_account().await;
    browser
        .wait_for_draft("draft.answers.full_name === 'Nguyễn Thị Sửa Lại'")
        .await;

    // Sends the child's dossier before the adult returns.
    browser.driver.goto("about:blank").await.unwrap();
    let review = format!("{}/under18/#review", site.origin);
    browser.driver.goto(&review).await.unwrap();
    browser.wait_until_ready().await;
    browser.expect_step("review").await;
    browser.commit().await;
    browser.complete_step().await;
    browser.receipt_number().await;
    browser
        .wait_for_draft("draft.receipt && draft.answers.guardian_name")
        .await;
    let before = browser.saved_drafts().await;
    let sent = |drafts: &Value| {
        let mut all = drafts.as_array().unwrap().iter();
        all.find(|draft| draft["receipt"].is_object()).unwrap()["answers"].clone()
    };
    browser.open_procedure(&site, "account").await;
    browser.follow_link("[data-return]", "under18").await;
    browser.wait_for("location.hash === '#receipt'").await;
    assert_eq!(sent(&browser.saved_drafts().await), sent(&before));

    browser.erase_all_data().await;
    browser.expect_step("way").await;
    browser
        .wait_for("document.activeElement?.tagName === 'H1'")
        .await;
    browser
        .wait_for(&format!("{}.then((all) => all === '[]')", DRAFTS))
        .await;
    browser.finish().await;
}

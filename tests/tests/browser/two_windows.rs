//! Checks two windows on one draft with a submission of unknown outcome: no answer, number or
//! receipt is lost, and nothing is stored twice.

use hoso_tests::browser::Browser;
use hoso_tests::examples;
use hoso_tests::locales::{sentence, sentence_start};
use hoso_tests::proxy::{Fault, POST_DOSSIER};
use hoso_tests::scenario::start_at_step;
use hoso_tests::site::Site;
use hoso_tests::storage::RECORD_COUNT;
use hoso_tests::submission::{conflict_after_an_edit, conflict_response, ready_to_send};
use serde_json::json;

const CONFLICT: &str = "ui.conflict_text";
const SEND_AS_NEW: &str = "ui.send_as_new";
const TAKE_NUMBER: &str = "ui.use_previous_version";

/// Asks for the number although no previous version was stored: the edits stay, and are sent as a
/// new dossier.
#[tokio::test]
async fn err_no_previous_version_was_stored() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("Failed to load resource");
    browser.expect_console("status of 409");
    browser.fail_to_send(&site, Fault::Drop).await;
    browser.edit_phone("0900000008").await.commit().await;
    site.proxy.fail_next_dossier(conflict_response());
    browser.submit_step().await;
    browser.wait_for_failure(CONFLICT).await;
    site.proxy.fail_next_dossier(conflict_response());
    browser.press(TAKE_NUMBER).await;
    site.proxy.wait_for_requests(POST_DOSSIER, 3).await;
    browser
        .wait_for(&format!(
            "!document.querySelector('main').innerText.includes({}) && document.activeElement?.tagName === 'H1'",
            json!(sentence(TAKE_NUMBER))
        ))
        .await;
    browser.wait_for_failure(CONFLICT).await;
    browser.press(SEND_AS_NEW).await;
    let (number, envelope) = browser.expect_receipt_of_single_dossier(&site).await;
    assert_eq!(envelope["answers"]["phone"], "0900000008");
    browser.expect_saved_receipt(&number).await;
    assert_eq!(browser.draft_count().await, 1);
    browser.finish().await;
}

/// Drops the connection while the number is taken: the edits stay, and the number can be taken
/// again.
#[tokio::test]
async fn ok_connection_lost_while_taking_the_number() {
    let (site, browser) = conflict_after_an_edit().await;
    site.proxy.fail_next_dossier(Fault::Drop);
    browser.press(TAKE_NUMBER).await;
    browser.wait_for_failure("ui.failed_network").await;
    browser.back_to_review().await;
    let text = browser.main_text().await;
    assert!(
        text.contains("0900000008") && !text.contains("0900000001"),
        "{text}"
    );
    assert_eq!(browser.draft_count().await, 1);
    browser.submit_step().await;
    browser.wait_for_failure(CONFLICT).await;
    site.proxy.fail_next_dossier(Fault::Drop);
    browser.press(TAKE_NUMBER).await;
    browser.wait_for_failure("ui.failed_network").await;
    // Repeats the request for the number.
    browser.send_again().await;
    browser.expect_single_receipt(&site).await;
    browser
        .wait_for_draft("draft.answers.phone === '0900000008' && !draft.receipt")
        .await;
    // Opens the separate draft with the edits, which the first step offers.
    browser.press("ui.new_dossier").await;
    browser.expect_step("wish").await;
    browser.wait_for_text("ui.open_draft").await;
    browser.press("ui.open_draft").await;
    browser.wait_for_text("ui.saved").await;
    browser
        .wait_for_draft("draft.answers.phone === '0900000008' && !draft.receipt")
        .await;
    browser.finish().await;
}

/// Sends edited answers as a new dossier: the number of the stored one can still be taken.
#[tokio::test]
async fn ok_send_as_new_keeps_the_previous_version() {
    let (site, browser) = conflict_after_an_edit().await;
    let arrived = site.single_dossier().0;
    browser.press(SEND_AS_NEW).await;
    let number = browser.receipt_number().await;
    assert_ne!(number, arrived);
    assert_eq!(site.stored_dossiers().len(), 2);
    browser.expect_saved_receipt(&number).await;
    browser.press("ui.new_dossier").await;
    browser.expect_step("wish").await;
    let text = json!(sentence_start("ui.open_draft"));
    let unsent = format!(
        "[...document.querySelectorAll('main button')].filter((b) => b.innerText.includes({text}))"
    );
    browser.wait_for(&format!("{unsent}.length === 1")).await;
    browser.press("ui.open_draft").await;
    browser.wait_for_pending_delivery().await;
    browser.send_again().await;
    assert_eq!(browser.receipt_number().await, arrived);
    assert_eq!(site.stored_dossiers().len(), 2);
    browser.finish().await;
}

/// Checks that a full disk blocks "send as new", which would lose the previous version.
#[tokio::test]
async fn err_full_disk_blocks_send_as_new() {
    let (site, browser) = conflict_after_an_edit().await;
    let arrived = site.single_dossier().0;
    browser.wait_for_draft("draft.earlier.length").await;
    browser.fill_disk().await;
    browser.press(SEND_AS_NEW).await;
    browser.wait_for_failure("ui.failed_storage_full").await;
    assert_eq!(site.single_dossier().0, arrived);
    browser.free_disk().await;
    browser.send_again().await;
    let number = browser.receipt_number().await;
    assert_eq!(site.stored_dossiers().len(), 2);
    browser.expect_saved_receipt(&number).await;
    browser
        .wait_for_draft("draft.frozen && !draft.receipt")
        .await;
    browser.finish().await;
}

/// Checks that both ways out of a conflict work in a browser that never saved anything.
#[tokio::test]
async fn ok_conflict_without_any_storage() {
    for (choice, stored) in [(TAKE_NUMBER, 1), (SEND_AS_NEW, 2)] {
        let (site, mut browser) = (Site::start().await, Browser::start().await);
        browser.expect_console("Failed to load resource");
        browser.expect_console("status of 409");
        browser.open(&site).await;
        browser.fill_disk().await;
        browser
            .complete_until("review", &examples::answers("ok-case-c"))
            .await;
        browser.commit().await;
        browser.fail_to_send(&site, Fault::TruncateResponse).await;
        browser.edit_phone("0900000008").await.commit().await;
        browser.submit_step().await;
        browser.wait_for_failure(CONFLICT).await;
        browser.press(choice).await;
        let number = browser.receipt_number().await;
        assert_eq!(site.stored_dossiers().len(), stored);
        assert_eq!(site.stored_dossiers()[stored - 1].0, number);
        browser.finish().await;
    }
}

/// Checks that a saved receipt can be left on a full disk.
#[tokio::test]
async fn ok_saved_receipt_can_be_left_on_a_full_disk() {
    let (_site, browser) = ready_to_send().await;
    browser.submit_step().await;
    let number = browser.receipt_number().await;
    browser.expect_saved_receipt(&number).await;
    browser.fill_disk().await;
    browser.press("ui.new_dossier").await;
    browser.expect_step("wish").await;
    browser.finish().await;
}

/// Checks that the page warns before an unsaved receipt is left, also without input.
#[tokio::test]
async fn err_unsaved_receipt_cannot_be_left() {
    let (_site, browser) = ready_to_send().await;
    browser.wait_for_draft("draft.answers.commitment").await;
    browser.reload().await;
    browser.expect_step("review").await;
    browser.fill_disk().await;
    browser.submit_step().await;
    let number = browser.receipt_number().await;
    browser.press("ui.new_dossier").await;
    browser.wait_for_notice("ui.not_saved_on_leave").await;
    browser.wait_for_number(&number).await;
    browser.finish().await;
}

/// Checks that a draft which was erased in another window is cleared here, is said, and is not
/// written back.
#[tokio::test]
async fn ok_a_draft_erased_elsewhere_is_cleared_here() {
    let (site, browser) = start_at_step("contact").await;
    browser.fill("phone", "0900000001").await;
    browser
        .wait_for_draft("draft.answers.phone === '0900000001'")
        .await;
    let (first, _second) = browser.open_second_window().await;
    browser.open(&site).await;
    browser.wait_for_notice("ui.open_elsewhere").await;
    browser.erase_all_data().await;
    browser
        .wait_for(&format!("{RECORD_COUNT}.then((count) => count === 0)"))
        .await;
    browser.switch_to_window(&first).await;
    // A key typed here would have written the whole draft back.
    browser
        .eval("document.dispatchEvent(new Event('visibilitychange'))")
        .await;
    browser.wait_for_notice("ui.erased_elsewhere").await;
    browser.expect_step("wish").await;
    assert_eq!(browser.eval(RECORD_COUNT).await, 0);
    browser.finish().await;
}

/// Checks that a window does not go on to show a receipt that was erased in another window.
#[tokio::test]
async fn ok_a_receipt_erased_elsewhere_is_not_shown() {
    let (site, browser) = ready_to_send().await;
    browser.send().await;
    let number = browser.receipt_number().await;
    browser
        .wait_for_draft(&format!("draft.receipt?.number === '{number}'"))
        .await;
    let (first, _second) = browser.open_second_window().await;
    browser.open(&site).await;
    browser.wait_for_number(&number).await;
    browser.erase_all_data().await;
    browser.expect_step("wish").await;
    browser.switch_to_window(&first).await;
    browser.wait_for_notice("ui.erased_elsewhere").await;
    assert!(!browser.main_text().await.contains(&number));
    assert_eq!(browser.eval(RECORD_COUNT).await, 0);
    browser.finish().await;
}

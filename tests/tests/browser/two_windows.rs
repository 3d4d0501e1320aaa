//! Checks two windows on one draft with a submission of unknown outcome: no answer, number or
//! receipt is lost, and nothing is stored twice.

use hoso_tests::browser::Browser;
use hoso_tests::examples;
use hoso_tests::proxy::{Fault, POST_DOSSIER};
use hoso_tests::scenario::start_at_step;
use hoso_tests::site::Site;
use hoso_tests::storage::RECORD_COUNT;
use hoso_tests::submission::{
    conflict_response, ready_to_send, received_before_an_edit, stored_but_unacknowledged,
};

const CONFLICT: &str = "ui.conflict_text";
const SEND_AS_NEW: &str = "ui.send_as_new";

/// The receiver has neither version under this key: the edits stay, and are sent as a new dossier.
#[tokio::test]
async fn err_no_previous_version_was_stored() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("Failed to load resource");
    browser.expect_console("status of 409");
    browser.fail_to_send(&site, Fault::Drop).await;
    browser.edit_phone("0900000008").await.commit().await;
    site.proxy.fail_next_dossier(conflict_response());
    site.proxy.fail_next_dossier(conflict_response());
    browser.submit_step().await;
    site.proxy.wait_for_requests(POST_DOSSIER, 3).await;
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
    let (site, mut browser) = stored_but_unacknowledged().await;
    browser.expect_console("status of 409");
    browser.edit_phone("0900000008").await.commit().await;
    site.proxy.fail_next_dossier(conflict_response());
    site.proxy.fail_next_dossier(Fault::Drop);
    browser.submit_step().await;
    browser.wait_for_failure("ui.failed_network").await;
    browser.back_to_review().await;
    let text = browser.main_text().await;
    assert!(
        text.contains("0900000008") && !text.contains("0900000001"),
        "{text}"
    );
    assert_eq!(browser.draft_count().await, 1);
    site.proxy.fail_next_dossier(Fault::Drop);
    browser.submit_step().await;
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

/// Sends the edits that were not received as another dossier: both receipts stay.
#[tokio::test]
async fn ok_another_dossier_keeps_the_receipt_of_the_first() {
    let (site, browser, arrived) = received_before_an_edit().await;
    browser.open_correction().await;
    let number = browser.commit_and_send().await;
    assert_ne!(number, arrived);
    assert_eq!(site.stored_dossiers().len(), 2);
    browser.expect_saved_receipt(&number).await;
    browser
        .wait_for_draft(&format!("draft.receipt?.number === '{arrived}'"))
        .await;
    assert_eq!(browser.draft_count().await, 2);
    browser.finish().await;
}

/// Checks that a full disk keeps the receipt of the stored version from replacing the edits, and that
/// both are there once there is room.
#[tokio::test]
async fn err_full_disk_keeps_the_edits() {
    let (site, mut browser) = stored_but_unacknowledged().await;
    browser.expect_console("status of 409");
    let arrived = site.single_dossier().0;
    browser.edit_phone("0900000008").await.commit().await;
    browser
        .wait_for_draft("draft.answers.commitment && draft.answers.phone === '0900000008'")
        .await;
    browser.fill_disk().await;
    browser.submit_step().await;
    browser.wait_for_failure("ui.failed_storage_full").await;
    assert_eq!(site.single_dossier().0, arrived);
    browser.free_disk().await;
    browser.send_again().await;
    browser.wait_for_number(&arrived).await;
    assert_eq!(site.stored_dossiers().len(), 1);
    browser.expect_saved_receipt(&arrived).await;
    browser
        .wait_for_draft("draft.answers.phone === '0900000008' && !draft.receipt")
        .await;
    browser.finish().await;
}

/// Checks that the edits which were not received can be sent in a browser that never saved anything.
#[tokio::test]
async fn ok_conflict_without_any_storage() {
    for stored in [1, 2] {
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
        let mut number = browser.receipt_number().await;
        if stored == 2 {
            browser.open_correction().await;
            number = browser.commit_and_send().await;
        }
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

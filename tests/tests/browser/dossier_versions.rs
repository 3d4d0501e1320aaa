//! Checks which version of a dossier is sent after an attempt of unknown outcome: the one that may
//! be stored, byte for byte.

use hoso_tests::browser::Browser;
use hoso_tests::photo_fields::{child_answers, start_at_photos};
use hoso_tests::photo_files::PhotoFiles;
use hoso_tests::proxy::Fault;
use hoso_tests::site::Site;
use hoso_tests::submission::{
    phone_rejected_response, ready_to_send, received_before_an_edit, respond,
    stored_but_unacknowledged,
};
use serde_json::Value;

const CORE: &str = "ok-core-parent-account";

/// Starts a scenario of a child at the review, committed, with one photo.
async fn ready_with_portrait() -> (Site, Browser) {
    let (site, browser, files) = start_at_photos().await;
    attach_portrait(&browser, &files).await;
    (site, browser)
}

/// Attaches a portrait at the photo step, completes the review and commits.
async fn attach_portrait(browser: &Browser, files: &PhotoFiles) {
    browser
        .attach_photos("portrait", &[&files.good_photo(900)])
        .await;
    browser.wait_for_photo_count("portrait", 1).await;
    browser.complete_until("review", &child_answers(CORE)).await;
    browser.commit().await;
}

fn attachment_count(envelope: &Value) -> usize {
    envelope["attachments"].as_array().unwrap().len()
}

/// Sets the clock three hours ahead for the first attempt, and right before the retry.
#[tokio::test]
async fn ok_clock_set_back_resends_the_same_bytes() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("Failed to load resource");
    browser
        .eval("(() => { const real = Date.now; window.ahead = 3 * 36e5; Date.now = () => real() + window.ahead; })()")
        .await;
    browser.fail_to_send(&site, Fault::TruncateResponse).await;
    browser.eval("window.ahead = 0").await;
    browser.send_again().await;
    browser.expect_single_receipt(&site).await;
    let posts = site.proxy.posted_dossiers();
    assert_eq!(posts[0].body, posts[1].body);
    browser.finish().await;
}

/// Removes a photo after the dossier was stored, and reloads: one press leads to the receipt of the
/// stored version.
#[tokio::test]
async fn ok_stored_version_has_a_photo_that_was_removed() {
    let (site, mut browser) = ready_with_portrait().await;
    browser.expect_console("Failed to load resource");
    browser.expect_console("status of 409");
    browser.fail_to_send(&site, Fault::TruncateResponse).await;
    browser.back_to_review().await;
    browser.press("ui.back").await;
    browser.expect_step("photos").await;
    browser
        .press_photo_button("portrait", "ui.photo_remove")
        .await;
    browser.wait_for_photo_count("portrait", 0).await;
    browser.complete_until("review", &child_answers(CORE)).await;
    browser.commit().await;
    browser
        .wait_for_draft("draft.answers.commitment && !draft.answers.portrait?.length")
        .await;
    browser.reload_with_pending_delivery().await;
    // Stops the clock: within the same second the receipt must still be restored first.
    browser
        .eval("void (Date.now = ((now) => () => now)(Date.now()))")
        .await;
    browser.send_again().await;
    let (number, envelope) = browser.expect_receipt_of_single_dossier(&site).await;
    assert_eq!(attachment_count(&envelope), 1);
    browser.reload().await;
    browser.wait_for_number(&number).await;
    browser
        .wait_for_draft("!draft.receipt && !draft.answers.commitment")
        .await;
    browser.finish().await;
}

/// Deletes the photos from the database after the dossier was stored.
#[tokio::test]
async fn ok_photos_evicted_after_the_dossier_was_stored() {
    let (site, mut browser) = ready_with_portrait().await;
    browser.expect_console("Failed to load resource");
    browser.fail_to_send(&site, Fault::TruncateResponse).await;
    browser.edit_store("photos", "store.clear()").await;
    browser.reload_with_pending_delivery().await;
    browser.send_again().await;
    let (_, envelope) = browser.expect_receipt_of_single_dossier(&site).await;
    assert_eq!(attachment_count(&envelope), 1);
    let posts = site.proxy.posted_dossiers();
    assert_eq!(posts[0].body, posts[1].body);
    browser.finish().await;
}

/// Deletes a photo that the receiver does not have either: the page reports it at its field, and
/// the dossier is sent without it.
#[tokio::test]
async fn err_photo_is_neither_stored_nor_saved() {
    let (site, mut browser) = ready_with_portrait().await;
    browser.expect_console("Failed to load resource");
    browser.expect_console("status of 422");
    let portrait = browser.draft_photos("portrait").await;
    let put = format!("PUT /api/attachments/{}", portrait[0]);
    site.proxy.fail_next(
        &put,
        respond("201 Created", "Content-Type: application/json\r\n", "{}"),
    );
    browser.fail_to_send(&site, Fault::Drop).await;
    browser.edit_store("photos", "store.clear()").await;
    browser.reload_with_pending_delivery().await;
    browser.send_again().await;
    browser.wait_for_error("ui.photo_gone").await;
    assert!(site.stored_dossiers().is_empty());
    browser.commit().await;
    browser.complete_step().await;
    let (_, envelope) = browser.expect_receipt_of_single_dossier(&site).await;
    assert_eq!(attachment_count(&envelope), 0);
    browser.finish().await;
}

/// Sends the sealed dossier of a window whose attempt has failed from another window, photo included.
#[tokio::test]
async fn ok_another_window_sends_the_sealed_dossier() {
    let (site, mut browser) = ready_with_portrait().await;
    browser.expect_console("Failed to load resource");
    browser.fail_to_send(&site, Fault::Drop).await;
    browser.wait_for_draft("draft.delivery").await;
    let (first, _) = browser.open_second_window().await;
    browser.open_procedure(&site, "under18").await;
    browser.open_here().await;
    browser.wait_for_pending_delivery().await;
    browser.send_again().await;
    let (number, envelope) = browser.expect_receipt_of_single_dossier(&site).await;
    assert_eq!(attachment_count(&envelope), 1);
    browser.switch_to_window(&first).await;
    browser.wait_for_notice("ui.opened_elsewhere").await;
    browser.reload().await;
    browser.wait_for_number(&number).await;
    assert_eq!(site.stored_dossiers().len(), 1);
    browser.finish().await;
}

/// Sends the sealed dossier of another window; after a 422 from a middlebox the next attempt keeps
/// the key.
#[tokio::test]
async fn ok_422_for_the_dossier_of_another_window_keeps_its_key() {
    let (site, mut browser) = stored_but_unacknowledged().await;
    browser.expect_console("status of 422");
    browser.open_second_window().await;
    browser.open(&site).await;
    browser.open_here().await;
    browser.wait_for_pending_delivery().await;
    site.proxy.fail_next_dossier(phone_rejected_response());
    browser.send_again().await;
    browser.wait_for_error_summary().await;
    browser.submit_step().await;
    browser.expect_single_receipt(&site).await;
    assert_eq!(site.stored_dossiers().len(), 1);
    browser.finish().await;
}

/// Checks that the page reports a receipt that it could not save, while the number can be copied.
#[tokio::test]
async fn err_unsaved_receipt_is_reported() {
    let (site, browser) = ready_to_send().await;
    browser.fill_disk().await;
    browser.submit_step().await;
    browser.expect_single_receipt(&site).await;
    browser.wait_for_notice("ui.receipt_unkept").await;
    browser.finish().await;
}

/// Checks that answers edited after a failed attempt need a new commitment before they are sent.
#[tokio::test]
async fn err_edited_answers_need_a_new_commitment() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("Failed to load resource");
    browser.fail_to_send(&site, Fault::Drop).await;
    browser.back_to_review().await;
    browser.back_to_contact().await;
    browser.fill("email", "mau@vi-du.vn").await;
    browser
        .wait_for_draft("draft.answers.email === 'mau@vi-du.vn' && !draft.answers.commitment")
        .await;
    browser.reload_with_pending_delivery().await;
    browser.send_again().await;
    browser
        .wait_for(
            "location.hash === '#review' && document.activeElement?.matches('.error-summary')",
        )
        .await;
    assert_eq!(site.proxy.posted_dossiers().len(), 1);
    let number = browser.commit_and_send().await;
    let (stored, envelope) = site.single_dossier();
    assert_eq!(
        (number, &envelope["answers"]["email"]),
        (stored, &"mau@vi-du.vn".into())
    );
    browser.finish().await;
}

/// Checks that the edits which were not received are saved beside the receipt, and that another window
/// shows the receipt.
#[tokio::test]
async fn ok_edits_that_were_not_received_are_saved() {
    let (site, browser, number) = received_before_an_edit().await;
    browser
        .wait_for_draft("!draft.receipt && draft.answers.phone === '0900000008'")
        .await;
    let (first, _) = browser.open_second_window().await;
    browser.open(&site).await;
    browser.wait_for_number(&number).await;
    browser.switch_to_window(&first).await;
    browser.expect_saved_receipt(&number).await;
    assert_eq!(browser.draft_count().await, 2);
    browser.finish().await;
}

/// Checks that a temporary read error is reported and no photo counts as lost.
#[tokio::test]
async fn err_photos_temporarily_unreadable() {
    let (site, browser) = ready_with_portrait().await;
    browser.wait_for_draft("draft.answers.commitment").await;
    browser
        .eval(
            "(() => {
                const get = IDBObjectStore.prototype.get;
                IDBObjectStore.prototype.get = function (...what) {
                    if (this.name === 'photos') throw new DOMException('', 'InvalidStateError');
                    return get.apply(this, what);
                };
                window.well = () => { IDBObjectStore.prototype.get = get; };
            })()",
        )
        .await;
    browser.submit_step().await;
    browser.wait_for_failure("ui.photo_unread").await;
    assert!(site.stored_dossiers().is_empty());
    browser.eval("well()").await;
    browser.send_again().await;
    let (_, envelope) = browser.expect_receipt_of_single_dossier(&site).await;
    assert_eq!(attachment_count(&envelope), 1);
    browser.finish().await;
}

//! Checks two windows on one draft with a submission of unknown outcome: no answer, number or
//! receipt is lost, and nothing is stored twice.

use hoso_tests::browser::Browser;
use hoso_tests::examples;
use hoso_tests::locales::{sentence, sentence_start};
use hoso_tests::proxy::{Fault, POST_DOSSIER};
use hoso_tests::scenario::start_at_step;
use hoso_tests::site::Site;
use hoso_tests::storage::RECORD_COUNT;
use hoso_tests::submission::{
    answers_besides, conflict_after_an_edit, conflict_response, ready_in_two_windows,
    ready_to_send, stored_but_unacknowledged,
};
use serde_json::json;
use thirtyfour::WindowHandle;

const CONFLICT: &str = "ui.conflict_text";
const SEND_AS_NEW: &str = "ui.send_as_new";
const TAKE_NUMBER: &str = "ui.take_earlier";

/// Edits the phone number in a second window, and commits.
async fn edit_in_second_window(site: &Site, browser: &Browser) -> (WindowHandle, WindowHandle) {
    let windows = browser.open_second_window().await;
    browser.open(site).await;
    browser.edit_phone("0900000008").await.commit().await;
    browser
        .wait_for_draft("draft.answers.phone === '0900000008' && draft.answers.commitment")
        .await;
    windows
}

/// Edits the draft in a second window; the first window, without input since its load, saves what
/// it shows as a separate draft before it sends.
#[tokio::test]
async fn ok_conflict_without_input_saves_both_drafts() {
    let (site, browser) = ready_to_send().await;
    browser.wait_for_draft("draft.answers.commitment").await;
    browser.reload().await;
    browser.expect_step("review").await;
    let (first, _) = browser.open_draft_in_second_window(&site, "review").await;
    browser.back_to_contact().await;
    browser.fill("phone", "0900000008").await;
    browser
        .wait_for_draft("draft.answers.phone === '0900000008'")
        .await;
    browser.switch_to_window(&first).await;
    browser.submit_step().await;
    browser.wait_for_text("ui.forked").await;
    assert_eq!(browser.draft_count().await, 2);
    browser.submit_step().await;
    let number = browser.expect_single_receipt(&site).await;
    browser.expect_saved_receipt(&number).await;
    browser
        .wait_for_draft("draft.answers.phone === '0900000008' && !draft.receipt")
        .await;
    browser.finish().await;
}

/// Edits the draft in a second window after an attempt of the first: the edit is neither sent nor
/// lost nor shown on the receipt.
#[tokio::test]
async fn ok_edit_in_another_window_does_not_change_the_sealed_dossier() {
    let (site, browser) = stored_but_unacknowledged().await;
    let (first, _) = edit_in_second_window(&site, &browser).await;
    browser.switch_to_window(&first).await;
    browser.send_again().await;
    let number = browser.expect_single_receipt(&site).await;
    let posts = site.proxy.posted_dossiers();
    assert_eq!(posts[0].body, posts[1].body);
    let text = browser.main_text().await;
    assert!(
        text.contains("0900000001") && !text.contains("0900000008"),
        "{text}"
    );
    browser.expect_saved_receipt(&number).await;
    // Expects the edited draft and the receipt, and no copy of the sent answers.
    browser
        .wait_for_draft("draft.answers.phone === '0900000008' && !draft.receipt")
        .await;
    assert_eq!(browser.draft_count().await, 2);
    browser.finish().await;
}

/// Meets the conflict in both windows; taking the number in the first saves the edits of the
/// second.
#[tokio::test]
async fn ok_taking_the_number_saves_the_edits_of_another_window() {
    let (site, mut browser) = stored_but_unacknowledged().await;
    browser.expect_console("status of 409");
    let (first, _) = edit_in_second_window(&site, &browser).await;
    browser.submit_step().await;
    browser.wait_for_failure(CONFLICT).await;
    browser.driver.close_window().await.unwrap();
    browser.switch_to_window(&first).await;
    browser.send_again().await;
    browser.wait_for_failure(CONFLICT).await;
    browser.press(TAKE_NUMBER).await;
    let number = browser.expect_single_receipt(&site).await;
    browser.expect_saved_receipt(&number).await;
    browser
        .wait_for_draft("draft.answers.phone === '0900000008' && !draft.receipt")
        .await;
    browser.finish().await;
}

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

/// Meets the same conflict in two windows: "send as new" makes one dossier, whichever window is
/// first, and the second window shows its receipt.
#[tokio::test]
async fn ok_conflict_in_two_windows_makes_one_new_dossier() {
    for pressed_first in [0, 1] {
        let (site, mut browser, first, second) = ready_in_two_windows().await;
        browser.expect_console("status of 409");
        let mut windows = [&first, &second];
        for window in windows {
            browser.switch_to_window(window).await;
            site.proxy.fail_next_dossier(conflict_response());
            browser.submit_step().await;
            browser.wait_for_failure(CONFLICT).await;
        }
        windows.rotate_left(pressed_first);
        browser.switch_to_window(windows[0]).await;
        browser.press(SEND_AS_NEW).await;
        let number = browser.expect_single_receipt(&site).await;
        browser.expect_saved_receipt(&number).await;
        browser.switch_to_window(windows[1]).await;
        browser.press(SEND_AS_NEW).await;
        assert_eq!(browser.receipt_number().await, number);
        assert_eq!(site.stored_dossiers().len(), 1);
        browser.finish().await;
    }
}

/// Sends the dossier from another window after a conflict: "send as new" shows its receipt and
/// makes no second dossier.
#[tokio::test]
async fn ok_send_as_new_finds_the_receipt_of_another_window() {
    let (site, mut browser, first, second) = ready_in_two_windows().await;
    browser.expect_console("status of 409");
    site.proxy.fail_next_dossier(conflict_response());
    browser.submit_step().await;
    browser.wait_for_failure(CONFLICT).await;
    browser.switch_to_window(&first).await;
    browser.submit_step().await;
    let number = browser.receipt_number().await;
    browser.switch_to_window(&second).await;
    browser.press(SEND_AS_NEW).await;
    assert_eq!(browser.receipt_number().await, number);
    assert_eq!(site.single_dossier().0, number);
    browser.expect_saved_receipt(&number).await;
    browser.finish().await;
}

/// Navigates in a second window while the receipt is in flight: the receipt is saved.
#[tokio::test]
async fn ok_receipt_is_saved_after_navigation_in_another_window() {
    let (site, browser) = stored_but_unacknowledged().await;
    site.proxy.hold(POST_DOSSIER);
    browser.send_again().await;
    site.proxy.wait_for_requests(POST_DOSSIER, 2).await;
    let (first, _) = browser.open_second_window().await;
    browser.open(&site).await;
    browser.back_to_review().await;
    browser.wait_for_draft("draft.page === 'review'").await;
    site.proxy.release();
    browser.switch_to_window(&first).await;
    let number = browser.expect_single_receipt(&site).await;
    browser.expect_saved_receipt(&number).await;
    assert_eq!(browser.draft_count().await, 1);
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

/// Continues the attempt of another window and fails: the separately saved draft is not restored
/// first.
#[tokio::test]
async fn ok_separately_saved_draft_is_not_the_newest() {
    let (site, mut browser, first, _) = ready_in_two_windows().await;
    browser.expect_console("Failed to load resource");
    browser.back_to_contact().await;
    browser.fill("phone", "0900000008").await;
    let answers = answers_besides(&["phone", "request_text"]);
    browser.complete_until("review", &answers).await;
    browser.commit().await;
    browser.fail_to_send(&site, Fault::TruncateResponse).await;
    browser.wait_for_draft("draft.frozen").await;
    browser.switch_to_window(&first).await;
    // Advances the clock by a minute.
    browser
        .eval("(() => { const real = Date.now; Date.now = () => real() + 6e4; })()")
        .await;
    browser.fail_to_send(&site, Fault::Drop).await;
    browser.driver.close_window().await.unwrap();
    let windows = browser.driver.windows().await.unwrap();
    browser.switch_to_window(&windows[0]).await;
    browser.driver.refresh().await.unwrap();
    browser.wait_for_pending_delivery().await;
    browser.send_again().await;
    let (_, envelope) = browser.expect_receipt_of_single_dossier(&site).await;
    assert_eq!(envelope["answers"]["phone"], "0900000008");
    browser
        .wait_for_draft("draft.answers.phone === '0900000001' && !draft.receipt")
        .await;
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
    browser.wait_for_failure("ui.failed_room").await;
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
    browser.wait_for_notice("ui.not_left").await;
    browser.wait_for_number(&number).await;
    browser.finish().await;
}

/// Checks that a handoff to session storage during a conflict is not restored as an unsent draft.
#[tokio::test]
async fn ok_handoff_during_a_conflict_is_sent_once() {
    let (site, browser, first, _) = ready_in_two_windows().await;
    browser.back_to_contact().await;
    browser.fill("email", "hai@vi-du.vn").await;
    browser.wait_for_draft("draft.answers.email").await;
    browser.switch_to_window(&first).await;
    browser.back_to_contact().await;
    browser
        .eval(
            "(() => {
                const input = document.querySelector('[name=phone]');
                input.focus();
                input.value = '0900000008';
                input.dispatchEvent(new Event('input', { bubbles: true }));
                Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
                document.dispatchEvent(new Event('visibilitychange'));
                delete document.hidden;
            })()",
        )
        .await;
    browser
        .wait_for_draft("draft.answers.phone === '0900000008'")
        .await;
    browser
        .wait_for("Object.keys(sessionStorage).every((key) => !key.startsWith('hoso-handed:'))")
        .await;
    let answers = answers_besides(&["phone", "request_text"]);
    browser.complete_until("review", &answers).await;
    let number = browser.commit_and_send().await;
    assert_eq!(site.single_dossier().0, number);
    browser.expect_saved_receipt(&number).await;
    assert_eq!(browser.draft_count().await, 2);
    browser.finish().await;
}

/// Starts two saves in the same moment, after another window has saved its edits: both detect the
/// conflict, and together they make one separate draft.
///
/// On a slow machine the autosave timer fires while the page becomes hidden; here the page becomes
/// hidden twice, which is the same on every machine.
#[tokio::test]
async fn ok_two_saves_during_a_conflict_make_one_draft() {
    let (site, browser) = start_at_step("contact").await;
    browser.wait_for_draft("draft.page === 'contact'").await;
    let (first, _) = browser.open_draft_in_second_window(&site, "contact").await;
    browser.fill("email", "hai@vi-du.vn").await;
    browser
        .wait_for_draft("draft.answers.email === 'hai@vi-du.vn'")
        .await;
    browser.switch_to_window(&first).await;
    browser
        .eval(
            "(async () => {
                const input = document.querySelector('[name=phone]');
                input.value = '0900000008';
                input.dispatchEvent(new Event('input', { bubbles: true }));
                // Lets the page's effects run, which mark the draft as unsaved.
                await new Promise((next) => {
                    const channel = new MessageChannel();
                    channel.port1.onmessage = next;
                    channel.port2.postMessage(null);
                });
                Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
                document.dispatchEvent(new Event('visibilitychange'));
                document.dispatchEvent(new Event('visibilitychange'));
                delete document.hidden;
            })()",
        )
        .await;
    browser
        .wait_for_draft("draft.answers.phone === '0900000008'")
        .await;
    browser
        .wait_for("Object.keys(sessionStorage).every((key) => !key.startsWith('hoso-handed:'))")
        .await;
    assert_eq!(browser.draft_count().await, 2);
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
    let (first, _second) = browser.open_draft_in_second_window(&site, "contact").await;
    browser.delete_all_data().await;
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
    browser.delete_all_data().await;
    browser.expect_step("wish").await;
    browser.switch_to_window(&first).await;
    browser.wait_for_notice("ui.erased_elsewhere").await;
    assert!(!browser.main_text().await.contains(&number));
    assert_eq!(browser.eval(RECORD_COUNT).await, 0);
    browser.finish().await;
}

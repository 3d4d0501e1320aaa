//! Checks that a sealed dossier is sent by the page itself, whatever becomes of the window, and that each
//! history ends as `docs/reliability.md` says.

use hoso_tests::proxy::{Fault, POST_DOSSIER};
use hoso_tests::storage::RECORD_COUNT;
use hoso_tests::submission::{
    killed_while_posting, posting, ready_to_send, respond, stored_but_unacknowledged,
};
use hoso_tests::wizard::DRAFTS;
use serde_json::{Value, json};

use crate::sending::assert_one_dossier;

/// Kills the browser while the dossier is posted: the next page goes on without a touch.
#[tokio::test]
async fn ok_a_killed_attempt_goes_on_without_a_touch() {
    let (site, browser) = killed_while_posting().await;
    browser.run_countdowns().await;
    assert_one_dossier(&site, &browser, 2).await;
    browser.finish().await;
}

/// Reloads while the page waits for a busy receiver: the delay goes on, and then the attempt.
#[tokio::test]
async fn ok_a_waiting_dossier_goes_on_after_a_reload() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("status of 503");
    let busy = respond("503 Service Unavailable", "Retry-After: 2\r\n", "");
    site.proxy.fail_next_dossier(busy);
    browser.submit_step().await;
    browser.wait_for_failure("ui.failed_busy").await;
    browser.reload_with_pending_delivery().await;
    browser.wait_for_text("ui.failed_busy").await;
    browser
        .wait_for("document.querySelector('[role=timer]')?.innerText")
        .await;
    browser.run_countdowns().await;
    assert_one_dossier(&site, &browser, 2).await;
    browser.finish().await;
}

/// A gateway passes the dossier on and answers 502: nothing is said before the receipt, and the next
/// attempt gets it.
#[tokio::test]
async fn ok_a_gateway_that_passes_on_and_answers_502() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("status of 502");
    site.proxy
        .fail_next_dossier(Fault::ReplaceResponse("502 Bad Gateway"));
    browser.submit_step().await;
    browser.wait_for_failure("ui.failed_server").await;
    browser
        .wait_for_draft("draft.delivery.state.is === 'held_unclear' && draft.delivery.versions[0].fate === 'unknown'")
        .await;
    browser.reload_with_pending_delivery().await;
    // An answer that proves nothing waits for the person.
    let timer = "document.querySelector('[role=timer]')";
    assert_eq!(browser.eval(timer).await, Value::Null);
    browser.send_again().await;
    assert_one_dossier(&site, &browser, 2).await;
    browser.finish().await;
}

/// Says that the browser is online while the receiver does not answer: nothing is posted before it does.
#[tokio::test]
async fn ok_the_receiver_is_asked_before_another_attempt() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("Failed to load resource");
    browser.fail_to_send(&site, Fault::Drop).await;
    browser
        .eval("(() => { const real = fetch; window.asked = []; window.fetch = async (...what) => { try { return await real(...what); } finally { asked.push(String(what[0])); } }; })()")
        .await;
    let asked = "asked.filter((url) => url.endsWith('/intake')).length";
    let intake = "GET /api/intake";
    for _ in 0..3 {
        // Queues several faults: the browser repeats such a request itself.
        site.proxy.fail_next(intake, Fault::Drop);
    }
    // An attempt would be shown until it is released.
    site.proxy.hold(POST_DOSSIER);
    browser
        .eval("void dispatchEvent(new Event('online'))")
        .await;
    browser.wait_for(&format!("{asked} === 1")).await;
    browser
        .eval("new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))).then(() => null)")
        .await;
    let attempts = "document.querySelectorAll('.sending').length";
    assert_eq!(browser.eval(attempts).await, 0);
    assert_eq!(site.proxy.posted_dossiers().len(), 1);
    site.proxy.clear_faults(intake);
    site.proxy.release();
    browser
        .eval("void document.dispatchEvent(new Event('visibilitychange'))")
        .await;
    assert_one_dossier(&site, &browser, 2).await;
    browser.finish().await;
}

/// Opens a waiting dossier in a second window: that window goes on, and the first sends nothing more.
#[tokio::test]
async fn ok_a_second_window_takes_the_waiting_dossier_over() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("Failed to load resource");
    browser.fail_to_send(&site, Fault::Drop).await;
    let (first, second) = browser.open_second_window().await;
    browser.open(&site).await;
    browser.open_here().await;
    browser.wait_for_pending_delivery().await;
    browser.switch_to_window(&first).await;
    browser.wait_for_notice("ui.opened_elsewhere").await;
    browser.run_countdowns().await;
    browser.switch_to_window(&second).await;
    browser.run_countdowns().await;
    assert_one_dossier(&site, &browser, 2).await;
    browser.finish().await;
}

/// Erases everything in a second window while the first waits: nothing is sent any more, and nothing is
/// written back.
#[tokio::test]
async fn ok_an_erased_dossier_is_not_sent() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("Failed to load resource");
    browser.fail_to_send(&site, Fault::Drop).await;
    let (first, _second) = browser.open_second_window().await;
    browser.open(&site).await;
    browser.wait_for_notice("ui.open_elsewhere").await;
    browser.erase_all_data().await;
    browser
        .wait_for(&format!("{RECORD_COUNT}.then((count) => count === 0)"))
        .await;
    browser.switch_to_window(&first).await;
    browser.wait_for_notice("ui.erased_elsewhere").await;
    browser.run_countdowns().await;
    browser
        .eval("document.dispatchEvent(new Event('visibilitychange'))")
        .await;
    assert_eq!(site.proxy.posted_dossiers().len(), 1);
    assert!(site.stored_dossiers().is_empty());
    assert_eq!(browser.eval(RECORD_COUNT).await, 0);
    browser.finish().await;
}

/// Erases everything while an attempt of another window is under way: its answer writes nothing back.
#[tokio::test]
async fn ok_an_answer_after_the_erasure_is_not_stored() {
    let (site, browser) = posting().await;
    let (first, _second) = browser.open_second_window().await;
    browser.open(&site).await;
    browser.erase_all_data().await;
    browser
        .wait_for(&format!("{RECORD_COUNT}.then((count) => count === 0)"))
        .await;
    site.proxy.release();
    browser.switch_to_window(&first).await;
    browser.wait_for_notice("ui.erased_elsewhere").await;
    assert_eq!(browser.eval(RECORD_COUNT).await, 0);
    browser.finish().await;
}

/// A newer version of the page has stored a delivery that this one cannot read: nothing is sent and nothing
/// is overwritten.
#[tokio::test]
async fn err_a_delivery_of_a_newer_version() {
    let (site, browser) = ready_to_send().await;
    browser.wait_for_draft("draft.answers.commitment").await;
    browser.put_delivery(r#"{"v":99}"#).await;
    browser.submit_step().await;
    browser.wait_for_failure("ui.outdated").await;
    assert!(site.proxy.posted_dossiers().is_empty());
    let stored = "new Promise((done) => { const open = indexedDB.open('hoso'); open.onsuccess = () => { const all = open.result.transaction('deliveries').objectStore('deliveries').getAll(); all.onsuccess = () => { open.result.close(); done(all.result); }; }; })";
    assert_eq!(browser.eval(stored).await, json!([r#"{"v":99}"#]));
    browser.finish().await;
}

/// Reloads a dossier of unknown fate with edits that were not sealed: the page sends what was sealed, and
/// keeps the edits beside the receipt.
#[tokio::test]
async fn ok_edits_that_were_not_sealed_stay_beside_the_receipt() {
    let (site, browser) = stored_but_unacknowledged().await;
    let first = site.single_dossier();
    browser.edit_phone("0900000008").await;
    browser
        .wait_for_draft("draft.answers.phone === '0900000008'")
        .await;
    browser.reload_with_pending_delivery().await;
    browser.run_countdowns().await;
    browser.wait_for_number(&first.0).await;
    browser
        .wait_for_draft("!draft.receipt && draft.answers.phone === '0900000008'")
        .await;
    let posts = site.proxy.posted_dossiers();
    assert_eq!(posts.len(), 2);
    assert_eq!(posts[0].body, posts[1].body);
    browser.open_correction().await;
    let number = browser.commit_and_send().await;
    assert_ne!(number, first.0);
    assert_eq!(site.stored_dossiers().len(), 2);
    browser.finish().await;
}

/// Opens a draft of the schema before this one, whose dossier may be stored: it is sent byte for byte under
/// its key.
#[tokio::test]
async fn ok_a_delivery_of_the_former_schema_goes_on() {
    let (site, browser) = stored_but_unacknowledged().await;
    let first = site.single_dossier();
    let drafts = browser.saved_drafts().await;
    let key = browser
        .eval_text("new Promise((done) => { const open = indexedDB.open('hoso'); open.onsuccess = () => { const keys = open.result.transaction('drafts').objectStore('drafts').getAllKeys(); keys.onsuccess = () => { open.result.close(); done(keys.result[0]); }; }; })")
        .await;
    let mut draft = drafts[0].clone();
    let version = draft["delivery"]["versions"][0].clone();
    let object = draft.as_object_mut().unwrap();
    object.remove("delivery");
    object.remove("receipt");
    draft["v"] = json!(1);
    draft["frozen"] = json!({ "body": version["body"], "digest": version["digest"] });
    draft["earlier"] = json!([]);
    browser
        .driver
        .goto(format!("{}/api/intake", site.origin))
        .await
        .unwrap();
    browser
        .eval(&format!(
            "new Promise((done, fail) => {{
                sessionStorage.clear();
                const gone = indexedDB.deleteDatabase('hoso');
                gone.onerror = () => fail(String(gone.error));
                gone.onsuccess = () => {{
                    const open = indexedDB.open('hoso', 2);
                    open.onerror = () => fail(String(open.error));
                    open.onupgradeneeded = () => {{
                        open.result.createObjectStore('photos');
                        open.result.createObjectStore('drafts').put({}, {});
                    }};
                    open.onsuccess = () => {{ open.result.close(); done(true); }};
                }};
            }})",
            json!(draft.to_string()),
            json!(key),
        ))
        .await;
    browser.open(&site).await;
    browser.wait_for_pending_delivery().await;
    browser
        .wait_for(&format!(
            "{DRAFTS}.then((all) => JSON.parse(all)[0].v === 2)"
        ))
        .await;
    browser.run_countdowns().await;
    browser.wait_for_number(&first.0).await;
    assert_one_dossier(&site, &browser, 2).await;
    browser.finish().await;
}

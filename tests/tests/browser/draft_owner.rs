//! Checks that one window at a time edits a draft, and that a window which is gone, frozen or does not
//! answer keeps it from nobody.

use hoso_tests::browser::Browser;
use hoso_tests::examples;
use hoso_tests::locales::sentence_start;
use hoso_tests::scenario::start_at_step;
use hoso_tests::site::Site;
use hoso_tests::storage::RECORD_COUNT;
use serde_json::json;
use thirtyfour::WindowHandle;

/// Starts a scenario at the contact with a phone number that is saved.
async fn start_with_phone() -> (Site, Browser) {
    let (site, browser) = start_at_step("contact").await;
    save_phone(&browser, "0900000001").await;
    (site, browser)
}

/// Answers the phone number and waits until it is saved.
async fn save_phone(browser: &Browser, phone: &str) {
    browser.fill("phone", phone).await;
    expect_saved_phone(browser, phone).await;
}

/// Waits until a stored draft has this phone number.
async fn expect_saved_phone(browser: &Browser, phone: &str) {
    browser
        .wait_for_draft(&format!("draft.answers.phone === '{phone}'"))
        .await;
}

/// Starts a scenario whose draft the first window edits, and opens the page in a second window, which
/// says so.
async fn start_beside_the_owner() -> (Site, Browser, WindowHandle, WindowHandle) {
    let (site, browser) = start_with_phone().await;
    let (first, second) = browser.open_second_window().await;
    browser.open(&site).await;
    browser.wait_for_notice("ui.open_elsewhere").await;
    (site, browser, first, second)
}

/// Types into a text field without waiting until it is saved.
async fn type_unsaved(browser: &Browser, field: &str, text: &str) {
    browser
        .eval(&format!(
            "(() => {{
                const input = document.querySelector('[name={field}]');
                input.value = '{text}';
                input.dispatchEvent(new Event('input', {{ bubbles: true }}));
            }})()"
        ))
        .await;
}

/// Opens the draft in a second window: it says whose draft the first one edits, shows none of its
/// answers, and the first goes on.
#[tokio::test]
async fn ok_a_second_window_says_whose_draft_is_open() {
    let (_site, browser, first, second) = start_beside_the_owner().await;
    assert_eq!(browser.fragment().await, "wish");
    assert!(!browser.is_checked("cases", "return").await);
    let start = json!(sentence_start("ui.open_here"));
    let button = format!(
        "[...document.querySelectorAll('main button')].find((b) => b.innerText.startsWith({start}))"
    );
    let label = browser.eval_text(&format!("{button}.innerText")).await;
    assert!(label.contains("Nguyễn Thị Mẫu"), "{label}");
    browser.switch_to_window(&first).await;
    save_phone(&browser, "0900000002").await;
    browser.switch_to_window(&second).await;
    assert_eq!(browser.draft_count().await, 1);
    // A new dossier is begun beside it, and the notice is no longer shown after the first step.
    browser
        .complete_until("participant", &examples::answers("ok-case-c"))
        .await;
    let notice = browser.main_text().await;
    assert!(
        !notice.contains(sentence_start("ui.open_elsewhere")),
        "{notice}"
    );
    browser.wait_for_draft("draft.page === 'participant'").await;
    assert_eq!(browser.draft_count().await, 2);
    browser.finish().await;
}

/// Takes the draft over a moment after an input in the first window: the input is there, and the first
/// window says where the draft is, and does not write it any more.
#[tokio::test]
async fn ok_open_here_brings_the_last_input() {
    let (_site, browser, first, second) = start_beside_the_owner().await;
    browser.switch_to_window(&first).await;
    type_unsaved(&browser, "phone", "0900000008").await;
    browser.switch_to_window(&second).await;
    browser.open_here().await;
    browser.expect_step("contact").await;
    assert_eq!(browser.value("phone").await, "0900000008");
    browser.switch_to_window(&first).await;
    browser.wait_for_notice("ui.opened_elsewhere").await;
    browser.expect_step("wish").await;
    browser.switch_to_window(&second).await;
    save_phone(&browser, "0900000009").await;
    assert_eq!(browser.draft_count().await, 1);
    // And back again.
    browser.switch_to_window(&first).await;
    browser.open_here().await;
    browser.expect_step("contact").await;
    assert_eq!(browser.value("phone").await, "0900000009");
    browser.finish().await;
}

/// Makes the first window deaf: it is taken over, and what it writes when it wakes up overwrites
/// nothing.
#[tokio::test]
async fn ok_a_deaf_owner_is_taken_over_and_overwrites_nothing() {
    let (_site, browser, first, second) = start_beside_the_owner().await;
    // Asking is the only write of this key, and the first window does not hear it.
    browser
        .eval("void (Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); })")
        .await;
    browser.open_here().await;
    browser.expect_step("contact").await;
    save_phone(&browser, "0900000009").await;
    browser.switch_to_window(&first).await;
    browser.wait_for_notice("ui.opened_elsewhere").await;
    browser.switch_to_window(&second).await;
    expect_saved_phone(&browser, "0900000009").await;
    assert_eq!(browser.eval(RECORD_COUNT).await, 1);
    browser.finish().await;
}

/// Stores another owner in the draft, as a window does that took it over while this one slept: what this
/// one types afterwards overwrites nothing, and the window says where the draft is.
#[tokio::test]
async fn ok_a_write_of_a_former_owner_overwrites_nothing() {
    let (_site, browser) = start_with_phone().await;
    browser
        .edit_store(
            "drafts",
            "store.openCursor().onsuccess = ({ target }) => {
                if (!target.result) return;
                const draft = JSON.parse(target.result.value);
                draft.writer = 'another window';
                draft.revision += 1;
                draft.answers.phone = '0900000007';
                target.result.update(JSON.stringify(draft));
                target.result.continue();
            }",
        )
        .await;
    browser.fill("phone", "0900000008").await;
    browser.wait_for_notice("ui.opened_elsewhere").await;
    expect_saved_phone(&browser, "0900000007").await;
    assert_eq!(browser.draft_count().await, 1);
    browser.finish().await;
}

/// Closes the first window: the second opens the draft at once.
#[tokio::test]
async fn ok_a_closed_window_frees_its_draft() {
    let (site, browser) = start_with_phone().await;
    let (first, second) = browser.open_second_window().await;
    browser.switch_to_window(&first).await;
    browser.driver.close_window().await.unwrap();
    browser.switch_to_window(&second).await;
    browser.open(&site).await;
    browser.expect_step("contact").await;
    assert_eq!(browser.value("phone").await, "0900000001");
    browser.finish().await;
}

/// Leaves the first window for the back/forward cache, edits in the second, and returns: the first
/// window says where the draft is.
#[tokio::test]
async fn ok_a_page_in_the_back_forward_cache_frees_its_draft() {
    let (site, browser) = start_with_phone().await;
    browser
        .eval("window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
        .await;
    let (first, second) = browser.open_second_window().await;
    browser.open(&site).await;
    browser.expect_step("contact").await;
    save_phone(&browser, "0900000009").await;
    browser.switch_to_window(&first).await;
    browser
        .eval("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
        .await;
    browser.wait_for_notice("ui.opened_elsewhere").await;
    browser.switch_to_window(&second).await;
    expect_saved_phone(&browser, "0900000009").await;
    browser.finish().await;
}

/// Freezes the first window: the second opens the draft at once.
#[tokio::test]
async fn ok_a_frozen_window_frees_its_draft() {
    let (site, browser) = start_with_phone().await;
    let (first, second) = browser.open_second_window().await;
    browser.switch_to_window(&first).await;
    browser
        .eval("void document.dispatchEvent(new Event('freeze'))")
        .await;
    browser.switch_to_window(&second).await;
    browser.open(&site).await;
    browser.expect_step("contact").await;
    browser.switch_to_window(&first).await;
    browser
        .eval("void document.dispatchEvent(new Event('resume'))")
        .await;
    browser.wait_for_notice("ui.opened_elsewhere").await;
    browser.finish().await;
}

/// Duplicates the tab: the copy of its session storage makes no second draft.
#[tokio::test]
async fn ok_a_duplicated_tab_makes_no_second_draft() {
    let (site, browser) = start_with_phone().await;
    let key = browser.eval_text("navigator.locks.query().then((all) => all.held.map((lock) => lock.name).find((name) => name.startsWith('hoso-draft:')).slice(11))").await;
    let (first, second) = browser.open_second_window().await;
    browser
        .driver
        .goto(format!("{}/404.html", site.origin))
        .await
        .unwrap();
    let draft = browser.saved_drafts().await[0].clone();
    let mut copy = draft.clone();
    copy["answers"]["phone"] = json!("0900000003");
    copy["revision"] = json!(draft["revision"].as_i64().unwrap() + 1);
    browser
        .eval(&format!(
            "sessionStorage.setItem('hoso-handed:{key}', {})",
            json!(copy.to_string())
        ))
        .await;
    browser.open(&site).await;
    browser.wait_for_notice("ui.open_elsewhere").await;
    assert_eq!(browser.draft_count().await, 1);
    expect_saved_phone(&browser, "0900000001").await;
    browser.switch_to_window(&first).await;
    save_phone(&browser, "0900000004").await;
    browser.switch_to_window(&second).await;
    assert_eq!(browser.draft_count().await, 1);
    browser.finish().await;
}

//! Checks that drafts survive reloads, kills, second windows and Back.

use hoso_tests::browser::Browser;
use hoso_tests::examples;
use hoso_tests::locales::sentence;
use hoso_tests::scenario::{Scenario, start_at_step};
use hoso_tests::site::Site;
use hoso_tests::storage::{HOLD_DRAFTS, RECORD_COUNT};
use serde_json::json;

#[tokio::test]
async fn ok_reload_restores_the_draft() {
    let (site, browser) = start_at_step("contact").await;
    browser.fill("phone", "09000").await;
    browser.fill("ethnic_group", "12").await;
    browser
        .wait_for_draft("draft.answers.phone === '09000' && draft.answers.ethnic_group === '12'")
        .await;
    browser.reload().await;
    browser.expect_step("contact").await;
    assert_eq!(
        browser.value("phone").await,
        "09000",
        "half a number is kept as it is"
    );
    assert_eq!(browser.value("ethnic_group").await, "12");
    browser
        .complete_until("review", &examples::answers("ok-case-c"))
        .await;
    browser.commit_and_send().await;
    assert_eq!(
        site.single_dossier().1["answers"],
        examples::answers("ok-case-c")
    );
    browser.finish().await;
}

/// Checks that a reload restores the receipt and posts nothing.
#[tokio::test]
async fn ok_reload_restores_the_receipt() {
    let (site, browser) = start_at_step("review").await;
    let number = browser.commit_and_send().await;
    browser.reload().await;
    browser
        .wait_for("document.getElementById('dossier_number')")
        .await;
    assert_eq!(
        browser
            .eval_text("document.getElementById('dossier_number').innerText")
            .await,
        number
    );
    assert_eq!(site.proxy.posted_dossiers().len(), 1);
    browser.finish().await;
}

#[tokio::test]
async fn ok_killed_browser_restores_the_draft() {
    let (site, browser) = start_at_step("contact").await;
    browser.fill("phone", "0900000001").await;
    browser
        .wait_for_draft("draft.answers.phone === '0900000001'")
        .await;
    let profile = browser.kill();
    let browser = Browser::restart(profile).await;
    browser.open(&site).await;
    browser.expect_step("contact").await;
    assert_eq!(browser.value("phone").await, "0900000001");
    browser.press("ui.back").await;
    browser.expect_step("participant").await;
    assert_eq!(browser.value("full_name").await, "Nguyễn Thị Mẫu");
    assert_eq!(browser.value("social_insurance_number").await, "5600000001");
    browser.press("ui.back").await;
    browser.expect_step("wish").await;
    assert!(browser.is_checked("cases", "return").await);
    browser.finish().await;
}

/// Checks that deletion asks for confirmation, moves the focus there and back, and reports a
/// failure.
#[tokio::test]
async fn err_failed_deletion_is_reported() {
    let (_site, browser) = Scenario::new("602b", "ok-case-n").start_at("payment").await;
    browser.wait_for_draft("draft.page === 'payment'").await;
    browser.press("ui.erase_title").await;
    browser
        .wait_for("document.activeElement?.matches('.confirm__title')")
        .await;
    browser.press("ui.keep").await;
    browser
        .wait_for(&format!(
            "document.activeElement?.innerText === {}",
            json!(sentence("ui.erase_title"))
        ))
        .await;
    browser.press("ui.erase_title").await;
    browser
        .eval(
            "IDBObjectStore.prototype.clear = () => { throw new DOMException('', 'UnknownError') }",
        )
        .await;
    browser.press("ui.erase_yes").await;
    browser.wait_for_notice("ui.not_erased").await;
    browser.finish().await;
}

#[tokio::test]
async fn ok_deletion_leaves_no_record() {
    let (_site, browser) = Scenario::new("602b", "ok-case-n").start_at("payment").await;
    browser.wait_for_draft("draft.page === 'payment'").await;
    browser.erase_all_data().await;
    browser.expect_step("wish").await;
    assert!(!browser.is_checked("cases", "continue").await);
    browser
        .wait_for(&format!("{RECORD_COUNT}.then((count) => count === 0)"))
        .await;
    browser.reload().await;
    assert_eq!(browser.fragment().await, "wish");
    assert!(!browser.is_checked("cases", "continue").await);
    assert!(!browser.is_checked("in_compulsory_group", "no").await);
    browser.finish().await;
}

#[tokio::test]
async fn ok_cancelled_deletion_keeps_the_draft() {
    let (_site, browser) = Scenario::new("602b", "ok-case-n").start_at("payment").await;
    browser.wait_for_draft("draft.page === 'payment'").await;
    let before = browser.saved_drafts().await;
    browser.press("ui.erase_title").await;
    browser
        .wait_for("document.activeElement?.matches('.confirm__title')")
        .await;
    browser.press("ui.keep").await;
    browser
        .wait_for("!document.querySelector('.confirm__title')")
        .await;
    assert_eq!(browser.saved_drafts().await, before);
    assert_eq!(before[0]["answers"]["full_name"], "Nguyễn Thị Mẫu");
    browser.reload().await;
    browser.expect_step("payment").await;
    browser
        .wait_for("document.querySelector('.transfer-text__text')")
        .await;
    assert_eq!(
        before[0]["answers"],
        browser.saved_drafts().await[0]["answers"]
    );
    browser.finish().await;
}

#[tokio::test]
async fn ok_browser_back_and_forward_change_the_step() {
    let (_site, browser) = start_at_step("contribution").await;
    for step in ["contact", "participant", "wish"] {
        browser.driver.back().await.unwrap();
        browser.expect_step(step).await;
    }
    assert!(browser.is_checked("cases", "return").await);
    for step in ["participant", "contact", "contribution"] {
        browser.driver.forward().await.unwrap();
        browser.expect_step(step).await;
    }
    browser.driver.back().await.unwrap();
    browser.expect_step("contact").await;
    assert_eq!(browser.value("phone").await, "0900000001");
    browser.finish().await;
}

/// The page's own back button and the browser's Back lead to the same steps.
#[tokio::test]
async fn ok_back_button_returns_to_the_previous_step() {
    let (_site, browser) = start_at_step("contact").await;
    browser.press("ui.back").await;
    browser.expect_step("participant").await;
    assert_eq!(browser.value("full_name").await, "Nguyễn Thị Mẫu");
    assert_eq!(browser.value("birth_date").await, "14/2/1990");
    browser.driver.back().await.unwrap();
    browser.expect_step("contact").await;
    browser.finish().await;
}

#[tokio::test]
async fn err_fragment_of_a_later_step_is_redirected() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    for stale in [
        "review",
        "contribution",
        "sending",
        "receipt",
        "payment",
        "nonsense",
    ] {
        browser.driver.goto("about:blank").await.unwrap();
        browser
            .driver
            .goto(format!("{}/602b/#{stale}", site.origin))
            .await
            .unwrap();
        browser.wait_until_ready().await;
        browser
            .wait_for("location.hash === '#wish' && document.querySelector('[name=cases]')")
            .await;
    }
    browser
        .complete_until("contact", &examples::answers("ok-case-c"))
        .await;
    browser.eval("location.hash = '#review'").await;
    browser
        .wait_for("location.hash === '#contact' && document.querySelector('[name=phone]')")
        .await;
    // Shows the errors of the step that stopped the navigation.
    browser.wait_for_error("phone.missing").await;
    assert_eq!(site.proxy.posted_dossiers().len(), 0);
    browser.finish().await;
}

/// Checks that answers hidden by another choice are neither shown nor sent.
#[tokio::test]
async fn ok_hidden_answers_are_not_sent() {
    let (site, browser) = start_at_step("contact").await;
    browser.driver.back().await.unwrap();
    browser.driver.back().await.unwrap();
    browser.expect_step("wish").await;
    browser.fill("cases", "return").await;
    browser.fill("cases", "change_method").await;
    let mut answers = examples::answers("ok-case-d");
    // Leaves out the fields of the first steps, which are filled already.
    for done in ["cases", "in_compulsory_group", "receives_pension"] {
        answers.as_object_mut().unwrap().remove(done);
    }
    browser.complete_until("review", &answers).await;
    browser.commit_and_send().await;
    assert_eq!(
        site.single_dossier().1["answers"],
        examples::answers("ok-case-d")
    );
    assert_eq!(
        site.single_dossier().1["answers"]["cases"],
        json!(["change_method"])
    );
    browser.finish().await;
}

/// Checks that a deletion during a save leaves neither the draft nor an empty one.
#[tokio::test]
async fn ok_deletion_during_a_save_leaves_no_record() {
    let (_site, browser) = start_at_step("contact").await;
    browser.wait_for_draft("draft.page === 'contact'").await;
    browser.eval(HOLD_DRAFTS).await;
    browser.fill("phone", "0900000007").await;
    browser.erase_all_data().await;
    browser.expect_step("wish").await;
    browser.eval("holdDrafts = false").await;
    browser
        .wait_for(&format!("{RECORD_COUNT}.then((count) => count === 0)"))
        .await;
    // A later save must not bring back an empty draft.
    browser.switch_language("en").await;
    browser
        .eval("document.dispatchEvent(new Event('visibilitychange'))")
        .await;
    browser.reload().await;
    assert_eq!(browser.eval(RECORD_COUNT).await, 0);
    browser.finish().await;
}

/// Checks that Back does not show a draft that was erased on another page of this origin.
#[tokio::test]
async fn ok_back_after_a_deletion_elsewhere_shows_nothing() {
    let (site, browser) = start_at_step("contact").await;
    browser.fill("phone", "0900000007").await;
    browser
        .wait_for_draft("draft.answers.phone === '0900000007'")
        .await;
    browser.open_procedure(&site, "under18").await;
    browser.erase_all_data().await;
    browser
        .wait_for(&format!("{RECORD_COUNT}.then((count) => count === 0)"))
        .await;
    browser.driver.back().await.unwrap();
    browser
        .wait_for("location.pathname === '/602b/' && document.documentElement.dataset.hosoState === 'live'")
        .await;
    browser
        .wait_for(
            "!document.querySelector('[name=phone]') && document.querySelector('[name=cases]')",
        )
        .await;
    assert!(!browser.main_text().await.contains("0900000007"));
    assert_eq!(browser.eval(RECORD_COUNT).await, 0);
    browser.finish().await;
}

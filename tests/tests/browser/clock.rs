//! Checks the clock of the device against that of the receiver.

use hoso_tests::browser::Browser;
use hoso_tests::examples;
use hoso_tests::locales::{longest_sentence_part, sentence_with};
use hoso_tests::scenario::{Scenario, start_at_step};
use hoso_tests::site::Site;
use hoso_tests::submission::respond;
use serde_json::json;

const GET_INTAKE: &str = "GET /api/intake";

fn questions(site: &Site) -> usize {
    let requests = site.proxy.requests();
    let questions = requests.iter().filter(|one| one.route == GET_INTAKE);
    questions.count()
}

fn assert_declared_on(site: &Site, day: &str) {
    let declared = site.single_dossier().1["declared_at"].clone();
    assert!(declared.as_str().unwrap().starts_with(day), "{declared}");
}

/// Sets the clock of the pages that follow back; `behind = 0` sets it right again.
async fn set_clock_back(browser: &Browser, days: u32) {
    let behind = format!(
        "{{ const real = Date.now; globalThis.behind = {days} * 864e5; Date.now = () => real() - behind; }}"
    );
    browser
        .cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": behind }),
        )
        .await;
}

/// Fills in and sends with a clock that is 40 days behind: the page says so in words, and judges and
/// declares by the receiver's day.
#[tokio::test]
async fn ok_a_clock_that_is_days_off_is_told_and_not_used() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    set_clock_back(&browser, 40).await;
    browser.open(&site).await;
    let answers = examples::answers("ok-case-c");
    browser.complete_until("participant", &answers).await;
    let days = [("device", "11/10/2026"), ("receiver", "20/11/2026")];
    let text = json!(sentence_with("ui.clock_differs", &days));
    let notice = "document.querySelector('[data-clock]')";
    browser
        .wait_for(&format!("{notice}?.innerText === {text}"))
        .await;
    browser.complete_until("review", &answers).await;
    browser.commit_and_send().await;
    assert_declared_on(&site, "2026-11-20");
    browser.finish().await;
}

/// Sets the clock right where the receiver cannot be asked: the old difference is forgotten.
#[tokio::test]
async fn ok_a_difference_ends_when_the_clock_is_set() {
    let (site, mut browser) = (Site::start().await, Browser::start().await);
    browser.expect_console("Failed to load resource");
    set_clock_back(&browser, 40).await;
    browser.open(&site).await;
    let answers = examples::answers("ok-case-c");
    browser.complete_until("participant", &answers).await;
    let notice = "document.querySelector('[data-clock]')";
    browser.wait_for(notice).await;
    for _ in 0..9 {
        site.proxy
            .fail_next(GET_INTAKE, respond("502 Bad Gateway", "", ""));
    }
    browser
        .eval("behind = 0, dispatchEvent(new Event('focus'))")
        .await;
    browser.wait_for(&format!("!{notice}")).await;
    browser.finish().await;
}

/// Checks that a clock that is right is asked about once, and that nothing is said.
#[tokio::test]
async fn ok_a_right_clock_is_compared_once() {
    let (site, browser) = start_at_step("review").await;
    let text = browser.main_text().await;
    assert!(
        !text.contains(longest_sentence_part("ui.clock_differs")),
        "{text}"
    );
    browser.commit_and_send().await;
    assert_eq!(questions(&site), 1);
    browser.finish().await;
}

/// Fails to compare at the second step: the clock is compared before the dossier is sealed.
#[tokio::test]
async fn ok_the_clock_is_compared_before_sealing_at_the_latest() {
    let (site, mut browser) = (Site::start().await, Browser::start().await);
    browser.expect_console("Failed to load resource");
    set_clock_back(&browser, 2).await;
    browser.open(&site).await;
    let answers = examples::answers("ok-case-c");
    // Each step asks again while there was no answer, and this one says nothing of the time.
    for _ in 0..20 {
        site.proxy
            .fail_next(GET_INTAKE, respond("502 Bad Gateway", "", ""));
    }
    browser.complete_until("review", &answers).await;
    let notice = "document.querySelectorAll('[data-clock]').length";
    assert_eq!(browser.eval(notice).await, 0);
    assert!(questions(&site) > 1);
    site.proxy.clear_faults(GET_INTAKE);
    browser.commit_and_send().await;
    assert_declared_on(&site, "2026-11-20");
    browser.finish().await;
}

/// Checks that nothing is asked where no dossier is sent.
#[tokio::test]
async fn ok_nothing_is_asked_where_nothing_is_sent() {
    let (site, browser) = Scenario::new("602b", "ok-case-c")
        .with_setting("\"way\":\"intake\"", "\"way\":\"file\"")
        .start_at("review")
        .await;
    assert_eq!(questions(&site), 0);
    browser.finish().await;
}

//! Checks that a press never loses the focus: a button that disappears hands it on.

use hoso_tests::browser::Browser;
use hoso_tests::locales::{sentence, sentence_start, sentence_with};
use hoso_tests::proxy::{Fault, POST_DOSSIER};
use hoso_tests::scenario::start_at_step;
use hoso_tests::submission::ready_to_send;
use serde_json::json;

/// Presses the button with this text by the keyboard's focus, and waits until it has disappeared and
/// the focus is where `expected` says.
async fn press_and_expect(browser: &Browser, text: &str, expected: &str) {
    let text = json!(text);
    browser
        .wait_for(&format!(
            "(() => {{
                const all = [...document.querySelectorAll('main button')];
                window.pressed = all.find((e) => e.innerText.trim().startsWith({text}));
                if (!pressed) return false;
                pressed.focus();
                pressed.click();
                return true;
            }})()"
        ))
        .await;
    browser.wait_for("!pressed.isConnected").await;
    browser
        .wait_for(&format!(
            "document.activeElement !== document.body && document.activeElement.matches('{expected}')"
        ))
        .await;
}

#[tokio::test]
async fn ok_no_press_leaves_the_focus_at_the_body() {
    let (_site, browser) = start_at_step("contribution").await;
    let month = sentence_with("ui.use_month", &[("month", "12/2026")]);
    press_and_expect(&browser, &month, "[name=first_month]").await;
    let amount = sentence_with("ui.use_amount", &[("amount", "3.000.000")]);
    press_and_expect(&browser, &amount, "[name=income_base]").await;
    // The contribution in place of the income: the message proposes the income.
    browser.fill("income_base", "330.000").await;
    browser.type_keys("\u{e004}").await;
    press_and_expect(
        &browser,
        sentence_start("ui.apply_proposal"),
        "[name=income_base]",
    )
    .await;
    browser.finish().await;
}

#[tokio::test]
async fn ok_clearing_a_choice_keeps_the_focus_at_it() {
    let (_site, browser) = start_at_step("wish").await;
    browser.fill("cases", "continue").await;
    let clear = sentence("ui.untick");
    press_and_expect(&browser, &clear, "[type=radio][value=continue]").await;
    assert!(!browser.is_checked("cases", "continue").await);
    browser.finish().await;
}

/// Presses the button that sends again: until the answer comes, the heading has the focus.
#[tokio::test]
async fn ok_sending_again_keeps_the_focus() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("Failed to load resource");
    browser.fail_to_send(&site, Fault::Drop).await;
    site.proxy.hold(POST_DOSSIER);
    press_and_expect(&browser, &sentence("ui.send_now"), ".sending__title").await;
    site.proxy.release();
    browser.expect_single_receipt(&site).await;
    browser.finish().await;
}

/// Lets the page send again by itself: a control that has the focus keeps it, and the page does not
/// scroll.
#[tokio::test]
async fn ok_an_attempt_of_the_page_itself_leaves_the_focus() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("Failed to load resource");
    browser.fail_to_send(&site, Fault::Drop).await;
    let title = browser.eval_text("document.title").await;
    assert!(title.starts_with(&sentence("ui.failed_title")), "{title}");
    site.proxy.hold(POST_DOSSIER);
    site.proxy.fail_next_dossier(Fault::Drop);
    browser
        .eval("(() => { document.querySelector('.footer a').focus(); dispatchEvent(new Event('online')); })()")
        .await;
    browser
        .wait_for("!document.querySelector('[role=alert]')")
        .await;
    site.proxy.release();
    browser
        .wait_for("document.querySelector('[role=alert]') !== null")
        .await;
    site.proxy.wait_for_requests(POST_DOSSIER, 2).await;
    // The focus moves one frame after the report is rendered.
    browser
        .wait_for("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")
        .await;
    let focused = "document.activeElement.matches('.footer a')";
    assert_eq!(browser.eval(focused).await, json!(true));
    browser.finish().await;
}

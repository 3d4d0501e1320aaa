//! Sending again after a failure that passes: by the page itself and by the person.

use hoso_tests::proxy::{Fault, POST_DOSSIER};
use hoso_tests::submission::{ready_to_send, respond};
use serde_json::Value;

use crate::sending::assert_one_dossier;

/// Checks responses that prove nothing, one after the other: each is reported, the answers stay,
/// and in the end one dossier is stored.
#[tokio::test]
async fn ok_responses_without_receipt_are_retried() {
    let html = "Content-Type: text/html\r\n";
    let json = "Content-Type: application/json\r\n";
    let receipt = r#"{"number":"HS-2026-000001","dossier_id":"7f0c2a54-31c1-4d5e-9f37-0c8e6f1a2b3d","digest":"0000000000000000000000000000000000000000000000000000000000000000","received_at":"2026-11-20T02:00:00Z","status":"received","attachments":[],"secret":"x","missing":[]}"#;
    let rows = [
        (
            respond("500 Internal Server Error", html, "<h1>oops</h1>"),
            "ui.failed_server",
        ),
        (respond("502 Bad Gateway", html, ""), "ui.failed_server"),
        (
            respond("503 Service Unavailable", "Retry-After: 60\r\n", ""),
            "ui.failed_busy",
        ),
        (respond("429 Too Many Requests", "", ""), "ui.failed_busy"),
        (
            respond("200 OK", html, "<h1>Đã nhận</h1>"),
            "ui.failed_invalid_response",
        ),
        (
            respond("201 Created", json, "{}"),
            "ui.failed_invalid_response",
        ),
        (
            respond("201 Created", json, "{\"number\""),
            "ui.failed_invalid_response",
        ),
        (
            respond("201 Created", json, receipt),
            "ui.failed_invalid_response",
        ),
        (respond("204 No Content", "", ""), "ui.send_again"),
        (
            respond("302 Found", "Location: /602b/\r\n", ""),
            "ui.failed_network",
        ),
        (
            respond("307 Temporary Redirect", "Location: /api/dossiers\r\n", ""),
            "ui.failed_network",
        ),
        (respond("418 I'm a teapot", html, "?"), "ui.failed_refused"),
        (
            respond("413 Content Too Large", "", ""),
            "ui.failed_too_large",
        ),
    ];
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("Failed to load resource");
    let posts = rows.len() + 1;
    for (i, (fault, code)) in rows.into_iter().enumerate() {
        site.proxy.fail_next_dossier(fault);
        if i == 0 {
            browser.submit_step().await;
        } else {
            browser.send_again().await;
        }
        site.proxy.wait_for_requests(POST_DOSSIER, i + 1).await;
        browser.wait_for_failure(code).await;
        assert_eq!(
            browser
                .eval("document.getElementById('dossier_number')")
                .await,
            Value::Null
        );
        assert!(site.stored_dossiers().is_empty());
    }
    browser.send_again().await;
    assert_one_dossier(&site, &browser, posts).await;
    browser.finish().await;
}

/// Checks that the page sends again by itself after failures that pass, with the same key.
#[tokio::test]
async fn ok_a_passing_failure_needs_no_press() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("Failed to load resource");
    browser.run_countdowns().await;
    let busy = |headers| respond("503 Service Unavailable", headers, "");
    site.proxy.fail_next_dossier(busy("Retry-After: 1\r\n"));
    site.proxy.fail_next_dossier(Fault::TruncateResponse);
    browser.submit_step().await;
    assert_one_dossier(&site, &browser, 3).await;
    browser.finish().await;
}

/// Checks that `Retry-After` is obeyed, and that "Gửi ngay" does not wait for it.
#[tokio::test]
async fn ok_retry_after_is_the_least_delay() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("Failed to load resource");
    let many = |headers| respond("429 Too Many Requests", headers, "");
    site.proxy.fail_next_dossier(many("Retry-After: 200\r\n"));
    browser.submit_step().await;
    let timer = "document.querySelector('[role=timer]')?.innerText";
    let text = browser.wait_for(timer).await;
    let digits: String = text
        .as_str()
        .unwrap()
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    let seconds: u32 = digits.parse().unwrap();
    assert!((200..300).contains(&seconds), "{seconds}");
    // Nobody waits for an hour in front of the page.
    site.proxy.fail_next_dossier(many("Retry-After: 3600\r\n"));
    browser.press("ui.send_now").await;
    site.proxy.wait_for_requests(POST_DOSSIER, 2).await;
    browser.wait_for_failure("ui.failed_busy").await;
    assert_eq!(browser.eval(timer).await, Value::Null);
    browser.press("ui.send_again").await;
    assert_one_dossier(&site, &browser, 3).await;
    browser.finish().await;
}

/// Checks that a person who leaves the report of a failure is not followed by another attempt.
#[tokio::test]
async fn ok_leaving_the_page_stops_the_countdown() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("Failed to load resource");
    browser.fail_to_send(&site, Fault::Drop).await;
    browser
        .wait_for("document.querySelector('[role=timer]')?.innerText")
        .await;
    browser.back_to_review().await;
    browser.run_countdowns().await;
    browser.send().await;
    assert_one_dossier(&site, &browser, 2).await;
    browser.finish().await;
}

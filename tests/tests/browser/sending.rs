//! Checks that a dossier is stored exactly once, whatever the receiver responds.

use hoso_tests::browser::Browser;
use hoso_tests::examples;
use hoso_tests::locales::{sentence, sentence_with};
use hoso_tests::proxy::{Fault, POST_DOSSIER};
use hoso_tests::scenario::Scenario;
use hoso_tests::site::Site;
use hoso_tests::submission::{
    conflict_response, killed_while_posting, posting, ready_to_send, respond,
};
use serde_json::json;
use thirtyfour::prelude::*;

/// Asserts that all posts had the same key and body, and that one dossier is stored.
pub(crate) async fn assert_one_dossier(site: &Site, browser: &Browser, posts: usize) {
    let number = browser.receipt_number().await;
    let (stored, envelope) = site.single_dossier();
    assert_eq!(number, stored);
    assert_eq!(envelope["answers"], examples::answers("ok-case-c"));
    let sent = site.proxy.posted_dossiers();
    assert_eq!(sent.len(), posts);
    for post in &sent {
        assert_eq!(post.key.as_deref(), envelope["dossier_id"].as_str());
        assert_eq!(post.body, sent[0].body, "every try posts the same bytes");
    }
}

#[tokio::test]
async fn ok_a_double_click_is_one_dossier() {
    let (site, browser) = ready_to_send().await;
    let button = browser
        .driver
        .find(By::Css("form button[type=submit]"))
        .await
        .unwrap();
    browser
        .driver
        .action_chain()
        .double_click_element(&button)
        .perform()
        .await
        .unwrap();
    assert_one_dossier(&site, &browser, 1).await;
    browser.finish().await;
}

/// Submits twice before the page can render.
#[tokio::test]
async fn ok_two_presses_at_once_are_one_dossier() {
    let (site, browser) = ready_to_send().await;
    browser.eval("(() => { const form = document.querySelector('form'); form.requestSubmit(); form.requestSubmit(); })()").await;
    assert_one_dossier(&site, &browser, 1).await;
    browser.finish().await;
}

/// Checks that further keys of a true receipt do not hide it, and that its time may have an offset
/// and a fraction.
#[tokio::test]
async fn ok_a_receipt_with_further_keys_is_a_receipt() {
    let nested = format!("{}{}", "[".repeat(40), "]".repeat(40));
    let keys: Vec<String> = (0..1_500).map(|i| format!("\"k{i}\":{i}")).collect();
    let more = format!(
        "{{\"fee\":12.5,\"serial\":9007199254740993,\"tree\":{nested},\"extra\":{{{}}},",
        keys.join(",")
    );
    let (site, browser) = ready_to_send().await;
    site.proxy.edit_next_dossier_response(move |body| {
        let body = body.replacen('{', &more, 1);
        let time = body.split_once("\"received_at\":\"").unwrap().1;
        let time = &time[..time.find('"').unwrap()];
        assert_eq!(time, "2026-11-20T02:00:00Z");
        body.replace(time, "2026-11-20T09:00:00.250+07:00")
    });
    browser.submit_step().await;
    assert_one_dossier(&site, &browser, 1).await;
    let text = browser.main_text().await;
    assert!(
        text.contains("9:00") && text.contains("20/11/2026"),
        "{text}"
    );
    browser.finish().await;
}

/// Checks that a number nobody can read aloud is no receipt.
#[tokio::test]
async fn ok_a_number_that_cannot_be_read_is_no_receipt() {
    let (site, browser) = ready_to_send().await;
    let mut posts = 0;
    for number in ["   ", "HS\\u0007-1", "\\u202eHS-1", "\\u200b"] {
        site.proxy.edit_next_dossier_response(move |body| {
            let start = body.find("\"number\":\"").unwrap() + 10;
            let end = start + body[start..].find('"').unwrap();
            [&body[..start], number, &body[end..]].concat()
        });
        if posts == 0 {
            browser.submit_step().await;
        } else {
            browser.send_again().await;
        }
        posts += 1;
        site.proxy.wait_for_requests(POST_DOSSIER, posts).await;
        browser.wait_for_failure("ui.failed_invalid_response").await;
    }
    browser.send_again().await;
    assert_one_dossier(&site, &browser, posts + 1).await;
    browser.finish().await;
}

/// Checks that a dossier that was stored and rejected is not called received.
#[tokio::test]
async fn ok_a_rejected_dossier_is_not_called_received() {
    let (site, browser) = ready_to_send().await;
    site.proxy
        .edit_next_dossier_response(|body| body.replace("\"received\"", "\"rejected\""));
    browser.submit_step().await;
    assert_one_dossier(&site, &browser, 1).await;
    let text = browser.main_text().await;
    assert!(text.contains(&sentence("ui.rejected_title")), "{text}");
    // It is a trial: nobody is to be called, and the agency's number leads to nobody who knows of it.
    let name = [("receiver", "Hệ thống nhận hồ sơ chạy thử")];
    let lead = sentence_with("ui.rejected_lead.trial", &name);
    assert!(text.contains(&lead) && !text.contains("1900"), "{text}");
    let title = browser.eval_text("document.title").await;
    assert!(title.starts_with(&sentence("ui.rejected_title")), "{title}");
    for code in [
        "ui.receipt_title",
        "ui.receipt_title.bhxh",
        "ui.next_title",
        "ui.transfer_text_title",
    ] {
        assert!(!text.contains(&sentence(code)), "{text}");
    }
    browser.finish().await;
}

/// Checks that a refusal with ten thousand issues is shown, and not all of it.
#[tokio::test]
async fn ok_ten_thousand_issues_do_not_freeze_the_page() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("status of 422");
    let issues = vec![r#"{"at":"phone","code":"phone.format"}"#; 10_000].join(",");
    let problem = format!(r#"{{"status":422,"code":"x","issues":[{issues}]}}"#);
    site.proxy.fail_next_dossier(respond(
        "422 Unprocessable Content",
        "Content-Type: application/problem+json\r\n",
        &problem,
    ));
    browser.submit_step().await;
    browser.wait_for_error_summary().await;
    let entries = browser
        .eval("document.querySelectorAll('[data-hoso-summary] li').length")
        .await;
    assert_eq!(entries, 100);
    browser.finish().await;
}

#[tokio::test]
async fn ok_connection_lost_before_the_request_arrived() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("net::ERR_");
    browser.fail_to_send(&site, Fault::Drop).await;
    assert!(site.stored_dossiers().is_empty());
    browser.send_again().await;
    assert_one_dossier(&site, &browser, 2).await;
    browser.finish().await;
}

/// Truncates the response of a stored dossier: the retry gives the same number.
#[tokio::test]
async fn ok_connection_lost_after_the_request_arrived() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("net::ERR_");
    browser.fail_to_send(&site, Fault::TruncateResponse).await;
    assert_eq!(
        site.stored_dossiers().len(),
        1,
        "it is stored, and the page can't know"
    );
    browser.send_again().await;
    assert_one_dossier(&site, &browser, 2).await;
    browser.finish().await;
}

#[tokio::test]
async fn ok_reload_while_in_flight() {
    let (site, browser) = posting().await;
    browser.reload().await;
    browser.wait_for_text("ui.failed_interrupted").await;
    site.proxy.release();
    browser.send_again().await;
    assert_one_dossier(&site, &browser, 2).await;
    browser.finish().await;
}

#[tokio::test]
async fn ok_browser_killed_while_in_flight() {
    let (site, browser) = killed_while_posting().await;
    browser.send_again().await;
    assert_one_dossier(&site, &browser, 2).await;
    browser.finish().await;
}

/// Checks that the issues of a 422 are shown at their fields, and that the corrected dossier is a
/// new one.
#[tokio::test]
async fn ok_422_issues_are_shown_at_their_fields() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("status of 422");
    let problem = r#"{"type":"about:blank","title":"refused","status":422,"code":"answers-wrong","issues":[{"at":"phone","code":"phone.format"},{"at":"full_name","code":"a-code-that-nobody-knows"}]}"#;
    site.proxy.fail_next_dossier(respond(
        "422 Unprocessable Content",
        "Content-Type: application/problem+json\r\n",
        problem,
    ));
    browser.submit_step().await;
    browser.wait_for_error_summary().await;
    let text = browser
        .eval_text("document.querySelector('[data-hoso-summary]').innerText")
        .await;
    assert!(text.contains(&sentence("ui.refused_here")), "{text}");
    assert!(!text.contains("a-code-that-nobody-knows"), "{text}");
    browser
        .click("[data-hoso-summary] a[href=\"#phone\"]")
        .await;
    browser
        .wait_for("location.hash === '#contact' && document.activeElement?.name === 'phone'")
        .await;
    assert_eq!(browser.value("phone").await, "0900000001");
    browser.fill("phone", "0900000009").await;
    let mut answers = examples::answers("ok-case-c");
    let request = answers["request_text"]
        .as_str()
        .unwrap()
        .replace("0900000001", "0900000009");
    answers["phone"] = "0900000009".into();
    answers["request_text"] = request.into();
    let mut step = browser.complete_step().await;
    while step != "review" {
        if step == "request" {
            browser.fill_step(&answers).await;
        }
        step = browser.complete_step().await;
    }
    // Clears the commitment, because the dossier has changed.
    assert!(!browser.is_checked("commitment", "yes").await);
    let number = browser.commit_and_send().await;
    let (stored, envelope) = site.single_dossier();
    assert_eq!((number, &envelope["answers"]), (stored, &answers));
    let posts = site.proxy.posted_dossiers();
    assert_eq!(posts.len(), 2);
    assert_ne!(
        posts[0].key, posts[1].key,
        "the refused one is not stored, so this is another dossier"
    );
    browser.finish().await;
}

#[tokio::test]
async fn ok_422_without_issues_keeps_the_answers() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("status of 422");
    site.proxy.fail_next_dossier(respond(
        "422 Unprocessable Content",
        "Content-Type: text/html\r\n",
        "<h1>no</h1>",
    ));
    browser.submit_step().await;
    browser.wait_for_failure("ui.failed_refused").await;
    browser.back_to_review().await;
    let text = browser.main_text().await;
    assert!(
        text.contains("Nguyễn Thị Mẫu") && text.contains("1.500.000"),
        "{text}"
    );
    browser.submit_step().await;
    browser.receipt_number().await;
    assert_eq!(
        site.single_dossier().1["answers"],
        examples::answers("ok-case-c")
    );
    browser.finish().await;
}

/// Checks that a conflict of the idempotency key overwrites nothing, and that the dossier can be
/// sent as a new one.
#[tokio::test]
async fn ok_conflict_can_be_sent_as_new() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("status of 409");
    site.proxy.fail_next_dossier(conflict_response());
    browser.submit_step().await;
    browser.wait_for_failure("ui.conflict_text").await;
    browser.press("ui.send_as_new").await;
    browser.receipt_number().await;
    let (_, envelope) = site.single_dossier();
    assert_eq!(envelope["answers"], examples::answers("ok-case-c"));
    let posts = site.proxy.posted_dossiers();
    assert_eq!(posts.len(), 2);
    assert_ne!(posts[0].key, posts[1].key);
    assert_eq!(posts[1].key.as_deref(), envelope["dossier_id"].as_str());
    browser.finish().await;
}

/// Opens a draft in a second window and sends it there: the first shows its receipt when it is opened
/// again.
#[tokio::test]
async fn ok_two_windows_send_one_dossier() {
    let (site, browser) = ready_to_send().await;
    browser.wait_for_draft("draft.answers.commitment").await;
    let (first, _) = browser.open_draft_in_second_window(&site, "review").await;
    assert!(browser.is_checked("commitment", "yes").await);
    browser.submit_step().await;
    let number = browser.receipt_number().await;
    browser.switch_to_window(&first).await;
    browser.wait_for_notice("ui.opened_elsewhere").await;
    browser.reload().await;
    browser.wait_for_number(&number).await;
    assert_eq!(site.single_dossier().0, number);
    browser.finish().await;
}

/// Takes the draft over while the dossier of the first window is in flight, which does not let go of
/// it: the second window sends the same bytes, and neither loses the receipt.
#[tokio::test]
async fn ok_two_windows_send_at_once() {
    let (site, browser) = ready_to_send().await;
    browser.wait_for_draft("draft.answers.commitment").await;
    site.proxy.hold(POST_DOSSIER);
    browser.submit_step().await;
    site.proxy.wait_for_requests(POST_DOSSIER, 1).await;
    let (first, second) = browser.open_second_window().await;
    browser.open(&site).await;
    browser.open_here().await;
    browser.wait_for_pending_delivery().await;
    browser.send_again().await;
    site.proxy.wait_for_requests(POST_DOSSIER, 2).await;
    site.proxy.release();
    let number = browser.receipt_number().await;
    browser.expect_saved_receipt(&number).await;
    browser.switch_to_window(&first).await;
    browser.wait_for_notice("ui.opened_elsewhere").await;
    browser.reload().await;
    browser.wait_for_number(&number).await;
    browser.switch_to_window(&second).await;
    browser.expect_saved_receipt(&number).await;
    assert_eq!(site.single_dossier().0, number);
    let posts = site.proxy.posted_dossiers();
    assert_eq!(
        (&posts[0].key, &posts[0].body),
        (&posts[1].key, &posts[1].body)
    );
    assert_eq!(browser.draft_count().await, 1);
    browser.finish().await;
}

/// Checks that no control takes the place of the button, where the second tap of a double tap hits.
#[tokio::test]
async fn ok_double_tap_hits_no_other_control() {
    let (site, browser) = ready_to_send().await;
    site.proxy.hold(POST_DOSSIER);
    let here = browser
        .eval("(() => { const button = document.querySelector('form button[type=submit]'); button.scrollIntoView({ block: 'center' }); const box = button.getBoundingClientRect(); return { x: box.x + box.width / 2, y: box.y + box.height / 2 }; })()")
        .await;
    browser
        .cdp(
            "Emulation.setTouchEmulationEnabled",
            json!({ "enabled": true }),
        )
        .await;
    for _ in 0..2 {
        for (kind, points) in [("touchStart", json!([here])), ("touchEnd", json!([]))] {
            browser
                .cdp(
                    "Input.dispatchTouchEvent",
                    json!({ "type": kind, "touchPoints": points }),
                )
                .await;
        }
    }
    site.proxy.wait_for_requests(POST_DOSSIER, 1).await;
    // Requires no control on the screen while the dossier is in flight.
    let links = browser
        .eval("[...document.querySelectorAll('a, button')].filter((e) => { const box = e.getBoundingClientRect(); return box.height && box.bottom > 200 && box.top < innerHeight; }).length")
        .await;
    assert_eq!(links, 0);
    site.proxy.release();
    assert_one_dossier(&site, &browser, 1).await;
    browser.finish().await;
}

/// Checks that edits after a failed attempt are sent under the same key.
#[tokio::test]
async fn ok_edits_after_a_failed_attempt_are_sent() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("ERR_EMPTY_RESPONSE");
    for _ in 0..3 {
        // Queues several faults: the browser repeats such a request itself.
        site.proxy.fail_next_dossier(Fault::Drop);
    }
    browser.submit_step().await;
    browser.wait_for_failure("ui.failed_network").await;
    browser.edit_phone("0900000008").await.commit().await;
    // Retries until the queued faults are used up.
    let mut tries = 0;
    browser.submit_step().await;
    while browser
        .wait_for("document.querySelector('[role=alert] h1') ? 'again' : document.getElementById('dossier_number') && 'there'")
        .await
        == "again"
    {
        tries += 1;
        assert!(tries < 4);
        browser.send_again().await;
    }
    let number = browser.receipt_number().await;
    let (stored, envelope) = site.single_dossier();
    assert_eq!(number, stored);
    assert_eq!(envelope["answers"]["phone"], "0900000008");
    let text = browser.main_text().await;
    assert!(
        text.contains("0900000008") && !text.contains("0900000001"),
        "{text}"
    );
    let posts = site.proxy.posted_dossiers();
    assert!(posts.iter().all(|post| post.key == posts[0].key));
    browser.finish().await;
}

/// Edits the answers after a stored attempt: the receiver reports a conflict, and the page takes the
/// number of the stored version. The citizen keeps the edits, or sends them as another dossier.
#[tokio::test]
async fn ok_edits_after_a_stored_attempt_conflict() {
    for anew in [false, true] {
        let (site, mut browser) = ready_to_send().await;
        browser.expect_console("ERR_CONTENT_LENGTH_MISMATCH");
        browser.expect_console("status of 409");
        browser.fail_to_send(&site, Fault::TruncateResponse).await;
        let first = site.single_dossier();
        browser.edit_phone("0900000008").await.commit().await;
        browser.submit_step().await;
        assert_eq!(browser.receipt_number().await, first.0);
        if anew {
            browser.open_correction().await;
            browser.commit_and_send().await;
            let stored = site.stored_dossiers();
            assert_eq!(stored.len(), 2);
            assert_eq!(stored[1].1["answers"]["phone"], "0900000008");
            assert_ne!(stored[0].1["dossier_id"], stored[1].1["dossier_id"]);
        } else {
            assert_eq!(site.single_dossier().1["answers"]["phone"], "0900000001");
            let text = browser.main_text().await;
            assert!(
                text.contains("0900000001") && !text.contains("0900000008"),
                "{text}"
            );
            assert!(text.contains(&sentence("ui.changed_since")), "{text}");
            // Saves the edits as another draft.
            browser
                .wait_for_draft("draft.answers.phone === '0900000008'")
                .await;
        }
        browser.finish().await;
    }
}

/// Checks that the page asks for no password, and sends no cookie of the origin.
#[tokio::test]
async fn err_unauthorized_is_reported() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("Failed to load resource");
    browser.eval("document.cookie = 'portal=1; path=/'").await;
    site.proxy.fail_next_dossier(respond(
        "401 Unauthorized",
        "WWW-Authenticate: Basic realm=\"x\"\r\n",
        "",
    ));
    browser.send().await;
    browser.wait_for_failure("ui.failed_refused").await;
    assert_eq!(site.proxy.posted_dossiers()[0].cookie, None);
    browser.send_again().await;
    assert_one_dossier(&site, &browser, 2).await;
    browser.finish().await;
}

/// Comes online again after a failure of the connection: the page tries at once. A receiver that has
/// asked for a delay was reached, so that delay is kept.
#[tokio::test]
async fn ok_the_page_sends_again_when_it_is_online_again() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("Failed to load resource");
    let online = "window.dispatchEvent(new Event('online'))";
    let delay = respond("503 Service Unavailable", "Retry-After: 60\r\n", "");
    site.proxy.fail_next_dossier(delay);
    browser.send().await;
    browser.wait_for_failure("ui.failed_busy").await;
    // An attempt would be shown until it is released.
    site.proxy.hold(POST_DOSSIER);
    browser.eval(online).await;
    browser
        .eval("new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))).then(() => null)")
        .await;
    let attempts = browser
        .eval("document.querySelectorAll('.sending').length")
        .await;
    assert_eq!(attempts, 0);
    site.proxy.release();

    site.proxy.fail_next_dossier(Fault::Drop);
    browser.send_again().await;
    browser.wait_for_failure("ui.failed_network").await;
    browser.eval(online).await;
    assert_one_dossier(&site, &browser, 3).await;
    browser.finish().await;
}

/// Checks that the page about a failure makes the PDF and names the deployment's own number.
#[tokio::test]
async fn ok_a_failure_leaves_the_pdf_and_the_own_hotline() {
    let (site, mut browser) = Scenario::new("602b", "ok-case-c")
        .with_setting("\"hotline\":\"1900 9068\"", "\"hotline\":\"1900 1234\"")
        .start_at("review")
        .await;
    browser.expect_console("Failed to load resource");
    browser.commit().await;
    browser.fail_to_send(&site, Fault::Drop).await;
    let called = browser
        .eval("[...document.querySelectorAll('[role=alert] a')].map((a) => a.getAttribute('href'))")
        .await;
    assert_eq!(called, json!(["tel:19001234"]));
    browser.press("ui.official_form_make").await;
    let has_pdf = "document.querySelector('.official-form a[download]')?.href.startsWith('blob:')";
    browser.wait_for(has_pdf).await;
    // Another attempt that fails keeps it, and does not draw it again.
    browser
        .eval("document.querySelector('[role=alert]').dataset.before = ''")
        .await;
    browser
        .eval("document.querySelector('.official-form').dataset.before = ''")
        .await;
    site.proxy.fail_next_dossier(Fault::Drop);
    browser.send_again().await;
    browser
        .wait_for("document.querySelector('[role=alert]:not([data-before])')")
        .await;
    assert_eq!(browser.eval(has_pdf).await, json!(true));
    let is_kept = "'before' in document.querySelector('.official-form').dataset";
    assert_eq!(browser.eval(is_kept).await, json!(true));
    browser.send_again().await;
    browser.expect_single_receipt(&site).await;
    browser.finish().await;
}

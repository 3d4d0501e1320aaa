//! Exactly once, whatever the receiver answers, or if it answers nothing.

use hoso_tests::browser::Browser;
use hoso_tests::examples;
use hoso_tests::line::Fault;
use hoso_tests::post::{answer, change_the_phone, conflict, ready_to_send, until_told};
use hoso_tests::site::Site;
use serde_json::json;
use thirtyfour::prelude::*;

const POST: &str = "POST /api/dossiers";

/// All posts were the very same dossier under the same key, and it is stored once.
async fn is_one_dossier(site: &Site, browser: &Browser, posts: usize) {
    let number = browser.receipt().await;
    let (stored, envelope) = site.only();
    assert_eq!(number, stored);
    assert_eq!(envelope["answers"], examples::answers("ok-case-c"));
    let sent = site.line.posts();
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
    is_one_dossier(&site, &browser, 1).await;
    browser.end().await;
}

/// Two presses before the page could even paint.
#[tokio::test]
async fn ok_two_presses_at_once_are_one_dossier() {
    let (site, browser) = ready_to_send().await;
    browser.look("(() => { const form = document.querySelector('form'); form.requestSubmit(); form.requestSubmit(); })()").await;
    is_one_dossier(&site, &browser, 1).await;
    browser.end().await;
}

/// Answers that prove nothing, one after the other: each is told in words, everything
/// is kept, and in the end the dossier arrives once.
#[tokio::test]
async fn ok_answers_that_prove_nothing() {
    let html = "Content-Type: text/html\r\n";
    let json = "Content-Type: application/json\r\n";
    let receipt = r#"{"number":"HS-2026-000001","dossier_id":"7f0c2a54-31c1-4d5e-9f37-0c8e6f1a2b3d","digest":"0000000000000000000000000000000000000000000000000000000000000000","received_at":"2026-11-20T02:00:00Z","status":"received","attachments":[],"secret":"x","missing":[]}"#;
    let rows = [
        (
            answer("500 Internal Server Error", html, "<h1>oops</h1>"),
            "đang gặp sự cố",
        ),
        (answer("502 Bad Gateway", html, ""), "đang gặp sự cố"),
        (
            answer("503 Service Unavailable", "Retry-After: 60\r\n", ""),
            "đang bận",
        ),
        (answer("429 Too Many Requests", "", ""), "đang bận"),
        (
            answer("200 OK", html, "<h1>Đã nhận</h1>"),
            "trả lời không rõ",
        ),
        (answer("201 Created", json, "{}"), "trả lời không rõ"),
        (
            answer("201 Created", json, "{\"number\""),
            "trả lời không rõ",
        ),
        (answer("201 Created", json, receipt), "trả lời không rõ"),
        (answer("204 No Content", "", ""), "Gửi lại"),
        (
            answer("302 Found", "Location: /602b/\r\n", ""),
            "Không kết nối được",
        ),
        (
            answer("307 Temporary Redirect", "Location: /api/dossiers\r\n", ""),
            "Không kết nối được",
        ),
        (
            answer("418 I'm a teapot", html, "?"),
            "không nhận hồ sơ ở dạng này",
        ),
        (answer("413 Content Too Large", "", ""), "lớn hơn mức"),
    ];
    let (site, mut browser) = ready_to_send().await;
    browser.expect("Failed to load resource");
    let posts = rows.len() + 1;
    for (i, (fault, words)) in rows.into_iter().enumerate() {
        site.line.fail(fault);
        if i == 0 {
            browser.next().await;
        } else {
            browser.press("Gửi lại").await;
        }
        site.line.until_asked(POST, i + 1).await;
        until_told(&browser, words).await;
        assert_eq!(
            browser
                .look("document.getElementById('dossier_number')")
                .await,
            serde_json::Value::Null
        );
        assert!(site.stored().is_empty());
    }
    browser.press("Gửi lại").await;
    is_one_dossier(&site, &browser, posts).await;
    browser.end().await;
}

#[tokio::test]
async fn ok_a_line_that_breaks_before_anything_arrived() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect("net::ERR_");
    site.line.fail(Fault::Close);
    browser.next().await;
    until_told(&browser, "Không kết nối được").await;
    assert!(site.stored().is_empty());
    browser.press("Gửi lại").await;
    is_one_dossier(&site, &browser, 2).await;
    browser.end().await;
}

/// The receiver has stored it, but its answer broke off: trying again gives the same number.
#[tokio::test]
async fn ok_a_line_that_breaks_after_everything_arrived() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect("net::ERR_");
    site.line.fail(Fault::Cut);
    browser.next().await;
    until_told(&browser, "Không kết nối được").await;
    assert_eq!(
        site.stored().len(),
        1,
        "it is stored, and the page can't know"
    );
    browser.press("Gửi lại").await;
    is_one_dossier(&site, &browser, 2).await;
    browser.end().await;
}

#[tokio::test]
async fn ok_a_reload_while_it_is_on_its_way() {
    let (site, browser) = ready_to_send().await;
    site.line.hold(POST);
    browser.next().await;
    site.line.until_asked(POST, 1).await;
    browser.driver.refresh().await.unwrap();
    browser.ready().await;
    browser.until("document.querySelector('[role=alert]')?.innerText.includes('chưa biết hồ sơ đã tới nơi hay chưa')").await;
    site.line.release();
    browser.press("Gửi lại").await;
    is_one_dossier(&site, &browser, 2).await;
    browser.end().await;
}

#[tokio::test]
async fn ok_a_kill_while_it_is_on_its_way() {
    let (site, browser) = ready_to_send().await;
    site.line.hold(POST);
    browser.next().await;
    site.line.until_asked(POST, 1).await;
    let profile = browser.kill();
    site.line.release();
    let browser = Browser::again(profile).await;
    browser.open(&site).await;
    browser.until("document.querySelector('[role=alert]')?.innerText.includes('chưa biết hồ sơ đã tới nơi hay chưa')").await;
    browser.press("Gửi lại").await;
    is_one_dossier(&site, &browser, 2).await;
    browser.end().await;
}

/// What the receiver refuses is shown at its question; mended, it is a new dossier.
#[tokio::test]
async fn ok_a_refusal_leads_to_the_questions() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect("status of 422");
    let problem = r#"{"type":"about:blank","title":"refused","status":422,"code":"answers-wrong","issues":[{"at":"phone","code":"phone.format"},{"at":"full_name","code":"a-code-that-nobody-knows"}]}"#;
    site.line.fail(answer(
        "422 Unprocessable Content",
        "Content-Type: application/problem+json\r\n",
        problem,
    ));
    browser.next().await;
    browser
        .until("document.activeElement?.matches('[data-hoso-summary]')")
        .await;
    let words = browser
        .text("document.querySelector('[data-hoso-summary]').innerText")
        .await;
    assert!(words.contains("Nơi nhận chưa chấp nhận ô này"), "{words}");
    assert!(!words.contains("a-code-that-nobody-knows"), "{words}");
    browser
        .click("[data-hoso-summary] a[href=\"#phone\"]")
        .await;
    browser
        .until("location.hash === '#contact' && document.activeElement?.name === 'phone'")
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
    let mut step = browser.pass().await;
    while step != "review" {
        if step == "request" {
            browser.fill_step(&answers).await;
        }
        step = browser.pass().await;
    }
    // What was confirmed was another dossier.
    assert!(!browser.has("commitment", "yes").await);
    browser.fill("commitment", "yes").await;
    browser.next().await;
    let number = browser.receipt().await;
    let (stored, envelope) = site.only();
    assert_eq!((number, &envelope["answers"]), (stored, &answers));
    let posts = site.line.posts();
    assert_eq!(posts.len(), 2);
    assert_ne!(
        posts[0].key, posts[1].key,
        "the refused one is not stored, so this is another dossier"
    );
    browser.end().await;
}

#[tokio::test]
async fn ok_a_refusal_without_a_word_keeps_everything() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect("status of 422");
    site.line.fail(answer(
        "422 Unprocessable Content",
        "Content-Type: text/html\r\n",
        "<h1>no</h1>",
    ));
    browser.next().await;
    until_told(&browser, "không nhận hồ sơ ở dạng này").await;
    browser.press("Về trang xem lại").await;
    browser.at("review").await;
    let words = browser
        .text("document.querySelector('main').innerText")
        .await;
    assert!(
        words.contains("Nguyễn Thị Mẫu") && words.contains("1.500.000"),
        "{words}"
    );
    browser.next().await;
    browser.receipt().await;
    assert_eq!(site.only().1["answers"], examples::answers("ok-case-c"));
    browser.end().await;
}

/// Another dossier lies under this key: nothing is overwritten, and this one can go as a new one.
#[tokio::test]
async fn ok_a_conflict_is_told_and_can_be_sent_anew() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect("status of 409");
    site.line.fail(conflict());
    browser.next().await;
    until_told(&browser, "Một bản có nội dung khác").await;
    browser.press("Gửi thành hồ sơ mới").await;
    browser.receipt().await;
    let (_, envelope) = site.only();
    assert_eq!(envelope["answers"], examples::answers("ok-case-c"));
    let posts = site.line.posts();
    assert_eq!(posts.len(), 2);
    assert_ne!(posts[0].key, posts[1].key);
    assert_eq!(posts[1].key.as_deref(), envelope["dossier_id"].as_str());
    browser.end().await;
}

/// Two windows show one draft, and the person presses in both: one dossier, one number.
#[tokio::test]
async fn ok_two_windows_send_one_dossier() {
    let (site, browser) = ready_to_send().await;
    browser.until_kept("draft.answers.commitment").await;
    let (first, _) = browser.another_window().await;
    browser.open(&site).await;
    browser.at("review").await;
    assert!(browser.has("commitment", "yes").await);
    browser.next().await;
    let number = browser.receipt().await;
    browser.go_to(&first).await;
    browser.next().await;
    assert_eq!(browser.receipt().await, number);
    assert_eq!(site.only().0, number);
    browser.end().await;
}

/// The same tick in both windows makes no second draft, and no second dossier.
#[tokio::test]
async fn ok_two_windows_with_the_same_tick_send_one_dossier() {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    browser
        .walk_to("review", &examples::answers("ok-case-c"))
        .await;
    browser.until_kept("draft.page === 'review'").await;
    let (first, second) = browser.another_window().await;
    browser.open(&site).await;
    browser.at("review").await;
    for window in [&first, &second] {
        browser
            .driver
            .switch_to_window(window.clone())
            .await
            .unwrap();
        browser.fill("commitment", "yes").await;
        browser
            .until("document.body.innerText.includes('Đã lưu trên máy này')")
            .await;
    }
    assert_eq!(browser.draft().await.as_array().unwrap().len(), 1);
    let mut numbers = Vec::new();
    for window in [&first, &second] {
        browser
            .driver
            .switch_to_window(window.clone())
            .await
            .unwrap();
        browser.next().await;
        numbers.push(browser.receipt().await);
    }
    assert_eq!(numbers[0], numbers[1]);
    assert_eq!(site.only().0, numbers[0]);
    browser.end().await;
}

/// The other window's dossier is still on its way when this one is pressed.
#[tokio::test]
async fn ok_two_windows_send_at_once() {
    let (site, browser) = ready_to_send().await;
    browser.until_kept("draft.answers.commitment").await;
    let (first, second) = browser.another_window().await;
    browser.open(&site).await;
    browser.at("review").await;
    site.line.hold(POST);
    browser.next().await;
    site.line.until_asked(POST, 1).await;
    browser.go_to(&first).await;
    browser.next().await;
    site.line.until_asked(POST, 2).await;
    site.line.release();
    let number = browser.receipt().await;
    browser.go_to(&second).await;
    assert_eq!(browser.receipt().await, number);
    assert_eq!(site.only().0, number);
    let posts = site.line.posts();
    assert_eq!(
        (&posts[0].key, &posts[0].body),
        (&posts[1].key, &posts[1].body)
    );
    browser.end().await;
}

/// The second tap of a double tap finds nothing where the button was.
#[tokio::test]
async fn ok_a_double_tap_stays_on_the_page() {
    let (site, browser) = ready_to_send().await;
    site.line.hold(POST);
    let here = browser
        .look("(() => { const button = document.querySelector('form button[type=submit]'); button.scrollIntoView({ block: 'center' }); const box = button.getBoundingClientRect(); return { x: box.x + box.width / 2, y: box.y + box.height / 2 }; })()")
        .await;
    browser
        .tell(
            "Emulation.setTouchEmulationEnabled",
            json!({ "enabled": true }),
        )
        .await;
    for _ in 0..2 {
        for (kind, points) in [("touchStart", json!([here])), ("touchEnd", json!([]))] {
            browser
                .tell(
                    "Input.dispatchTouchEvent",
                    json!({ "type": kind, "touchPoints": points }),
                )
                .await;
        }
    }
    site.line.until_asked(POST, 1).await;
    // Wherever on the screen the button stood, no link is there while the dossier is on its way.
    let links = browser
        .look("[...document.querySelectorAll('a, button')].filter((e) => { const box = e.getBoundingClientRect(); return box.height && box.bottom > 200 && box.top < innerHeight; }).length")
        .await;
    assert_eq!(links, 0);
    site.line.release();
    is_one_dossier(&site, &browser, 1).await;
    browser.end().await;
}

/// What was changed after a try that never arrived is what is sent, under the same key.
#[tokio::test]
async fn ok_changes_after_a_broken_try_are_sent() {
    let (site, mut browser) = ready_to_send().await;
    browser.expect("ERR_EMPTY_RESPONSE");
    for _ in 0..3 {
        // The browser repeats such a request by itself.
        site.line.fail(Fault::Close);
    }
    browser.next().await;
    until_told(&browser, "Không kết nối được").await;
    change_the_phone(&browser).await;
    // What is left of the faults meets nobody else.
    let mut tries = 0;
    browser.next().await;
    while browser
        .until("document.querySelector('[role=alert] h1') ? 'again' : document.getElementById('dossier_number') && 'there'")
        .await
        == "again"
    {
        tries += 1;
        assert!(tries < 4);
        browser.press("Gửi lại").await;
    }
    let number = browser.receipt().await;
    let (stored, envelope) = site.only();
    assert_eq!(number, stored);
    assert_eq!(envelope["answers"]["phone"], "0900000008");
    let words = browser
        .text("document.querySelector('main').innerText")
        .await;
    assert!(
        words.contains("0900000008") && !words.contains("0900000001"),
        "{words}"
    );
    let posts = site.line.posts();
    assert!(posts.iter().all(|post| post.key == posts[0].key));
    browser.end().await;
}

/// The first try had arrived after all: the receiver refuses the changed dossier, and the person
/// may take the number of the first. The receipt shows what the receiver holds.
#[tokio::test]
async fn ok_changes_after_a_try_that_arrived() {
    for anew in [false, true] {
        let (site, mut browser) = ready_to_send().await;
        browser.expect("ERR_CONTENT_LENGTH_MISMATCH");
        browser.expect("status of 409");
        site.line.fail(Fault::Cut);
        browser.next().await;
        until_told(&browser, "Không kết nối được").await;
        let first = site.only();
        change_the_phone(&browser).await;
        browser.next().await;
        until_told(&browser, "Một bản có nội dung khác").await;
        if anew {
            browser.press("Gửi thành hồ sơ mới").await;
            browser.receipt().await;
            let stored = site.stored();
            assert_eq!(stored.len(), 2);
            assert_eq!(stored[1].1["answers"]["phone"], "0900000008");
            assert_ne!(stored[0].1["dossier_id"], stored[1].1["dossier_id"]);
        } else {
            browser.press("Lấy số hồ sơ của bản đã tới").await;
            assert_eq!(browser.receipt().await, first.0);
            assert_eq!(site.only().1["answers"]["phone"], "0900000001");
            let words = browser
                .text("document.querySelector('main').innerText")
                .await;
            assert!(
                words.contains("0900000001") && !words.contains("0900000008"),
                "{words}"
            );
            assert!(words.contains("vẫn còn trong một bản lưu khác"), "{words}");
            // The changed answers are not lost.
            browser
                .until_kept("draft.answers.phone === '0900000008'")
                .await;
        }
        browser.end().await;
    }
}

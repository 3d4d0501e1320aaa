//! A dossier that is ready to leave, and what the line may do to it.

use crate::browser::Browser;
use crate::examples;
use crate::line::Fault;
use crate::site::Site;

/// A person who has ticked the declaration and has only to send.
pub async fn ready_to_send() -> (Site, Browser) {
    let (site, browser) = (Site::start().await, Browser::start().await);
    browser.open(&site).await;
    browser
        .walk_to("review", &examples::answers("ok-case-c"))
        .await;
    browser.fill("commitment", "yes").await;
    (site, browser)
}

/// A dossier that was stored, while the window that sent it has heard nothing.
pub async fn lost() -> (Site, Browser) {
    let (site, mut browser) = ready_to_send().await;
    browser.expect("Failed to load resource");
    site.line.fail(Fault::Cut);
    browser.next().await;
    until_told(&browser, "Không kết nối được").await;
    browser.until_kept("draft.frozen").await;
    (site, browser)
}

/// Somebody else answers.
pub fn answer(status: &'static str, headers: &'static str, body: &str) -> Fault {
    Fault::Answer {
        status,
        headers,
        body: body.to_owned(),
    }
}

/// Another dossier lies under this key.
pub fn conflict() -> Fault {
    answer(
        "409 Conflict",
        "Content-Type: application/problem+json\r\n",
        r#"{"status":409,"code":"idempotency_key.reused"}"#,
    )
}

/// Waits until the page says in words that the dossier did not arrive, and has the focus there.
pub async fn until_told(browser: &Browser, words: &str) {
    browser
        .until(&format!(
            "document.querySelector('[role=alert]')?.innerText.includes('{words}') && document.activeElement?.tagName === 'H1'"
        ))
        .await;
}

/// Changes the phone on the way back from a try that failed, and commits again.
pub async fn change_the_phone(browser: &Browser) {
    browser.press("Về trang xem lại").await;
    browser.at("review").await;
    back_to_the_contact(browser).await;
    browser.fill("phone", "0900000008").await;
    let mut answers = examples::answers("ok-case-c");
    answers.as_object_mut().unwrap().remove("phone");
    answers.as_object_mut().unwrap().remove("request_text");
    browser.walk_to("review", &answers).await;
    browser.fill("commitment", "yes").await;
}

/// Goes back from the review to the phone and the e-mail.
pub async fn back_to_the_contact(browser: &Browser) {
    for step in ["request", "contribution", "contact"] {
        browser.press("Quay lại").await;
        browser.until(&format!("location.hash === '#{step}'")).await;
        browser.at(step).await;
    }
}

/// The page is loaded again while a try is open.
pub async fn reload_while_open(browser: &Browser) {
    browser.until_kept("draft.frozen").await;
    browser.driver.refresh().await.unwrap();
    browser
        .until("document.querySelector('[role=alert] button')")
        .await;
}

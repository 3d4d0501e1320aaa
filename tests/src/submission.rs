//! Submitting a dossier: from the review to the receipt, and the failures in between.

use crate::browser::Browser;
use crate::examples;
use crate::locales::longest_sentence_part;
use crate::proxy::{Fault, POST_DOSSIER};
use crate::scenario::start_at_step;
use crate::site::Site;
use serde_json::{Value, json};
use thirtyfour::WindowHandle;

/// The header of an error that a receiver explains.
pub const PROBLEM_JSON_HEADER: &str = "Content-Type: application/problem+json\r\n";

/// Starts a scenario at the review with the commitment ticked.
pub async fn ready_to_send() -> (Site, Browser) {
    let (site, browser) = start_at_step("review").await;
    browser.commit().await;
    (site, browser)
}

/// Starts a scenario whose dossier is posted and held by the proxy, until [`Proxy::release`].
///
/// [`Proxy::release`]: crate::proxy::Proxy::release
pub async fn posting() -> (Site, Browser) {
    let (site, browser) = ready_to_send().await;
    site.proxy.hold(POST_DOSSIER);
    browser.submit_step().await;
    site.proxy.wait_for_requests(POST_DOSSIER, 1).await;
    (site, browser)
}

/// Starts a scenario whose browser was killed while it posted the dossier, and has opened the page again.
pub async fn killed_while_posting() -> (Site, Browser) {
    let (site, browser) = posting().await;
    let profile = browser.kill();
    site.proxy.release();
    let browser = Browser::restart(profile).await;
    browser.open(&site).await;
    browser.wait_for_text("ui.failed_interrupted").await;
    (site, browser)
}

/// Starts a scenario in which the receiver has stored the dossier, but its response was lost.
pub async fn stored_but_unacknowledged() -> (Site, Browser) {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("Failed to load resource");
    browser.fail_to_send(&site, Fault::TruncateResponse).await;
    browser.wait_for_draft("draft.delivery").await;
    (site, browser)
}

/// Starts [`ready_to_send`] in two windows with the same draft. The second one is the current one.
pub async fn ready_in_two_windows() -> (Site, Browser, WindowHandle, WindowHandle) {
    let (site, browser) = ready_to_send().await;
    browser.wait_for_draft("draft.answers.commitment").await;
    let (first, second) = browser.open_draft_in_second_window(&site, "review").await;
    (site, browser, first, second)
}

/// Starts a scenario in which the answers were edited after the receiver had stored the dossier: the page
/// finds out that the first version is stored, and shows its receipt. Returns its number, too.
pub async fn received_before_an_edit() -> (Site, Browser, String) {
    let (site, mut browser) = stored_but_unacknowledged().await;
    browser.expect_console("status of 409");
    browser.edit_phone("0900000008").await.commit().await;
    browser.submit_step().await;
    let number = browser.expect_single_receipt(&site).await;
    (site, browser, number)
}

/// Creates a response in place of the receiver.
pub fn respond(status: &'static str, headers: &'static str, body: &str) -> Fault {
    Fault::Respond {
        status,
        headers,
        body: body.to_owned(),
    }
}

/// Creates the response to an idempotency key that was used for another dossier.
pub fn conflict_response() -> Fault {
    respond(
        "409 Conflict",
        PROBLEM_JSON_HEADER,
        r#"{"status":409,"code":"idempotency_key.reused"}"#,
    )
}

/// Creates the response that rejects the phone number.
pub fn phone_rejected_response() -> Fault {
    respond(
        "422 Unprocessable Entity",
        PROBLEM_JSON_HEADER,
        r#"{"status":422,"issues":[{"at":"phone","code":"phone.format"}]}"#,
    )
}

impl Browser {
    /// Ticks the commitment on the review, and the consent before it where it is asked.
    pub async fn commit(&self) -> &Self {
        let consent = "document.querySelector('[name=consent]') !== null";
        if self.eval(consent).await == json!(true) {
            self.fill("consent", "yes").await;
        }
        self.fill("commitment", "yes").await;
        self
    }

    /// Clicks the submit button of the review.
    pub async fn send(&self) -> &Self {
        self.submit_step().await;
        self
    }

    /// Commits and sends. Returns the number of the receipt.
    pub async fn commit_and_send(&self) -> String {
        self.commit().await.send().await.receipt_number().await
    }

    /// Waits until the page reports a failed submission with the sentence of a code, and its heading
    /// has the focus.
    pub async fn wait_for_failure(&self, code: &str) -> &Self {
        let text = json!(longest_sentence_part(code));
        self.wait_for(&format!(
            "document.querySelector('[role=alert]')?.innerText.includes({text}) && document.activeElement?.tagName === 'H1'"
        ))
        .await;
        self
    }

    /// Sends with a fault of the connection, and waits for the report of it.
    pub async fn fail_to_send(&self, site: &Site, fault: Fault) -> &Self {
        site.proxy.fail_next_dossier(fault);
        self.send()
            .await
            .wait_for_failure("ui.failed_network")
            .await
    }

    /// Waits for the receipt and asserts that its dossier is the only one that is stored. Returns
    /// the number.
    pub async fn expect_single_receipt(&self, site: &Site) -> String {
        self.expect_receipt_of_single_dossier(site).await.0
    }

    /// Like [`Browser::expect_single_receipt`]; returns the number and the envelope.
    pub async fn expect_receipt_of_single_dossier(&self, site: &Site) -> (String, Value) {
        let number = self.receipt_number().await;
        let (stored, envelope) = site.single_dossier();
        assert_eq!(stored, number);
        (number, envelope)
    }

    /// Waits until the page shows this number on the receipt.
    pub async fn wait_for_number(&self, number: &str) {
        self.wait_for(&format!(
            "document.getElementById('dossier_number')?.innerText === '{number}'"
        ))
        .await;
    }

    /// Opens the answers that were not received as another dossier, and waits for the review.
    pub async fn open_correction(&self) {
        self.press("ui.open_correction").await;
        self.expect_step("review").await;
        self.wait_for("document.querySelector('[name=commitment]')")
            .await;
    }

    /// Asserts that the receipt is saved and restored after a reload.
    pub async fn expect_saved_receipt(&self, number: &str) {
        self.wait_for_draft(&format!("draft.receipt?.number === '{number}'"))
            .await;
        self.driver.refresh().await.unwrap();
        self.wait_for_number(number).await;
    }

    /// Returns the number of saved drafts.
    pub async fn draft_count(&self) -> usize {
        self.saved_drafts().await.as_array().unwrap().len()
    }

    /// Presses the button that sends again, which says "now" while the page counts down.
    pub async fn send_again(&self) {
        self.wait_for_text("ui.failed_title").await;
        let is_counting = self.eval("!!document.querySelector('[role=timer]')").await;
        let code = if is_counting == Value::Bool(true) {
            "ui.send_now"
        } else {
            "ui.send_again"
        };
        self.press(code).await;
    }

    /// Returns from the report of a failed submission to the review.
    pub async fn back_to_review(&self) -> &Self {
        self.press("ui.back_to_review").await;
        self.expect_step("review").await;
        self
    }

    /// Goes back from the review of 602b to the step with phone number and e-mail address.
    pub async fn back_to_contact(&self) -> &Self {
        for step in ["request", "contribution", "contact"] {
            self.press("ui.back").await;
            self.expect_step(step).await;
        }
        self
    }

    /// Changes the phone number of 602b, from the review or from a failed submission, and returns
    /// to the review. The commitment is not ticked again.
    pub async fn edit_phone(&self, phone: &str) -> &Self {
        if self.fragment().await == "sending" {
            self.back_to_review().await;
        }
        self.back_to_contact().await;
        self.fill("phone", phone).await;
        self.complete_until("review", &answers_besides(&["phone", "request_text"]))
            .await;
        self
    }

    /// Loads the page again while the outcome of a submission is unknown, and waits for the report.
    pub async fn reload_with_pending_delivery(&self) {
        self.wait_for_draft("draft.delivery").await;
        self.driver.refresh().await.unwrap();
        self.wait_for_pending_delivery().await;
    }

    /// Waits for the report of a submission whose outcome is unknown.
    pub async fn wait_for_pending_delivery(&self) {
        self.wait_for("document.querySelector('[role=alert] ~ .stack button')")
            .await;
    }

    /// Deletes all drafts of the procedure by its two buttons.
    pub async fn erase_all_data(&self) {
        // Below a step the button is in a collapsed section.
        self.eval("document.querySelectorAll('details').forEach((details) => details.open = true)")
            .await;
        self.press("ui.erase_title").await;
        self.wait_for("document.activeElement?.matches('.confirm__title')")
            .await;
        self.press("ui.erase_yes").await;
    }
}

/// Returns the answers of the example that [`start_at_step`] uses, without these fields.
pub fn answers_besides(fields: &[&str]) -> serde_json::Value {
    let mut answers = examples::answers("ok-case-c");
    for field in fields {
        answers.as_object_mut().unwrap().remove(*field);
    }
    answers
}

//! Submitting a dossier: from the review to the receipt, and the failures in between.

use crate::browser::Browser;
use crate::examples;
use crate::locales::sentence_part;
use crate::proxy::Fault;
use crate::scenario::start_at_step;
use crate::site::Site;
use serde_json::json;

/// Starts a scenario at the review with the commitment ticked.
pub async fn ready_to_send() -> (Site, Browser) {
    let (site, browser) = start_at_step("review").await;
    browser.commit().await;
    (site, browser)
}

/// Starts a scenario in which the receiver has stored the dossier, but its response was lost.
pub async fn stored_but_unacknowledged() -> (Site, Browser) {
    let (site, mut browser) = ready_to_send().await;
    browser.expect_console("Failed to load resource");
    browser.fail_to_send(&site, Fault::TruncateResponse).await;
    browser.wait_for_draft("draft.frozen").await;
    (site, browser)
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
        "Content-Type: application/problem+json\r\n",
        r#"{"status":409,"code":"idempotency_key.reused"}"#,
    )
}

impl Browser {
    /// Ticks the commitment on the review.
    pub async fn commit(&self) -> &Self {
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
        let text = json!(sentence_part(code));
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
        let number = self.receipt_number().await;
        assert_eq!(site.single_dossier().0, number);
        number
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
        self.wait_for_draft("draft.frozen").await;
        self.driver.refresh().await.unwrap();
        self.wait_for_pending_delivery().await;
    }

    /// Waits for the report of a submission whose outcome is unknown.
    pub async fn wait_for_pending_delivery(&self) {
        self.wait_for("document.querySelector('[role=alert] button')")
            .await;
    }

    /// Deletes all drafts of the procedure by its two buttons.
    pub async fn delete_all_data(&self) {
        self.press("ui.wipe_title").await;
        self.press("ui.wipe_yes").await;
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

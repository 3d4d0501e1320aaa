//! What the page shows of the delivery: operations that cross the submission, the answers, the issues and
//! the navigation.

use hoso_dossier::Issue;
use hoso_view::prelude::*;

use crate::wizard::Wizard;
use crate::wizard::delivery::Delivery;
use crate::wizard::navigation::View;
use crate::wizard::submission::SubmissionStatus;
use crate::wizard::validation::Summary;

impl Wizard {
    /// Shows that this window works on the delivery. Another attempt keeps the page about the failure,
    /// with the PDF that was made on it.
    pub fn show_sending(self) {
        self.submission.stop_countdown();
        self.submission.status.set(SubmissionStatus::InFlight);
        if self.navigation.view.get_untracked() != View::Sending {
            self.navigation.view.set(View::Sending);
        }
        // The button that was pressed disappears.
        self.navigation.focus_heading();
    }

    /// Shows what the state of the delivery says once this window has stopped to work on it. `reason`
    /// as for [`SubmissionStatus::of`].
    pub fn show_delivery(self, reason: &'static str) {
        self.rest(reason);
        self.navigation.focus_heading();
    }

    /// Ends the work on the delivery, and shows the issues that are to be corrected, or, without
    /// issues, those of the last step.
    pub fn show_refusal(self, issues: Vec<Issue>) {
        self.rest("");
        if issues.is_empty() {
            self.return_to_last_step();
        } else {
            self.show_receiver_issues(issues);
        }
    }

    /// Ends the work on the delivery, and shows the receipt.
    pub fn show_receipt(self) {
        self.rest("");
        self.show(View::Receipt);
    }

    /// Says what the state of the delivery says: this window does nothing about it.
    pub fn rest(self, reason: &'static str) {
        let of = |delivery: &Delivery| SubmissionStatus::of(&delivery.record.state, reason);
        self.submission.status.set(self.submission.with(of));
        self.submission.upload.set(None);
    }

    /// Shows the page about a delivery that a draft has restored. Returns false if it leaves the page at
    /// the questions.
    pub fn show_restored_delivery(self) -> bool {
        let is_received = self.submission.with(|delivery| delivery.receipt.is_some());
        let is_shown = self.submission.with(Delivery::is_sealed_or_received);
        if is_shown {
            let view = if is_received {
                View::Receipt
            } else {
                View::Sending
            };
            self.navigation.view.set(view);
        }
        is_shown
    }

    /// Withdraws the commitment: the person confirms the answers again.
    pub fn withdraw_commitment(self) {
        let definition = self.procedure().definition;
        self.answers.withdraw_commitment(definition);
        self.answers.answers_replaced.notify();
        self.draft.mark_edited();
    }

    /// Shows the issues that a receiver has found like those of the page's own rules.
    pub fn show_receiver_issues(self, issues: Vec<Issue>) {
        self.show_last_step();
        if let View::Step(last) = self.navigation.view.get_untracked() {
            self.validation.attempt(last);
        }
        self.validation.issues.set(issues);
        self.validation.summary.set(Summary::Errors);
        self.navigation.focus_summary();
    }
}

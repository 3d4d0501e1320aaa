//! Shows the outcome of an attempt, and updates the draft.

use hoso_dossier::Issue;

use crate::browser::drafts::autosave::DraftAutosave;
use crate::browser::submission::outcome::Outcome;
use crate::browser::submission::{retry, versions};
use crate::wizard::Wizard;
use crate::wizard::commands::SubmitTarget;
use crate::wizard::navigation::View;
use crate::wizard::submission::{DossierState, SubmissionStatus};

/// Applies an outcome to the wizard. `target` is what the attempt was for.
pub async fn settle(autosave: &DraftAutosave, outcome: Outcome, target: SubmitTarget) {
    let wizard = autosave.wizard;
    if !matches!(outcome, Outcome::Unavailable { .. }) {
        wizard.submission.forget_failures();
    }
    match outcome {
        Outcome::Received(receipt) => {
            versions::show_stored_version(autosave).await;
            wizard.submission.update(|dossier| {
                dossier.receipt = Some(receipt);
                dossier.sent = dossier.sealed.take();
                dossier.previous_versions.clear();
            });
            wizard.submission.status.set(SubmissionStatus::Idle);
            autosave.save().await;
            wizard.show(View::Receipt);
        }
        Outcome::Refused(issues) => {
            let is_expired = versions::is_expired(&issues);
            wizard.submission.update(|dossier| {
                // An expired version is not tried again.
                if is_expired {
                    dossier.sealed = None;
                }
                if is_expired || versions::is_renewable(&issues) {
                    dossier.archive_sealed();
                } else {
                    dossier.unseal();
                }
            });
            show_issues(autosave, issues).await;
        }
        Outcome::AttachmentProblem(issues) => {
            wizard.submission.update(DossierState::archive_sealed);
            show_issues(autosave, issues).await;
        }
        Outcome::NotReady => {
            wizard.submission.status.set(SubmissionStatus::Idle);
            autosave.save().await;
            wizard.return_to_last_step();
        }
        Outcome::Conflict => {
            wizard.submission.status.set(SubmissionStatus::Conflict);
            wizard.navigation.focus_heading();
        }
        Outcome::Unavailable {
            message,
            retry_after,
            is_posted,
        } => {
            if is_posted {
                wizard
                    .submission
                    .update(|dossier| dossier.delivery_unknown = true);
            }
            let target = retry_of(target);
            fail(wizard, message, target);
            retry::start_countdown(wizard, target, retry_after);
        }
        Outcome::Unknown(message) => {
            wizard
                .submission
                .update(|dossier| dossier.delivery_unknown = true);
            fail(wizard, message, retry_of(target));
        }
        Outcome::RetryLater(message) => fail(wizard, message, retry_of(target)),
        Outcome::MissingFile => fail(wizard, "ui.failed_busy", SubmitTarget::Current),
        Outcome::Rejected(message) => fail(wizard, message, SubmitTarget::Current),
        Outcome::NoRoom => fail(wizard, "ui.failed_storage_full", target),
    }
}

/// Returns the target of another attempt. After `NewDossier` it is `Current`: the new id is
/// assigned.
const fn retry_of(target: SubmitTarget) -> SubmitTarget {
    match target {
        SubmitTarget::PreviousVersion => SubmitTarget::PreviousVersion,
        SubmitTarget::Current | SubmitTarget::NewDossier => SubmitTarget::Current,
    }
}

/// Shows the issues that the receiver has found at their fields.
async fn show_issues(autosave: &DraftAutosave, issues: Vec<Issue>) {
    let wizard = autosave.wizard;
    wizard.submission.status.set(SubmissionStatus::Idle);
    autosave.save().await;
    wizard.show_receiver_issues(issues);
}

fn fail(wizard: Wizard, message: &'static str, retry: SubmitTarget) {
    let failed = SubmissionStatus::Failed { message, retry };
    wizard.submission.status.set(failed);
    wizard.navigation.focus_heading();
}

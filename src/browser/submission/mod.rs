//! Sends the dossier, exactly once.
//!
//! [`prepare`] seals the dossier: its canonical bytes are in the saved draft before the first one is
//! sent. [`attempt`] uploads the files and posts the bytes. While it is unknown whether they were
//! stored, every further attempt posts the same bytes under the same key, so the receiver can tell
//! that it is the same dossier. [`settle`] shows the outcome; "received" is shown only after the
//! digest in the receipt was compared.

pub mod attempt;
pub mod http;
pub mod lenient_json;
pub mod outcome;
pub mod prepare;
pub mod retry;
pub mod settle;
pub mod uploads;
pub mod versions;

use crate::browser::drafts::autosave::DraftAutosave;
use crate::browser::submission::outcome::Outcome;
use crate::browser::submission::prepare::Prepared;
use crate::wizard::commands::SubmitTarget;
use crate::wizard::navigation::View;
use crate::wizard::submission::{DossierState, SubmissionStatus};

/// Sends the dossier, unless it is already in flight.
pub async fn submit(autosave: &DraftAutosave, target: SubmitTarget) {
    let wizard = autosave.wizard;
    if wizard.submission.status.get_untracked() == SubmissionStatus::InFlight {
        return;
    }
    wizard.submission.stop_countdown();
    wizard.submission.status.set(SubmissionStatus::InFlight);
    // Another attempt keeps the page about the failure, with the PDF that was made on it.
    if wizard.navigation.view.get_untracked() != View::Sending {
        wizard.navigation.view.set(View::Sending);
    }
    // The button that was pressed disappears.
    wizard.navigation.focus_heading();
    let outcome = match prepare::prepare(autosave, target).await {
        Ok(prepared) => deliver(autosave, prepared, target).await,
        Err(outcome) => outcome,
    };
    // Another window has taken the draft over, and sends the sealed bytes under the same key.
    if !autosave.is_owner().await {
        wizard.submission.status.set(SubmissionStatus::Idle);
        return;
    }
    settle::settle(autosave, outcome, target).await;
}

/// Attempts the delivery. Tries another version if the outcome requires it.
async fn deliver(
    autosave: &DraftAutosave,
    mut prepared: Prepared,
    target: SubmitTarget,
) -> Outcome {
    let wizard = autosave.wizard;
    let mut was_renewed = false;
    loop {
        let outcome = attempt::attempt(autosave, &prepared).await;
        let next = match &outcome {
            // The version that is stored is a previous one.
            Outcome::Conflict if target == SubmitTarget::PreviousVersion => {
                versions::take_next_previous(wizard).then(|| prepare::prepared(wizard))
            }
            // The receiver does not have this version, and will never accept it.
            Outcome::Refused(issues) if !was_renewed && versions::is_renewable(issues) => {
                was_renewed = true;
                wizard.submission.update(DossierState::archive_sealed);
                Some(prepare::seal(autosave).await)
            }
            _ => None,
        };
        match next {
            None => return outcome,
            Some(Ok(version)) => prepared = version,
            Some(Err(outcome)) => return outcome,
        }
    }
}

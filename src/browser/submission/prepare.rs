//! Seals the dossier, or takes the version that is to be sent again.

use hoso_dossier::wire::{Envelope, Receipt, sha256_hex};

use crate::browser::clock;
use crate::browser::drafts::autosave::DraftAutosave;
use crate::browser::photos::restore;
use crate::browser::submission::outcome::Outcome;
use crate::browser::submission::versions;
use crate::platform;
use crate::wizard::Wizard;
use crate::wizard::commands::SubmitTarget;
use crate::wizard::request_timing::RESPONSE_TIMEOUT_MS;
use crate::wizard::submission::{DossierState, SealedDossier};

/// Interval between two checks for photos in progress, in milliseconds.
const POLL_MS: u32 = 100;

/// A sealed dossier, ready to be sent.
pub struct Prepared {
    /// Its bytes.
    pub sealed: SealedDossier,
    /// The envelope in the bytes.
    pub envelope: Envelope,
}

impl Prepared {
    /// Returns whether a receipt proves that these very bytes and files are stored.
    #[must_use]
    pub fn is_proven_by(&self, receipt: &Receipt) -> bool {
        let envelope = &self.envelope;
        receipt.proves(
            &self.sealed.digest,
            &envelope.dossier_id,
            &envelope.attachments,
        )
    }
}

/// Returns the sealed dossier of the wizard.
///
/// # Errors
/// If there is none, or it cannot be read.
pub fn prepared(wizard: Wizard) -> Result<Prepared, Outcome> {
    let sealed = wizard.submission.sealed();
    let prepared = sealed.and_then(|sealed| {
        let envelope = versions::envelope(&sealed.body)?;
        Some(Prepared { sealed, envelope })
    });
    prepared.ok_or(Outcome::RetryLater("ui.failed_interrupted"))
}

/// Decides which version is to be sent, and seals it.
///
/// # Errors
/// The outcome, if nothing is to be posted.
pub async fn prepare(autosave: &DraftAutosave, target: SubmitTarget) -> Result<Prepared, Outcome> {
    let wizard = autosave.wizard;
    finish_photos(wizard).await;
    if target == SubmitTarget::NewDossier && !versions::begin_new_dossier(autosave).await {
        return Err(Outcome::NoRoom);
    }
    if target == SubmitTarget::PreviousVersion {
        // The edits will be replaced by the stored version after its receipt arrives, so make sure
        // a copy can be saved.
        if !autosave.can_save_copy().await {
            return Err(Outcome::NoRoom);
        }
        if versions::take_previous(wizard) {
            return prepared(wizard);
        }
    }
    seal(autosave).await
}

/// Waits until no photo is in progress, for [`RESPONSE_TIMEOUT_MS`] at most.
async fn finish_photos(wizard: Wizard) {
    let mut turns = RESPONSE_TIMEOUT_MS / POLL_MS;
    while wizard.photos.is_busy() && turns > 0 {
        turns -= 1;
        platform::delay(POLL_MS).await;
    }
}

/// Seals the current answers and saves them, or takes a version that may be stored and has the same
/// answers.
///
/// Answers that were changed since are sealed as another version under the same id. If the earlier
/// one is stored, the receiver refuses this one as a conflict, and the person decides.
///
/// # Errors
/// The outcome, if nothing can be sealed.
pub async fn seal(autosave: &DraftAutosave) -> Result<Prepared, Outcome> {
    let wizard = autosave.wizard;
    if let Some(sealed) = wizard.submission.sealed() {
        if versions::has_current_answers(wizard, &sealed) {
            return prepared(wizard);
        }
        wizard.submission.update(|dossier| {
            let sealed = dossier.sealed.take();
            if dossier.delivery_unknown {
                dossier.previous_versions.extend(sealed);
            }
        });
    }
    if versions::take_matching(wizard) {
        autosave.save().await;
        return prepared(wizard);
    }
    // Another window may have taken a photo, or the browser may have evicted one.
    match restore::complete(wizard, &autosave.database()).await {
        Some(gone) if gone.is_empty() => {}
        Some(gone) => return Err(Outcome::AttachmentProblem(gone)),
        None => return Err(Outcome::RetryLater("ui.photo_unread")),
    }
    // The day may differ from the one by which the last step was passed.
    clock::compare_before_sealing(wizard).await;
    // A change, or a photo that came late, has withdrawn the commitment.
    if !wizard.report().passes() {
        return Err(Outcome::NotReady);
    }
    wizard.submission.update(|dossier| {
        dossier.ensure_id();
        dossier.edited_since_sealed = false;
        dossier.delivery_unknown = !dossier.previous_versions.is_empty();
    });
    let Some(envelope) = wizard.envelope() else {
        return Err(Outcome::RetryLater("ui.failed_clock"));
    };
    let body = envelope.canonical();
    let digest = sha256_hex(body.as_bytes());
    let sealed = SealedDossier { body, digest };
    let seal = |dossier: &mut DossierState| dossier.sealed = Some(sealed.clone());
    wizard.submission.update(seal);
    autosave.save().await;
    Ok(Prepared { sealed, envelope })
}

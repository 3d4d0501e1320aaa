//! The versions of a dossier: which of them is sent.
//!
//! All versions of a dossier have the same id, and the receiver stores at most one of them. The page
//! may not know which. So a version that may be stored is kept and never sealed anew: it is sent
//! again byte for byte as long as it has the answers that the person wants to send.

use hoso_dossier::wire::Envelope;
use hoso_dossier::{Answers, Issue, canonical, json, timestamp};

use crate::browser::drafts::autosave::DraftAutosave;
use crate::browser::drafts::record::Draft;
use crate::wizard::Wizard;
use crate::wizard::submission::SealedDossier;

/// Parses the envelope of a sealed body.
#[must_use]
pub fn envelope(body: &str) -> Option<Envelope> {
    Envelope::parse(&json::parse_str(body).ok()?).ok()
}

fn answers_of(version: &SealedDossier) -> Option<Answers> {
    Some(Answers::from_value(&envelope(&version.body)?.answers).0)
}

/// Returns whether a version has these answers. Declaration time and language are ignored in the
/// comparison; photos are compared by their hashes in the answers.
#[must_use]
pub fn matches(wizard: Wizard, version: &SealedDossier, answers: &Answers) -> bool {
    let Some(envelope) = envelope(&version.body) else {
        return false;
    };
    let definition = wizard.procedure().definition;
    envelope.declared_on().is_some_and(|day| {
        let answers = canonical::answers(definition, answers, day);
        answers.canonical() == envelope.answers.canonical()
    })
}

/// Returns whether a version has the current answers.
#[must_use]
pub fn has_current_answers(wizard: Wizard, version: &SealedDossier) -> bool {
    matches(wizard, version, &wizard.answers.snapshot())
}

/// Returns whether a version has the current definition and was not declared in the future.
fn is_current(wizard: Wizard, version: &SealedDossier) -> bool {
    envelope(&version.body).is_some_and(|envelope| {
        let declared = timestamp::parse(&envelope.declared_at);
        envelope.definition == wizard.procedure().definition.version
            && declared.is_some_and(|declared| declared <= wizard.now())
    })
}

/// Returns whether a refused dossier can be sealed again without asking the person. That holds for
/// a declaration time in the future and for an outdated definition. The receiver has not stored the
/// refused version, because it looks the key up first.
#[must_use]
pub fn is_renewable(issues: &[Issue]) -> bool {
    let renewable = ["declared_at.future", "definition.unknown"];
    issues.iter().any(|issue| renewable.contains(&issue.code))
}

/// Returns whether the declaration is too old. Then the person confirms the answers again.
#[must_use]
pub fn is_expired(issues: &[Issue]) -> bool {
    issues.iter().any(|issue| issue.code == "declared_at.old")
}

/// After a 409 the person chose "send as new": assigns a new dossier id. What is stored under the old id
/// is kept as a separate draft, in which its number can be requested. Returns false if that cannot be
/// saved; then nothing is changed.
pub async fn begin_new_dossier(autosave: &DraftAutosave) -> bool {
    let wizard = autosave.wizard;
    let id = wizard.submission.with(|dossier| dossier.id.clone());
    let mut previous = wizard
        .submission
        .with(|dossier| dossier.previous_versions.clone());
    if let Some(version) = previous.pop()
        && let Some(answers) = answers_of(&version)
    {
        let parent = wizard.draft.parent.get_untracked();
        let mut draft = Draft::new(answers, wizard.lang.get_untracked(), parent);
        draft.dossier.id = id;
        draft.dossier.sealed = Some(version);
        draft.dossier.previous_versions = previous;
        if autosave.save_separately(draft).await.is_none() && !autosave.stores_nothing() {
            return false;
        }
    }
    wizard.submission.update(|dossier| {
        dossier.id.clear();
        dossier.sealed = None;
        dossier.previous_versions.clear();
        dossier.delivery_unknown = false;
    });
    true
}

/// Seals the previous version that is stored, so that its receipt can be requested. The current
/// answers stay on the screen until a receipt for others has come. Returns false if there is none.
pub fn take_previous(wizard: Wizard) -> bool {
    // The version that was requested before, without a response.
    let sealed = wizard.submission.sealed();
    if sealed.is_some_and(|version| !has_current_answers(wizard, &version)) {
        return true;
    }
    take_next_previous(wizard)
}

/// Seals the version before the one that was just requested, which is not the stored one. Returns
/// false if there is none.
pub fn take_next_previous(wizard: Wizard) -> bool {
    wizard.submission.update(|dossier| {
        while let Some(version) = dossier.previous_versions.pop() {
            if envelope(&version.body).is_some() {
                dossier.sealed = Some(version);
                dossier.delivery_unknown = true;
                return true;
            }
        }
        false
    })
}

/// Seals a previous version that has the current answers, unless the receiver will never accept it:
/// so the same answers do not become another version. Returns false if there is none.
pub fn take_matching(wizard: Wizard) -> bool {
    let versions = wizard
        .submission
        .with(|dossier| dossier.previous_versions.clone());
    let index = versions
        .iter()
        .position(|one| has_current_answers(wizard, one) && is_current(wizard, one));
    let Some(index) = index else {
        return false;
    };
    wizard.submission.update(|dossier| {
        dossier.sealed = Some(dossier.previous_versions.remove(index));
        dossier.edited_since_sealed = false;
        dossier.delivery_unknown = true;
    });
    true
}

/// Shows the answers of the version that the receipt is for. Edits made since are saved as a
/// separate draft.
pub async fn show_stored_version(autosave: &DraftAutosave) {
    let wizard = autosave.wizard;
    let Some(version) = wizard.submission.sealed() else {
        return;
    };
    if has_current_answers(wizard, &version) {
        return;
    }
    let Some(answers) = answers_of(&version) else {
        return;
    };
    if autosave.save_copy(wizard.answers.snapshot()).await {
        wizard.load_answers(answers);
        wizard
            .submission
            .update(|dossier| dossier.edited_since_sealed = true);
    }
}

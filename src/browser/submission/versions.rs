//! The versions of a dossier: which of them is sent.
//!
//! All versions of a dossier have the same id, and the receiver stores at most one of them. The page
//! may not know which. So a version that may be stored is kept and never sealed anew: it is sent
//! again byte for byte as long as it has the answers that the person wants to send.

use hoso_dossier::wire::Envelope;
use hoso_dossier::{Answers, Issue, canonical, json, timestamp};

use crate::browser::drafts::autosave::DraftAutosave;
use crate::browser::drafts::record::Draft;
use crate::browser::photos::restore;
use crate::wizard::Wizard;
use crate::wizard::submission::SealedDossier;

/// What was adopted from another window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reconciled {
    /// Nothing.
    Nothing,
    /// A sealed version, which is to be sent again as it is.
    Version,
    /// A receipt.
    Received,
    /// Nothing, since a copy of what would be replaced cannot be stored.
    NoRoom,
}

/// Parses the envelope of a sealed body.
#[must_use]
pub fn envelope(body: &str) -> Option<Envelope> {
    Envelope::read(&json::parse_str(body).ok()?).ok()
}

fn answers_of(version: &SealedDossier) -> Option<Answers> {
    Some(Answers::from_value(&envelope(&version.body)?.answers).0)
}

/// Tells whether a version has these answers. Declaration time and language are ignored in the
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

/// Tells whether a version has the current answers.
#[must_use]
pub fn has_current_answers(wizard: Wizard, version: &SealedDossier) -> bool {
    matches(wizard, version, &wizard.answers.snapshot())
}

/// Tells whether a version has the current definition and was not declared in the future.
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

/// Tells whether the declaration is too old. Then the person confirms the answers again.
#[must_use]
pub fn is_expired(issues: &[Issue]) -> bool {
    issues.iter().any(|issue| issue.code == "declared_at.old")
}

/// Adopts from another window with the same draft its sealed dossier, which is then sent again
/// under the same key, or its receipt. Answers of either window that no possibly stored version
/// contains are saved as separate drafts.
pub async fn reconcile_with_other_window(autosave: &DraftAutosave, key: &str) -> Reconciled {
    let wizard = autosave.wizard;
    let Some(mut other) = autosave.sealed_by_other_window(key).await else {
        return Reconciled::Nothing;
    };
    let is_received = other.dossier.receipt.is_some();
    let version = if is_received {
        other.dossier.sent.clone()
    } else {
        other.dossier.sealed.clone()
    };
    let Some(version) = version else {
        return Reconciled::Nothing;
    };
    let own = wizard.submission.sealed();
    let is_own = own.is_some_and(|own| own == version && has_current_answers(wizard, &own));
    if !is_received && is_own {
        return Reconciled::Nothing;
    }
    merge_own_versions(wizard, &mut other, &version);
    let here = wizard.answers.snapshot();
    let there = core::mem::take(&mut other.answers);
    // The answers as they were typed, if one of the windows has those of the version.
    let typed = [&there, &here]
        .into_iter()
        .find(|answers| matches(wizard, &version, answers));
    let Some(shown) = typed.cloned().or_else(|| answers_of(&version)) else {
        return Reconciled::Nothing;
    };
    let mut is_copy_saved = false;
    for answers in [here, there] {
        let mut known = other.dossier.previous_versions.iter().chain([&version]);
        if known.any(|one| matches(wizard, one, &answers)) {
            continue;
        }
        if !autosave.save_copy(answers).await {
            return Reconciled::NoRoom;
        }
        is_copy_saved = true;
    }
    if wizard.answers.with(|answers| *answers != shown) {
        wizard.load_answers(shown);
    }
    wizard.submission.update(|dossier| {
        *dossier = other.dossier;
        dossier.edited_since_sealed = is_copy_saved;
    });
    autosave.adopt_revision(key, other.revision);
    // A copy that was saved separately must not be the newest draft.
    autosave.save().await;
    if is_received {
        return Reconciled::Received;
    }
    restore::restore(wizard, &autosave.database()).await;
    Reconciled::Version
}

/// Adds the versions that this window has tried to send to those of the other window: one of them
/// may be the one that is stored.
fn merge_own_versions(wizard: Wizard, other: &mut Draft, version: &SealedDossier) {
    let there = &mut other.dossier;
    let tried: Vec<SealedDossier> = wizard.submission.with(|dossier| {
        let is_same = dossier.id == there.id && dossier.delivery_unknown;
        if !is_same || there.receipt.is_some() {
            return Vec::new();
        }
        let own = dossier.previous_versions.iter().chain(&dossier.sealed);
        own.cloned().collect()
    });
    for one in tried {
        let known = there.previous_versions.iter().chain([version]);
        if known.into_iter().all(|known| known.digest != one.digest) {
            there.previous_versions.push(one);
        }
    }
}

/// After a 409 the person chose "send as new": assigns a new dossier id, unless another window has
/// done so, whose dossier is then adopted. What is stored under the old id is kept as a separate
/// draft, in which its number can be requested. Returns false if that cannot be saved; then nothing
/// is changed.
pub async fn begin_new_dossier(autosave: &DraftAutosave, key: &str) -> bool {
    let wizard = autosave.wizard;
    let id = wizard.submission.with(|dossier| dossier.id.clone());
    if let Some(other) = autosave.sealed_by_other_window(key).await {
        let is_same = wizard.answers.with(|answers| *answers == other.answers);
        if other.dossier.id != id || (is_same && other.dossier.receipt.is_some()) {
            return true;
        }
        // That window has met the same conflict, and reads the decision from this draft.
        if is_same {
            autosave.adopt_revision(key, other.revision);
        }
    }
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

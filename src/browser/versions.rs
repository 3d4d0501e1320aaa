//! The versions of a dossier that was made final: which one goes out.
//!
//! All versions of one dossier bear the same id, and the receiver stores at most one of them. Which
//! one that is the page may not know. So a version that may be stored is never forgotten and never
//! written anew: it goes out again byte for byte, as long as it carries what the person wants to
//! send.

use hoso_dossier::wire::{Envelope, sha256_hex};
use hoso_dossier::{Answers, Issue, canonical, instant, json};

use crate::browser::keep::Keeper;
use crate::browser::photos;
use crate::browser::send::{Outcome, failed};
use crate::form::{Form, Frozen, Page, Sending};
use crate::web;

/// What was taken over, to go out as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Adopted {
    /// Nothing.
    Nothing,
    /// A version made final before.
    Version,
    /// Nothing is to be sent: there is a receipt, or no room for what would give way.
    Done,
}

/// The envelope in the bytes of a version.
pub(super) fn envelope(body: &str) -> Option<Envelope> {
    Envelope::read(&json::parse_str(body).ok()?).ok()
}

/// Takes over what another window has made of the same draft: its dossier made final, which then
/// goes out again under the same key, or its receipt.
pub(super) async fn adopt(form: Form, keeper: &Keeper, key: &str) -> Adopted {
    let Some(other) = keeper.of_another_window(key).await else {
        return Adopted::Nothing;
    };
    let arrived = other.receipt.is_some();
    let differs = form.answers(|answers| *answers != other.answers);
    // The receipt is for the other answers; these stay as a draft of their own.
    if differs && !keeper.keep_copy().await {
        failed(form, "ui.failed_room");
        return Adopted::Done;
    }
    if differs {
        form.replace(other.answers);
    }
    form.change(|state| {
        // Where this window has tried as well, one of its versions may be the one that is stored.
        let mut earlier = other.earlier;
        if !arrived && state.dossier_id == other.dossier_id && state.uncertain {
            let own = state.earlier.drain(..).chain(state.frozen.take());
            for version in own {
                let known = other.frozen.iter().chain(&earlier);
                if known.into_iter().all(|one| one.digest != version.digest) {
                    earlier.push(version);
                }
            }
        }
        state.changed_since_frozen = differs;
        state.dossier_id = other.dossier_id;
        state.frozen = other.frozen;
        state.earlier = earlier;
        state.sent = other.sent;
        state.receipt = other.receipt;
        // Whether the other window's try has arrived is not known here.
        state.uncertain = state.frozen.is_some() || !state.earlier.is_empty();
    });
    keeper.join(key, other.revision);
    if arrived {
        form.sending.set(Sending::Idle);
        form.go(Page::Receipt);
        return Adopted::Done;
    }
    photos::restore(form, &keeper.store()).await;
    Adopted::Version
}

/// The person wants a dossier of its own for these answers, since another lies under their id: they
/// get a new one. Unless another window has made it already, which is then taken over.
pub(super) async fn renounce(form: Form, keeper: &Keeper, key: &str) {
    let id = form.state(|state| state.dossier_id.clone());
    if let Some(other) = keeper.of_another_window(key).await {
        if other.dossier_id != id {
            return;
        }
        // It has met the same conflict, and learns from this draft that the person has decided.
        if form.answers(|answers| *answers == other.answers) {
            keeper.join(key, other.revision);
        }
    }
    form.change(|state| {
        state.dossier_id.clear();
        state.frozen = None;
        state.earlier.clear();
        state.uncertain = false;
    });
}

/// The person wants the receipt of the version that has arrived: the last of the earlier ones takes
/// the place of the one that is not stored, and goes out again as it was. The changed answers stay
/// as a draft of their own; where that cannot be kept, nothing happens.
pub(super) async fn take_earlier(form: Form, keeper: &Keeper) -> Adopted {
    if form.state(|state| state.earlier.is_empty()) {
        return Adopted::Nothing;
    }
    // Unless these are the answers of a version that was taken before.
    let own = form.state(|state| !state.changed_since_frozen);
    if own && !keeper.keep_copy().await {
        failed(form, "ui.failed_room");
        return Adopted::Done;
    }
    while let Some(version) = form.change(|state| state.earlier.pop()) {
        if let Some(envelope) = envelope(&version.body) {
            form.replace(Answers::from_value(&envelope.answers).0);
            form.change(|state| {
                state.frozen = Some(version);
                state.changed_since_frozen = true;
                state.uncertain = true;
            });
            return Adopted::Version;
        }
    }
    Adopted::Nothing
}

/// Did the receiver, which looks the key up first, refuse what can be made anew without asking: a
/// moment still to come, from a clock that has been set right since, or a definition of yesterday?
pub(super) fn is_renewable(issues: &[Issue]) -> bool {
    let renewable = ["declared_at.future", "definition.unknown"];
    issues.iter().any(|issue| renewable.contains(&issue.code))
}

/// Has it lain too long? Then the person confirms the answers again.
pub(super) fn is_old(issues: &[Issue]) -> bool {
    issues.iter().any(|issue| issue.code == "declared_at.old")
}

/// Makes the dossier final and keeps it, or takes the version that is still open.
///
/// Answers that were changed since make another version under the same id. Should the earlier
/// one be stored after all, the receiver refuses this one as a conflict, and the person decides.
///
/// # Errors
/// The outcome of the whole try, where no version can be made.
pub(super) async fn freeze(form: Form, keeper: &Keeper) -> Result<(), Outcome> {
    if let Some(frozen) = form.state(|state| state.frozen.clone()) {
        if form.is_carried_by(&frozen) {
            return Ok(());
        }
        form.change(|state| {
            let old = state.frozen.take();
            if state.uncertain {
                state.earlier.extend(old);
            }
        });
    }
    // A version that may be stored already is not sent as yet another one, unless the receiver
    // never takes it.
    let versions = form.state(|state| state.earlier.clone());
    let same = versions
        .iter()
        .position(|one| form.is_carried_by(one) && form.is_timely(one));
    if let Some(same) = same {
        form.change(|state| {
            state.frozen = Some(state.earlier.remove(same));
            state.changed_since_frozen = false;
            state.uncertain = true;
        });
        keeper.write().await;
        return Ok(());
    }
    // A photo that another window took, or that the browser has thrown away.
    match photos::complete(form, &keeper.store()).await {
        Some(gone) if gone.is_empty() => {}
        Some(gone) => return Err(Outcome::Unfit(gone)),
        None => return Err(Outcome::Later("ui.photo_unread")),
    }
    // What was changed, or a photo that came late, has undone the commitment.
    if !form.report().passes() {
        return Err(Outcome::Held);
    }
    form.ensure_id();
    form.change(|state| {
        state.changed_since_frozen = false;
        state.uncertain = !state.earlier.is_empty();
    });
    let Some(envelope) = form.envelope(web::now()) else {
        return Err(Outcome::Later("ui.failed_clock"));
    };
    let body = envelope.canonical();
    let digest = sha256_hex(body.as_bytes());
    form.change(|state| state.frozen = Some(Frozen { body, digest }));
    keeper.write().await;
    Ok(())
}

impl Form {
    /// Does this version carry the answers of now? At which moment and in which language it was
    /// declared makes no other dossier; photos are named in the answers.
    pub(super) fn is_carried_by(&self, version: &Frozen) -> bool {
        let Some(envelope) = envelope(&version.body) else {
            return false;
        };
        let definition = self.procedure().definition;
        envelope.day().is_some_and(|day| {
            let now = self.answers(|answers| canonical::answers(definition, answers, day));
            now.canonical() == envelope.answers.canonical()
        })
    }

    /// Is this version of today's definition, and of a moment that has come?
    fn is_timely(&self, version: &Frozen) -> bool {
        envelope(&version.body).is_some_and(|envelope| {
            let declared = instant::read(&envelope.declared_at);
            envelope.definition == self.procedure().definition.version
                && declared.is_some_and(|declared| declared <= web::now())
        })
    }
}

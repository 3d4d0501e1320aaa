//! The versions of a dossier that was made final: which one goes out.
//!
//! All versions of one dossier bear the same id, and the receiver stores at most one of them. Which
//! one that is the page may not know. So a version that may be stored is never forgotten and never
//! written anew: it goes out again byte for byte, as long as it carries what the person wants to
//! send.

use hoso_dossier::wire::{Envelope, sha256_hex};
use hoso_dossier::{Answers, Issue, canonical, json, timestamp};

use crate::browser::keep::Keeper;
use crate::browser::send::{Outcome, failed};
use crate::browser::{photos, procedures};
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
/// goes out again under the same key, or its receipt. What that dossier does not carry, of the
/// answers here and there, stays as a draft of its own; unless a version that may be stored does.
pub(super) async fn adopt(form: Form, keeper: &Keeper, key: &str) -> Adopted {
    let Some(mut other) = keeper.of_another_window(key).await else {
        return Adopted::Nothing;
    };
    let arrived = other.receipt.is_some();
    let version = if arrived { &other.sent } else { &other.frozen }.clone();
    let Some(version) = version else {
        return Adopted::Nothing;
    };
    let own = form.state(|state| state.frozen.clone());
    if !arrived && own.is_some_and(|own| own == version && form.is_carried_by(&own)) {
        return Adopted::Nothing;
    }
    // Where this window has tried as well, one of its versions may be the one that is stored.
    let tried: Vec<Frozen> = form.state(|state| {
        let own = state.earlier.iter().chain(&state.frozen);
        let same = !arrived && state.dossier_id == other.dossier_id && state.uncertain;
        own.filter(|_| same).cloned().collect()
    });
    for one in tried {
        let known = other.earlier.iter().chain([&version]);
        if known.into_iter().all(|known| known.digest != one.digest) {
            other.earlier.push(one);
        }
    }
    let here = form.answers(Clone::clone);
    let there = core::mem::take(&mut other.answers);
    // As they were typed, where that is known.
    let carried = [&there, &here]
        .into_iter()
        .find(|answers| form.carries(&version, answers));
    let Some(shown) = carried.cloned().or_else(|| answers_of(&version)) else {
        return Adopted::Nothing;
    };
    let mut put_aside = false;
    for answers in [here, there] {
        let mut known = other.earlier.iter().chain([&version]);
        if known.any(|one| form.carries(one, &answers)) {
            continue;
        }
        if !keeper.keep_copy(answers).await {
            failed(form, "ui.failed_room");
            return Adopted::Done;
        }
        put_aside = true;
    }
    if form.answers(|answers| *answers != shown) {
        form.replace(shown);
    }
    form.change(|state| {
        state.changed_since_frozen = put_aside;
        state.dossier_id = other.dossier_id;
        state.frozen = other.frozen;
        state.earlier = other.earlier;
        state.sent = other.sent;
        state.receipt = other.receipt;
        // Whether the other window's try has arrived is not known here.
        state.uncertain = state.frozen.is_some() || !state.earlier.is_empty();
    });
    keeper.join(key, other.revision);
    // What was put aside is not the newest draft.
    keeper.write().await;
    if arrived {
        form.sending.set(Sending::Idle);
        form.go(Page::Receipt);
        return Adopted::Done;
    }
    photos::restore(form, &keeper.store()).await;
    Adopted::Version
}

/// The person wants a dossier of its own for these answers, since another lies under their id: they
/// get a new one. Unless another window has made it already, which is then taken over. What has
/// arrived under the old id stays as a draft of its own, in which its number can be asked for; false
/// if there is no room for that, and nothing is changed.
pub(super) async fn renounce(form: Form, keeper: &Keeper, key: &str) -> bool {
    let id = form.state(|state| state.dossier_id.clone());
    if let Some(other) = keeper.of_another_window(key).await {
        let same = form.answers(|answers| *answers == other.answers);
        if other.dossier_id != id || (same && other.receipt.is_some()) {
            return true;
        }
        // It has met the same conflict, and learns from this draft that the person has decided.
        if same {
            keeper.join(key, other.revision);
        }
    }
    let mut earlier = form.state(|state| state.earlier.clone());
    if let Some(version) = earlier.pop()
        && let Some(answers) = answers_of(&version)
    {
        let origin = form.desk.origin.get_untracked();
        let mut draft = procedures::fresh(form, answers, origin);
        draft.dossier_id = id;
        draft.frozen = Some(version);
        draft.earlier = earlier;
        if keeper.keep_apart(draft).await.is_none() && !keeper.keeps_nothing() {
            return false;
        }
    }
    form.change(|state| {
        state.dossier_id.clear();
        state.frozen = None;
        state.earlier.clear();
        state.uncertain = false;
    });
    true
}

/// The answers that a version carries.
fn answers_of(version: &Frozen) -> Option<Answers> {
    Some(Answers::from_value(&envelope(&version.body)?.answers).0)
}

/// The person wants the receipt of the version that has arrived: the last of the earlier ones takes
/// the place of the one that is not stored, and goes out again as it was. The answers of now stay on
/// the screen until a receipt for others has come.
pub(super) fn take_earlier(form: Form) -> Adopted {
    // The one that was asked for before, and nothing was heard.
    let open = form.state(|state| state.frozen.clone());
    if open.is_some_and(|version| !form.is_carried_by(&version)) {
        return Adopted::Version;
    }
    next_earlier(form)
}

/// The one before, since another dossier is stored than the one that was just asked for.
pub(super) fn next_earlier(form: Form) -> Adopted {
    while let Some(version) = form.change(|state| state.earlier.pop()) {
        if envelope(&version.body).is_some() {
            form.change(|state| {
                state.frozen = Some(version);
                state.uncertain = true;
            });
            return Adopted::Version;
        }
    }
    Adopted::Nothing
}

/// The receipt is for the answers of the version that went out: they take the place of what was
/// changed since, which stays as a draft of its own.
pub(super) async fn show_what_arrived(form: Form, keeper: &Keeper) {
    let Some(version) = form.state(|state| state.frozen.clone()) else {
        return;
    };
    if form.is_carried_by(&version) {
        return;
    }
    let Some(answers) = answers_of(&version) else {
        return;
    };
    if keeper.keep_copy(form.answers(Clone::clone)).await {
        form.replace(answers);
        form.change(|state| state.changed_since_frozen = true);
    }
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
    /// Does this version carry the answers of now?
    pub(super) fn is_carried_by(&self, version: &Frozen) -> bool {
        self.carries(version, &self.answers(Clone::clone))
    }

    /// Does a version carry these answers? At which moment and in which language it was declared
    /// makes no other dossier; photos are named in the answers.
    fn carries(&self, version: &Frozen, answers: &Answers) -> bool {
        let Some(envelope) = envelope(&version.body) else {
            return false;
        };
        let definition = self.procedure().definition;
        envelope.declared_on().is_some_and(|day| {
            let these = canonical::answers(definition, answers, day);
            these.canonical() == envelope.answers.canonical()
        })
    }

    /// Is this version of today's definition, and of a moment that has come?
    fn is_timely(&self, version: &Frozen) -> bool {
        envelope(&version.body).is_some_and(|envelope| {
            let declared = timestamp::parse(&envelope.declared_at);
            envelope.definition == self.procedure().definition.version
                && declared.is_some_and(|declared| declared <= web::now())
        })
    }
}

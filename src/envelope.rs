//! The dossier as it leaves: its random id, its envelope, and the end of one that was refused.

use hoso_dossier::wire::Envelope;

use crate::form::{Form, Frozen, State};

/// Which dossier a try to send is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The one at hand.
    Same,
    /// The earlier version that has arrived, not the answers of now.
    Earlier,
    /// One of its own: another lies under its id.
    New,
}

impl State {
    /// May the receiver have a dossier of this id?
    #[must_use]
    pub const fn may_be_stored(&self) -> bool {
        self.frozen.is_some() || self.receipt.is_some() || !self.earlier.is_empty()
    }

    /// Goes on with another window's draft of the same answers, its id and earlier versions. False
    /// if both ids may be with the receiver.
    pub fn joins(&mut self, id: &str, earlier: Vec<Frozen>) -> bool {
        if self.dossier_id != id {
            if self.may_be_stored() {
                return false;
            }
            id.clone_into(&mut self.dossier_id);
        }
        for version in earlier {
            if self.earlier.iter().all(|one| one.digest != version.digest) {
                self.earlier.push(version);
            }
        }
        self.uncertain = self.frozen.is_some() || !self.earlier.is_empty();
        true
    }
}

impl Form {
    /// The dossier made final was refused for what is in it: what is sent next is a new one. Where
    /// it, or an earlier version, may be stored all the same, the id stays: it is what keeps the
    /// receiver from storing both.
    pub fn thaw(&self) {
        self.set_aside();
        self.change(|state| {
            if state.earlier.is_empty() {
                state.dossier_id.clear();
            }
        });
    }

    /// The dossier made final did not go out as it is: what is sent next bears the same id.
    pub fn set_aside(&self) {
        self.change(|state| {
            let frozen = state.frozen.take();
            // After an answer that left it open, a refusal may come from somewhere on the way.
            if state.uncertain {
                state.earlier.extend(frozen);
            }
            state.changed_since_frozen = false;
            state.uncertain = !state.earlier.is_empty();
        });
    }

    /// Gives the dossier its random id, if it has none yet.
    pub fn ensure_id(&self) {
        self.change(|state| {
            if state.dossier_id.is_empty() {
                state.dossier_id = crate::web::random_uuid();
            }
        });
    }

    /// The dossier as it would leave at `seconds` (since 1970, UTC).
    #[must_use]
    pub fn envelope(&self, seconds: i64) -> Option<Envelope> {
        let definition = self.procedure().definition;
        let language = self.lang.get_untracked().tag();
        let attachments = self.attachments();
        self.state(|state| {
            Envelope::new(
                definition,
                &state.answers,
                &state.dossier_id,
                language,
                seconds,
                attachments,
            )
        })
    }
}

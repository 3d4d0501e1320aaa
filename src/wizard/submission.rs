//! The dossier as it is sent: its id, its sealed bytes and its receipt.

use hoso_view::Signal;
use std::cell::{Cell, RefCell};

use hoso_dossier::wire::Receipt;

use crate::platform;
use crate::wizard::commands::SubmitTarget;

/// The status of the submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubmissionStatus {
    /// Not begun.
    Idle,
    /// On its way.
    InFlight,
    /// It was not received, or that is unknown; may be tried again under the same key.
    Failed {
        /// The code of the message that says why.
        message: &'static str,
        /// What another attempt is for.
        retry: SubmitTarget,
    },
    /// The receiver has stored another dossier under this key.
    Conflict,
}

/// A sealed dossier, which may have been posted. Holds its bytes, so that another attempt sends the
/// same ones.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedDossier {
    /// The envelope as canonical JSON (RFC 8785).
    pub body: String,
    /// The SHA-256 of the body, in lower-case hexadecimal.
    pub digest: String,
}

/// The submission state of one draft's dossier.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct DossierState {
    /// The random id, which is also the idempotency key; empty until it is needed.
    pub id: String,
    /// The sealed dossier, until we know whether the receiver stored it.
    pub sealed: Option<SealedDossier>,
    /// Previous versions under the same id, one of which may be stored.
    pub previous_versions: Vec<SealedDossier>,
    /// The dossier that the receipt is for.
    pub sent: Option<SealedDossier>,
    /// The receipt.
    pub receipt: Option<Receipt>,
    /// Whether answers were changed after the dossier was sealed.
    pub edited_since_sealed: bool,
    /// Whether it is unknown if the sealed dossier was stored.
    pub delivery_unknown: bool,
}

impl DossierState {
    /// Returns whether the receiver may have stored a dossier of this id.
    #[must_use]
    pub const fn may_be_stored(&self) -> bool {
        self.sealed.is_some() || self.receipt.is_some() || !self.previous_versions.is_empty()
    }

    /// Returns whether the dossier is on its way or was received.
    #[must_use]
    pub const fn is_sealed_or_received(&self) -> bool {
        self.sealed.is_some() || self.receipt.is_some()
    }

    /// Unseals the dossier after its content was rejected: the next one gets a new id. The id
    /// stays while a version may be stored, since only the id keeps the receiver from storing both.
    pub fn unseal(&mut self) {
        self.archive_sealed();
        if self.previous_versions.is_empty() {
            self.id.clear();
        }
    }

    /// Unseals the dossier and keeps its id. It becomes a previous version if it may be stored:
    /// after an attempt without a response, a refusal may come from an intermediary.
    pub fn archive_sealed(&mut self) {
        let sealed = self.sealed.take();
        if self.delivery_unknown {
            self.previous_versions.extend(sealed);
        }
        self.edited_since_sealed = false;
        self.delivery_unknown = !self.previous_versions.is_empty();
    }

    /// Gives the dossier its random id unless it has one.
    pub fn ensure_id(&mut self) {
        if self.id.is_empty() {
            self.id = platform::random_uuid();
        }
    }
}

/// A file on its way, before the dossier itself is posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Its position, from 1.
    pub number: usize,
    /// How many files the dossier has.
    pub of: usize,
    /// Its size in bytes.
    pub size: u64,
}

/// The submission of one wizard.
pub struct Submission {
    /// The status of the submission.
    pub status: Signal<SubmissionStatus>,
    /// The file that is being uploaded.
    pub upload: Signal<Option<Upload>>,
    /// Seconds until the page tries again by itself.
    pub countdown: Signal<Option<u32>>,
    // Identifies the current countdown: an earlier one ends when it sees another id.
    countdown_id: Cell<u32>,
    // Failures in a row after which the page tries again by itself.
    failures: Cell<u32>,
    dossier: RefCell<DossierState>,
}

impl Default for Submission {
    fn default() -> Self {
        Self {
            status: Signal::new(SubmissionStatus::Idle),
            upload: Signal::new(None),
            countdown: Signal::new(None),
            countdown_id: Cell::new(0),
            failures: Cell::new(0),
            dossier: RefCell::default(),
        }
    }
}

impl Submission {
    /// Reads the dossier.
    pub fn with<T>(&self, read: impl FnOnce(&DossierState) -> T) -> T {
        read(&self.dossier.borrow())
    }

    /// Changes the dossier without notifying anyone.
    pub fn update<T>(&self, change: impl FnOnce(&mut DossierState) -> T) -> T {
        change(&mut self.dossier.borrow_mut())
    }

    /// Returns the sealed dossier.
    #[must_use]
    pub fn sealed(&self) -> Option<SealedDossier> {
        self.with(|dossier| dossier.sealed.clone())
    }

    /// Forgets the dossier.
    pub fn reset(&self) {
        self.update(|dossier| *dossier = DossierState::default());
        self.status.set(SubmissionStatus::Idle);
        self.upload.set(None);
        self.stop_countdown();
        self.failures.set(0);
    }

    /// Counts a failure after which the page tries again by itself. Returns how many there were
    /// before it.
    pub fn count_failure(&self) -> u32 {
        let before = self.failures.get();
        self.failures.set(before.saturating_add(1));
        before
    }

    /// Starts to count failures anew: the receiver has answered.
    pub fn forget_failures(&self) {
        self.failures.set(0);
    }

    /// Starts a countdown in place of the current one. Returns its id.
    pub fn start_countdown(&self, seconds: u32) -> u32 {
        self.stop_countdown();
        self.countdown.set(Some(seconds));
        self.countdown_id.get()
    }

    /// Returns whether a countdown was neither stopped nor replaced.
    #[must_use]
    pub fn is_counting(&self, id: u32) -> bool {
        self.countdown_id.get() == id
    }

    /// Stops the countdown: only the person tries again.
    pub fn stop_countdown(&self) {
        self.countdown_id
            .set(self.countdown_id.get().wrapping_add(1));
        self.countdown.set(None);
    }
}

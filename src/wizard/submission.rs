//! The dossier as it is sent: its id, its delivery, and what the page says about it.

use hoso_view::Signal;
use std::cell::{Cell, RefCell};

use hoso_delivery::{Hold, State};
use hoso_dossier::Answers;

use crate::platform;
use crate::wizard::delivery::{Delivery, idempotency_key};

/// What the page says about the delivery. Follows from the state of its record; see
/// [`SubmissionStatus::of`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubmissionStatus {
    /// Nothing is on its way.
    Idle,
    /// This window seals, uploads or posts.
    InFlight,
    /// It was not received, or that is unknown. The code of the message that says why.
    Failed(&'static str),
    /// The receiver has stored another dossier under this key.
    Conflict,
}

impl SubmissionStatus {
    /// Returns what the page says about a state while this window does nothing about it. `reason` is
    /// the code of a message that this window knows better; may be empty.
    #[must_use]
    pub const fn of(state: &State, reason: &'static str) -> Self {
        let message = match state {
            State::Foreign => return Self::Conflict,
            State::Received { .. } | State::GivenUp => return Self::Idle,
            State::Editing | State::Refused if reason.is_empty() => return Self::Idle,
            _ if !reason.is_empty() => reason,
            State::Uploading(_) | State::Posting(_) => "ui.failed_interrupted",
            State::Waiting { is_asked: false } => "ui.failed_network",
            State::Waiting { is_asked: true } | State::Held(Hold::LongDelay | Hold::Files) => {
                "ui.failed_busy"
            }
            State::Held(Hold::Rejected) => "ui.failed_refused",
            State::Held(Hold::Unclear) | State::Editing | State::Refused => {
                "ui.failed_invalid_response"
            }
        };
        Self::Failed(message)
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
    /// What the page says about the delivery.
    pub status: Signal<SubmissionStatus>,
    /// The file that is being uploaded.
    pub upload: Signal<Option<Upload>>,
    /// Seconds until the page tries again by itself.
    pub countdown: Signal<Option<u32>>,
    // Identifies the current countdown: an earlier one ends when it sees another id.
    countdown_id: Cell<u32>,
    // The random id of the draft; empty until it is needed.
    id: RefCell<String>,
    delivery: RefCell<Delivery>,
    // Whether the delivery is stored as it is here.
    is_stored: Cell<bool>,
    // The answers that were not received, where no draft of them could be stored.
    edits: RefCell<Option<Answers>>,
}

impl Default for Submission {
    fn default() -> Self {
        Self {
            status: Signal::new(SubmissionStatus::Idle),
            upload: Signal::new(None),
            countdown: Signal::new(None),
            countdown_id: Cell::new(0),
            id: RefCell::default(),
            delivery: RefCell::default(),
            is_stored: Cell::new(true),
            edits: RefCell::default(),
        }
    }
}

impl Submission {
    /// Reads the delivery as this window knows it.
    pub fn with<T>(&self, read: impl FnOnce(&Delivery) -> T) -> T {
        read(&self.delivery.borrow())
    }

    /// Replaces the delivery after a step. `is_stored` tells whether it is stored as well.
    pub fn set_delivery(&self, delivery: Delivery, is_stored: bool) {
        self.delivery.replace(delivery);
        self.is_stored.set(is_stored);
    }

    /// Returns whether the delivery is stored as it is here.
    #[must_use]
    pub fn is_stored(&self) -> bool {
        self.is_stored.get()
    }

    /// Continues with the id and the delivery of a stored draft.
    pub fn restore(&self, id: String, delivery: Delivery) {
        let status = SubmissionStatus::of(&delivery.record.state, "");
        self.id.replace(id);
        self.set_delivery(delivery, true);
        self.status.set(status);
    }

    /// Returns the random id of the draft. It is fixed with the first call.
    #[must_use]
    pub fn id(&self) -> String {
        let mut id = self.id.borrow_mut();
        if id.is_empty() {
            *id = platform::random_uuid();
        }
        id.clone()
    }

    /// Returns the idempotency key under which the next version is sealed.
    #[must_use]
    pub fn key(&self) -> String {
        let generation = self.with(|delivery| delivery.record.generation);
        idempotency_key(&self.id(), generation)
    }

    /// Keeps the answers that were not received until they are opened as another dossier.
    pub fn keep_edits(&self, answers: Answers) {
        self.edits.replace(Some(answers));
    }

    /// Takes the answers that were not received.
    pub fn take_edits(&self) -> Option<Answers> {
        self.edits.take()
    }

    /// Returns whether the answers that were not received can be opened. A draft of version 1 does not say
    /// where they are.
    #[must_use]
    pub fn can_open_edits(&self) -> bool {
        let has_key = self.with(|delivery| {
            let key = delivery.correction.as_ref();
            key.is_some_and(|key| !key.is_empty())
        });
        has_key || self.edits.borrow().is_some()
    }

    /// Forgets the dossier.
    pub fn reset(&self) {
        self.id.replace(String::new());
        self.set_delivery(Delivery::default(), true);
        self.status.set(SubmissionStatus::Idle);
        self.edits.replace(None);
        self.upload.set(None);
        self.stop_countdown();
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

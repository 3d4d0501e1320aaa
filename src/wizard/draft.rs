//! The state of the wizard's draft, and the other drafts on this device.

use hoso_view::{Notify, Signal, Trigger};
use std::cell::{Cell, RefCell};

/// Whether what was entered is saved on this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveStatus {
    /// Nothing was entered yet.
    Empty,
    /// Entered, not yet saved.
    Pending,
    /// Saved.
    Saved,
    /// This browser refuses to store anything, or the disk is full.
    Unavailable,
}

/// A draft on this device, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherDraft {
    /// Its key in the database.
    pub key: String,
    /// The code of its procedure.
    pub procedure: &'static str,
    /// When it was saved, in seconds since 1970, UTC.
    pub saved_at: i64,
    /// The dossier's number if it was received; else empty.
    pub number: String,
    /// What it is for, in the source language.
    pub wishes: Vec<&'static str>,
    /// The name of the person; may be empty.
    pub name: String,
    /// The step at which it was left: its position from 1, and the number of steps.
    pub step: Option<(usize, usize)>,
    /// Whether a window has it open.
    pub is_open_elsewhere: bool,
    /// Until when it is kept on this device, in seconds since 1970, UTC; `None` while it may be on its
    /// way.
    pub kept_until: Option<i64>,
}

/// The phone of an account that another draft registers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountPhone {
    /// The phone, normalised.
    pub phone: String,
    /// The social insurance number of the account; may be empty.
    pub owner: String,
}

/// The draft of one wizard.
pub struct DraftState {
    /// Whether it is saved.
    pub status: Signal<SaveStatus>,
    /// Notified when a change must be saved.
    pub save_requested: Trigger,
    /// The other drafts that can be opened.
    pub other_drafts: Signal<Vec<OtherDraft>>,
    /// The draft that was continued when the page was opened, in the middle of its steps; else empty.
    pub resumed: Signal<Vec<OtherDraft>>,
    /// Whether a draft on this device cannot be read by this version of the page.
    pub has_unreadable: Signal<bool>,
    /// The key of the draft of another procedure from which this one was begun; may be empty.
    pub parent: Signal<String>,
    /// The code of a message about the draft, shown above every step; empty if there is none.
    pub notice: Signal<&'static str>,
    /// Whether the page of a portal has filled in fields.
    pub is_prefilled: Signal<bool>,
    /// Phones of accounts that the other drafts on this device register.
    pub account_phones: RefCell<Vec<AccountPhone>>,
    /// Whether something was entered before hydration.
    pub typed_before_hydration: Cell<bool>,
    /// Whether autosave has started. Until then choices of the first step are stored apart.
    pub is_autosaved: Cell<bool>,
    edited: Cell<bool>,
}

impl Default for DraftState {
    fn default() -> Self {
        Self {
            status: Signal::new(SaveStatus::Empty),
            save_requested: Trigger::new(),
            other_drafts: Signal::new(Vec::new()),
            resumed: Signal::new(Vec::new()),
            has_unreadable: Signal::new(false),
            parent: Signal::new(String::new()),
            notice: Signal::new(""),
            is_prefilled: Signal::new(false),
            account_phones: RefCell::default(),
            typed_before_hydration: Cell::new(false),
            is_autosaved: Cell::new(false),
            edited: Cell::new(false),
        }
    }
}

impl DraftState {
    /// Notes a change and requests that it is saved.
    pub fn mark_edited(&self) {
        self.edited.set(true);
        self.save_requested.notify();
    }

    /// Returns whether something was entered since the page was opened or reset.
    #[must_use]
    pub fn is_edited(&self) -> bool {
        self.edited.get()
    }

    /// Forgets the other drafts, for another wizard.
    pub fn forget_other_drafts(&self) {
        self.other_drafts.set(Vec::new());
        self.has_unreadable.set(false);
        self.account_phones.borrow_mut().clear();
        self.typed_before_hydration.set(false);
        self.is_autosaved.set(false);
    }

    /// Forgets the draft. Requests a save as well, which the autosave skips if nothing is left to
    /// save.
    pub fn reset(&self) {
        self.status.set(SaveStatus::Empty);
        self.parent.set(String::new());
        self.resumed.set(Vec::new());
        self.notice.set("");
        self.is_prefilled.set(false);
        self.edited.set(false);
        self.save_requested.notify();
    }
}

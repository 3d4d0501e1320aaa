//! The commands of the views to `src/browser`. Views do not access store, network or files.

use hoso_view::{NodeRef, Notify, Trigger};
use std::cell::RefCell;
use std::collections::VecDeque;

use hoso_dossier::ProcedureLink;

/// A request about the delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubmissionCommand {
    /// The person sends the current answers.
    Send,
    /// The person sends the current answers under a new key, since another dossier is stored under the
    /// old one.
    SendAsNew,
    /// The delay before another attempt is over.
    Due,
    /// The receiver can be reached again.
    LineBack,
}

/// A request to the store of drafts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftCommand {
    /// Erase all drafts and photos on this device.
    EraseAll,
    /// Keep this draft and start another.
    StartNew,
    /// Keep this draft and open the one of this key.
    Open(String),
    /// Keep this draft and open the answers that were not received, as another dossier.
    OpenCorrection,
    /// Let another window have the draft of this key.
    Release(String),
    /// Continue in another procedure, with the answers that it copies.
    GoToRelated(ProcedureLink),
    /// Return to the procedure from which this draft was begun.
    ReturnToOrigin,
}

/// A request about photos.
#[derive(Clone, Debug)]
pub enum PhotoCommand {
    /// Save the draft, then open the file picker.
    Pick {
        /// The id of the photo field.
        field: &'static str,
        /// Its file input.
        input: NodeRef,
        /// The `capture` attribute: `environment`, `user`, or empty for the gallery.
        capture: &'static str,
        /// The hash of the photo that the new one replaces; may be empty.
        replaces: String,
    },
    /// Process the files of a file input.
    Process {
        /// The id of the photo field.
        field: &'static str,
        /// Its file input.
        input: NodeRef,
    },
    /// Rotate a photo by 90 degrees, clockwise.
    Rotate {
        /// The id of the photo field.
        field: &'static str,
        /// The photo's hash.
        sha256: String,
    },
}

/// A request about the official form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfficialFormCommand {
    /// Make the PDF.
    Make,
    /// Share it with another app of the phone.
    Share,
}

/// A request of the views.
#[derive(Clone, Debug)]
pub enum Command {
    /// See [`SubmissionCommand`].
    Submission(SubmissionCommand),
    /// See [`DraftCommand`].
    Draft(DraftCommand),
    /// See [`PhotoCommand`].
    Photo(PhotoCommand),
    /// See [`OfficialFormCommand`].
    OfficialForm(OfficialFormCommand),
}

/// The queue of commands; the browser takes them one after another.
pub struct Commands {
    queue: RefCell<VecDeque<Command>>,
    /// Notified when a command was queued.
    pub queued: Trigger,
}

impl Default for Commands {
    fn default() -> Self {
        Self {
            queue: RefCell::default(),
            queued: Trigger::new(),
        }
    }
}

impl Commands {
    /// Queues a command.
    pub fn dispatch(&self, command: Command) {
        self.queue.borrow_mut().push_back(command);
        self.queued.notify();
    }

    /// Takes the oldest command.
    pub fn take(&self) -> Option<Command> {
        self.queue.borrow_mut().pop_front()
    }

    /// Drops all queued commands: they were for the page in which the parts were used before.
    pub fn drop_all(&self) {
        self.queue.borrow_mut().clear();
    }

    /// Drops the queued commands about photos and the official form: they were for other answers.
    pub fn drop_pending(&self) {
        let is_kept =
            |command: &Command| matches!(command, Command::Submission(_) | Command::Draft(_));
        self.queue.borrow_mut().retain(is_kept);
    }
}

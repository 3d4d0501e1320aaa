//! What happens to a dossier on its way, and what is to be done then.

use crate::record::{Content, Digest};

/// An answer to an attempt, or that none came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Answer {
    /// A complete receipt of the files and the id of the version, with this digest.
    Receipt(Digest),
    /// 409 with `idempotency_key.reused`.
    KeyReused,
    /// 422 with issues.
    Refused {
        /// Whether the same answers may pass if they are sealed again: `declared_at.future`,
        /// `definition.unknown`.
        is_renewable: bool,
    },
    /// 422 with `attachment.unknown` only.
    FilesMissing,
    /// A file is gone from this device, or the receiver refuses it.
    FileRefused,
    /// 408, 425, 429 or 503.
    Busy(Busy),
    /// No answer came: the line is cut, or the time is over.
    None,
    /// An answer that proves nothing: another 5xx, a page of HTML, a receipt of something else.
    Unclear,
    /// Another 4xx.
    Rejected,
}

/// What a busy receiver asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Busy {
    /// No delay.
    AnyTime,
    /// A delay of five minutes or less.
    Asked,
    /// A longer delay.
    Long,
}

/// What happens to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Event {
    /// The person sends the current answers.
    Send(Content),
    /// The answers were sealed under the key of a generation.
    Sealed {
        /// The generation.
        generation: u32,
        /// The answers.
        content: Content,
        /// The bytes.
        digest: Digest,
    },
    /// All files of the attempt are uploaded.
    Uploaded(u32),
    /// The attempt has ended.
    Answered(u32, Answer),
    /// The delay is over.
    Due,
    /// The receiver can be reached again.
    LineBack,
    /// A window has resumed the delivery: the previous window was closed or did not respond.
    Resumed,
    /// The person sends the answers under another key: the old one is taken by a foreign dossier.
    NewKey,
    /// The person opens the answers that were not received as a correction.
    Correct,
    /// The person erases the dossier.
    GiveUp,
}

/// What is to be done after the record was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Command {
    /// Seal the current answers under the key of this generation, and report [`Event::Sealed`].
    Seal(u32),
    /// Upload the files of a version.
    Upload {
        /// The number of the attempt.
        attempt: u32,
        /// The version. Its bytes are read from the store when the command is carried out: if they
        /// were erased since, nothing is sent.
        version: Digest,
    },
    /// Post the bytes of a version under the key of its generation.
    Post {
        /// The number of the attempt.
        attempt: u32,
        /// The version. Its bytes are read from the store when the command is carried out: if they
        /// were erased since, nothing is sent.
        version: Digest,
    },
    /// Report [`Event::Due`] after a delay, which grows with the failures in a row.
    Schedule {
        /// Failures in a row.
        failures: u32,
        /// Whether the delay is at least that of `Retry-After`.
        is_asked: bool,
    },
    /// Open a draft of the answers of a version, which corrects the stored one. Carried out in the
    /// transaction that stores the record: else a crash would drop the answers.
    OpenCorrection {
        /// The index of the version.
        version: usize,
    },
}

impl Command {
    /// Returns whether the command is a write in the transaction that stores the record.
    #[must_use]
    pub const fn is_write(self) -> bool {
        matches!(self, Self::OpenCorrection { .. })
    }
}

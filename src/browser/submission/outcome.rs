//! The outcomes of an attempt to send a dossier.

use hoso_dossier::Issue;
use hoso_dossier::wire::Receipt;

/// The outcome of an attempt.
#[derive(Debug)]
pub enum Outcome {
    /// Stored: the receipt is for these very bytes.
    Received(Receipt),
    /// The receiver has checked it and refuses it: it is not stored.
    Refused(Vec<Issue>),
    /// Another dossier is stored under this key.
    Conflict,
    /// The line or the receiver fails for now: the page tries again by itself.
    Unavailable {
        /// The code of the message.
        message: &'static str,
        /// After how many seconds the receiver asks for another attempt.
        retry_after: Option<u32>,
        /// Whether it may be stored: it was posted.
        is_posted: bool,
    },
    /// It may or may not be stored. The code of the message that says why.
    Unknown(&'static str),
    /// Not stored: the receiver does not have a file that it had confirmed.
    MissingFile,
    /// Not stored, and another attempt may succeed. The code of the message.
    RetryLater(&'static str),
    /// Not accepted as it is. The next attempt has the same key. The code of the message.
    Rejected(&'static str),
    /// Not posted: a file is gone, or the receiver refuses it.
    AttachmentProblem(Vec<Issue>),
    /// Not sealed: an answer has to be corrected first.
    NotReady,
    /// Not sealed: a copy of what would be replaced cannot be stored.
    NoRoom,
}

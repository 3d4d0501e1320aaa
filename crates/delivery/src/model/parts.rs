//! What the world consists of, and what can happen in it.

use crate::event::{Answer, Busy, Command};
use crate::record::Digest;

/// The digest of a dossier that is no version of the record.
pub(super) const FOREIGN: Digest = Digest([255; 32]);

/// A request on its way: under which key, which bytes, from which window.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Request {
    pub(super) window: usize,
    pub(super) attempt: u32,
    pub(super) generation: u32,
    pub(super) digest: Digest,
    pub(super) content: u8,
}

/// A window, or the program in it. A crash empties it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Window {
    pub(super) commands: Vec<Command>,
    pub(super) has_timer: bool,
    pub(super) awaited: Option<u32>,
    pub(super) reply: Option<Answer>,
}

/// How often the world may do what it is not obliged to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Budget {
    pub(super) edits: u8,
    pub(super) presses: u8,
    pub(super) crashes: u8,
    pub(super) losses: u8,
    pub(super) repeats: u8,
    pub(super) gateways: u8,
    pub(super) forgeries: u8,
    pub(super) upload_faults: u8,
    pub(super) lost_files: u8,
    pub(super) fills: u8,
    pub(super) erasures: u8,
}

/// What a receiver does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Receiver {
    /// Whether it finds the time of the first version in the future.
    pub(super) is_early: bool,
    /// Whether it refuses the time of every version.
    pub(super) is_always_early: bool,
    /// Whether it loses files at once.
    pub(super) keeps_no_files: bool,
    pub(super) has_files: bool,
}

/// What the world does next. Windows are named by their index, requests by theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Action {
    Edit,
    Send(usize),
    NewKey(usize),
    Correct(usize),
    GiveUp(usize),
    Erase,
    /// Carries out the next command of a window; an upload ends with this answer, or well.
    Act(usize, Option<Answer>),
    Reply(usize),
    TimeOut(usize),
    Due(usize),
    LineBack(usize),
    Resume(usize),
    Crash(usize),
    Deliver(usize),
    DeliverTwice(usize),
    Lose(usize),
    /// A gateway answers busy, after passing the request on or without.
    Gateway(usize, bool, Busy),
    /// Something on the way answers, and does not pass the request on.
    Forge(usize, Answer),
    LoseFiles,
    PassTime,
    Fill,
    Free,
}

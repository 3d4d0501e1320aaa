//! The delivery of a sealed dossier, as a pure machine: no input or output, no clock, no randomness.
//!
//! A [`Record`] is what a browser stores about one dossier on its way to the receiver. [`step()`] applies
//! an [`Event`] to it, and returns the record to be stored and the [`Command`]s to be carried out. The
//! caller reads the record, applies the event and writes the result in one transaction, and carries out
//! the commands only after the commit: persist comes before act. If the transaction fails, the event has
//! not happened, and no command is carried out.
//!
//! The record has no bytes and no personal data: a version is known by two hashes.
//! `docs/reliability.md` has a row for every state and every transition; a test compares it with the
//! code. The model in `src/model` checks all histories of two windows, an unreliable network and a
//! person, up to the bounds that it names.

pub mod event;
pub mod record;
pub mod rules;
pub mod step;

#[cfg(test)]
mod model;
#[cfg(test)]
mod table;

pub use event::{Answer, Busy, Command, Event};
pub use record::{Attempt, Content, Digest, Fate, Hold, Record, State, Version};
pub use step::step;

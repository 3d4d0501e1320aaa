//! The numbers, names and dates that Vietnamese social insurance asks a person for.
//!
//! This crate does no input or output, reads no clock and writes no sentence.
//! One number is one module of one shape: `parse`, `as_str`, `Display`. What
//! cannot be right is an `Err(Reason)`; what is only unlikely is a doubt, which
//! a person may pass. Refusing a valid number is much worse than accepting a
//! wrong one, so a hard error needs a source.

pub mod date;
pub mod reason;

pub use date::{Date, Month, PartialDate, Precision};
pub use reason::{Reason, Severity};

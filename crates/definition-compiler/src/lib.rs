//! Reads `definition.toml`, `locales/*.toml` and the lists of `data` at build time, refuses what is
//! wrong with file, line and what was expected, and writes static Rust tables.
//!
//! Nothing of this crate reaches the browser: build scripts call it.

mod card;
pub mod catalog;
pub mod definition_texts;
mod field;
mod keys;
pub mod language;
pub mod lists;
mod mistake;
pub mod procedure;
pub mod sentences;
mod source;
mod texts;
mod write;

pub use lists::{Entry, Lists};
pub use mistake::Mistake;
pub use procedure::{compile, examples_at_least, first_step, first_step_codes};
pub use texts::Texts;

//! Reads `definition.toml` and `locales/*.toml` at build time, refuses what is
//! wrong with file, line and what was expected, and writes static Rust tables.
//!
//! Nothing of this crate reaches the browser: build scripts call it.

mod keys;
mod mistake;
pub mod procedure;
pub mod sentences;
mod source;
mod write;

pub use mistake::Mistake;
pub use procedure::{compile, examples_at_least, first_step, first_step_codes};
pub use source::Lists;

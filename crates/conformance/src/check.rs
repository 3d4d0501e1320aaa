//! A check: its name, what it demands, where the demand is written, and how it is tried.

use crate::context::Context;
use crate::verdict::Verdict;

/// One demand of the contract.
pub struct Check {
    /// Its name, which stays the same between versions.
    pub name: &'static str,
    /// What is demanded, as a sentence for the developer of a backend.
    pub demand: &'static str,
    /// A section of `docs/backend.md`.
    pub section: &'static str,
    /// Tries it.
    pub(crate) run: fn(&Context) -> Verdict,
}

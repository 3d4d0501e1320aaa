//! A check: its name, its demand, the section that documents it, and the function that runs it.

use crate::context::Context;
use crate::verdict::Verdict;

/// One demand of the contract.
pub struct Check {
    /// Name, stable between versions.
    pub name: &'static str,
    /// Demand, as a sentence for the developer of a backend.
    pub demand: &'static str,
    /// Section of `docs/backend.md`.
    pub section: &'static str,
    /// Runs the check.
    pub(crate) run: fn(&Context) -> Verdict,
}

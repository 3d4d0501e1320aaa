//! A check: its name, what it demands, where the demand is written, and how it is tried.

use crate::context::Context;

/// Why a check did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// The backend does not meet the demand; what it did instead.
    Failed(String),
    /// The demand does not apply to this backend or to these options; the reason.
    Skipped(String),
}

impl Flaw {
    /// Returns a failure.
    pub(crate) fn failed(text: impl Into<String>) -> Self {
        Self::Failed(text.into())
    }

    /// Returns a check that does not apply.
    pub(crate) fn skipped(text: impl Into<String>) -> Self {
        Self::Skipped(text.into())
    }
}

/// What a check returns.
pub(crate) type Verdict = Result<(), Flaw>;

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

/// Returns a failure unless the condition is met.
///
/// # Errors
/// [`Flaw::Failed`] with the text.
pub(crate) fn demand(met: bool, otherwise: impl FnOnce() -> String) -> Verdict {
    if met {
        Ok(())
    } else {
        Err(Flaw::Failed(otherwise()))
    }
}

//! Result of a check, with the reason if it did not succeed.

/// Reason why a check did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// The backend does not meet the demand. Contains a description of the failure.
    Failed(String),
    /// The demand does not apply to this backend or to these options. Contains the reason.
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

/// Result of a check.
pub(crate) type Verdict = Result<(), Flaw>;

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

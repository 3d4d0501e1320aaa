//! Why an input is refused or doubted: an enum for programs, a code for the wire.
//!
//! The sentence for a code lives with whoever speaks to the person.

/// How much a reason weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Must be mended before the dossier is sent.
    Error,
    /// Shown; the person may pass it by.
    Warning,
    /// Help, nothing to mend.
    Info,
}

impl Severity {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// What is wrong or doubtful about one input.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// There is no such day in the calendar.
    DateNotReal {
        /// What was typed, normalised.
        typed: String,
    },
    /// The year was written with two digits.
    DateYearOfTwoDigits,
}

impl Reason {
    /// The code on the wire.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DateNotReal { .. } => "date.not_real",
            Self::DateYearOfTwoDigits => "date.year2",
        }
    }

    /// How much it weighs.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        Severity::Error
    }

    /// What fills the gaps of the sentence: name of the gap and its text.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::DateNotReal { typed } => vec![("d", typed.clone())],
            _ => Vec::new(),
        }
    }

    /// A value that the person may take over with one tap, where there is one.
    #[must_use]
    pub fn proposal(&self) -> Option<String> {
        None
    }
}

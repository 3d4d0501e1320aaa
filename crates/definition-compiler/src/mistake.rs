//! A mistake in a source file, with its line.

use core::fmt;

/// A mistake in a definition, in words that a person who is no programmer can act on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and what was expected.
    pub what: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

impl core::error::Error for Mistake {}

/// The file that is being read, to turn byte offsets into lines.
pub(crate) struct File<'a> {
    pub(crate) name: &'a str,
    pub(crate) text: &'a str,
}

impl File<'_> {
    pub(crate) fn mistake(&self, offset: usize, what: impl Into<String>) -> Mistake {
        let before = self.text.as_bytes().iter().take(offset);
        Mistake {
            file: self.name.to_owned(),
            line: before.filter(|b| **b == b'\n').count() + 1,
            what: what.into(),
        }
    }

    pub(crate) fn toml(&self, error: &toml::de::Error) -> Mistake {
        self.mistake(error.span().map_or(0, |span| span.start), error.message())
    }
}

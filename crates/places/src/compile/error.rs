//! Why the reference data give no files.

use std::fmt;
use std::path::PathBuf;

/// Why the reference data give no files.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A file cannot be read.
    Read {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file is not JSON.
    Json {
        /// Which one.
        path: PathBuf,
        /// Where it ends to be JSON.
        source: serde_json::Error,
    },
    /// A row lacks a column, or holds what this column cannot.
    Row {
        /// In which file.
        path: PathBuf,
        /// The row, counted from 1 without the heading.
        row: usize,
        /// The column.
        column: &'static str,
    },
    /// A row names a unit that no list has.
    Unknown {
        /// Its code.
        code: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { path, source } => write!(f, "{}: {source}", path.display()),
            Self::Json { path, source } => write!(f, "{}: {source}", path.display()),
            Self::Row { path, row, column } => write!(f, "{}: row {row}: {column}", path.display()),
            Self::Unknown { code } => write!(f, "no list has the unit {code}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read { source, .. } => Some(source),
            Self::Json { source, .. } => Some(source),
            Self::Row { .. } | Self::Unknown { .. } => None,
        }
    }
}

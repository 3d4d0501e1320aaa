//! Errors in the reference data.

use std::fmt;
use std::path::PathBuf;

/// Why the files cannot be generated.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A file cannot be read.
    Read {
        /// Path of the file.
        path: PathBuf,
        /// Error of the system.
        source: std::io::Error,
    },
    /// A file is not JSON.
    Json {
        /// Path of the file.
        path: PathBuf,
        /// Error of the parser.
        source: serde_json::Error,
    },
    /// A file is not CSV, or a row has not the columns of the header.
    Csv {
        /// Path of the file.
        path: PathBuf,
        /// Error of the parser.
        source: csv::Error,
    },
    /// A row lacks a column or has an invalid value in it.
    Row {
        /// Path of the file.
        path: PathBuf,
        /// Number of the row, from 1, without the header.
        row: usize,
        /// Name of the column.
        column: &'static str,
    },
    /// A row refers to a unit that no list has.
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
            Self::Csv { path, source } => write!(f, "{}: {source}", path.display()),
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
            Self::Csv { source, .. } => Some(source),
            Self::Row { .. } | Self::Unknown { .. } => None,
        }
    }
}

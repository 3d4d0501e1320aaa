//! Errors of the actions of the office.

use core::fmt;

use crate::config::Error;
use crate::state::State;

/// Errors of the actions of the office.
#[derive(Debug)]
#[non_exhaustive]
pub enum OfficeError {
    /// The folder holds no database of a receiver.
    NoDatabase,
    /// The data folder or the database cannot be used.
    Data(Error),
    /// No dossier has this number.
    Unknown(String),
    /// The dossier of this number was erased.
    Erased(String),
    /// No state has this code or name.
    State(String),
    /// The stored dossier of this number cannot be read.
    Unreadable(String),
    /// A file of a dossier is not stored, or its bytes differ from its hash.
    Damaged {
        /// The number of the dossier.
        number: String,
        /// The hash of the file.
        sha256: String,
    },
    /// The number of days is 0.
    NoDays,
    /// The newest dossier and the newest audit entry are older than the limit: the clock may be
    /// ahead.
    ClockAhead {
        /// Age of the newest entry in days.
        days: i64,
    },
    /// A backup would be inside the data folder.
    BackupInside,
    /// A receiver uses the folder of the backup.
    BackupInUse,
}

impl fmt::Display for OfficeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDatabase => f.write_str("no hoso.sqlite3 in the data folder"),
            Self::Data(error) => error.fmt(f),
            Self::Unknown(number) => write!(f, "{number}: no dossier has this number"),
            Self::Erased(number) => write!(f, "{number}: erased"),
            Self::State(text) => {
                let known = State::ALL.map(State::code).join(", ");
                write!(f, "{text}: unknown state, expected one of {known}")
            }
            Self::Unreadable(number) => write!(f, "{number}: the stored dossier cannot be read"),
            Self::Damaged { number, sha256 } => write!(
                f,
                "{number}: the file {sha256} is missing or damaged; run `hoso serve --scrub`"
            ),
            Self::NoDays => f.write_str("0 days would erase every dossier: expected 1 or more"),
            Self::ClockAhead { days } => write!(
                f,
                "nothing was stored or recorded for {days} days: is the clock right? Then allow it by --idle-days"
            ),
            Self::BackupInside => f.write_str("a backup must be outside the data folder"),
            Self::BackupInUse => {
                f.write_str("a receiver or another backup uses the folder of the backup")
            }
        }
    }
}

impl core::error::Error for OfficeError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Data(error) => Some(error),
            _ => None,
        }
    }
}

impl From<Error> for OfficeError {
    fn from(error: Error) -> Self {
        Self::Data(error)
    }
}

impl From<rusqlite::Error> for OfficeError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Data(Error::Database(error))
    }
}

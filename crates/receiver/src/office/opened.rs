//! Opens a data folder for the office; a receiver may use it at the same time.

use core::time::Duration;
use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::error::OfficeError;
use crate::config::{Error, system_clock, while_doing};
use crate::store::schema::{KNOWN_VERSION, migrate, version};

/// Maximum time that a statement waits for the lock of another process.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// A data folder opened for the office.
pub struct Office {
    pub(super) connection: Connection,
    pub(super) folder: PathBuf,
    /// Account that acts, for the audit log.
    pub(super) by: String,
    /// Returns the seconds since 1970 in UTC.
    pub(super) clock: fn() -> i64,
}

impl Office {
    /// Opens the database of a data folder and migrates an older one if no receiver runs on it.
    ///
    /// `by` names the account that acts, for the audit log.
    ///
    /// # Errors
    /// [`OfficeError::NoDatabase`]; [`OfficeError::Data`] with [`Error::InUse`] if a receiver of an
    /// older version runs on the folder, with [`Error::Newer`] if the database is newer.
    pub fn open(folder: &Path, by: &str) -> Result<Self, OfficeError> {
        let file = folder.join("hoso.sqlite3");
        if !file.is_file() {
            return Err(OfficeError::NoDatabase);
        }
        let mut connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", "ON")?;
        // Overwrites deleted rows: otherwise a free page keeps its bytes.
        connection.pragma_update(None, "secure_delete", "ON")?;
        let found = version(&connection)?;
        if found > KNOWN_VERSION {
            let known = KNOWN_VERSION;
            return Err(Error::Newer { found, known }.into());
        }
        if found < KNOWN_VERSION {
            let lock =
                File::create(folder.join("lock")).map_err(while_doing("opening the lock file"))?;
            lock.try_lock().map_err(|_| Error::InUse)?;
            migrate(&mut connection)?;
        }
        Ok(Self {
            connection,
            folder: folder.to_owned(),
            by: by.to_owned(),
            clock: system_clock,
        })
    }

    /// Sets the clock, so that a test can fix the day.
    #[must_use]
    pub fn with_clock(mut self, clock: fn() -> i64) -> Self {
        self.clock = clock;
        self
    }

    /// Returns the path of a stored file.
    pub(super) fn path_of(&self, sha256: &str) -> PathBuf {
        self.folder.join("attachments").join(sha256)
    }
}

//! Lists the announcements of the webhook by state, and repeats an announcement.

use rusqlite::params;

use super::audit::record;
use super::error::OfficeError;
use super::opened::Office;
use crate::number::{format_number, parse_number};

/// The announcement of a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// The number of the dossier.
    pub number: String,
    /// `pending`, `delivered` or `dead`.
    pub state: String,
    /// Number of attempts.
    pub attempts: u32,
    /// Time at which the next attempt is due, in seconds since 1970. Not updated after the last
    /// attempt.
    pub due_at: i64,
    /// Status of the last response, or the reason why there was none.
    pub last_result: String,
}

impl Office {
    /// Returns the announcements in a state, or all, oldest first.
    ///
    /// # Errors
    /// [`OfficeError::Data`].
    pub fn announcements(&self, state: Option<&str>) -> Result<Vec<Announcement>, OfficeError> {
        let announcements = self
            .connection
            .prepare(
                "SELECT year, sequence, state, attempts, due_at, last_result FROM outbox
                 WHERE ?1 IS NULL OR state = ?1 ORDER BY year, sequence",
            )?
            .query_map([state], |row| {
                Ok(Announcement {
                    number: format_number(row.get(0)?, row.get(1)?),
                    state: row.get(2)?,
                    attempts: row.get(3)?,
                    due_at: row.get(4)?,
                    last_result: row.get(5)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(announcements)
    }

    /// Queues a new announcement of a dossier and resets its attempts. A running receiver sends it
    /// within half a minute.
    ///
    /// # Errors
    /// [`OfficeError::Unknown`], [`OfficeError::Erased`], [`OfficeError::Data`].
    pub fn announce_again(&mut self, number: &str) -> Result<(), OfficeError> {
        self.dossier(number)?;
        let unknown = || OfficeError::Unknown(number.to_owned());
        let (year, sequence) = parse_number(number).ok_or_else(unknown)?;
        let (by, now) = (self.by.clone(), (self.clock)());
        let transaction = self.connection.transaction()?;
        transaction.execute(
            "INSERT INTO outbox (year, sequence, created_at, due_at) VALUES (?1, ?2, ?3, ?3)
             ON CONFLICT (year, sequence) DO UPDATE SET state = 'pending', attempts = 0, due_at = ?3",
            params![year, sequence, now],
        )?;
        record(&transaction, now, &by, "announce", number, "")?;
        Ok(transaction.commit()?)
    }
}

//! Sets the state of a dossier and keeps its history.

use rusqlite::{OptionalExtension, TransactionBehavior, params};

use super::audit::record;
use super::error::OfficeError;
use super::opened::Office;
use crate::number::parse_number;
use crate::state::State;

impl Office {
    /// Sets the state of a dossier. The note is for the office: the citizen sees the state only.
    /// Returns false if the dossier has this state already and the note is empty.
    ///
    /// # Errors
    /// [`OfficeError::Unknown`], [`OfficeError::Erased`], [`OfficeError::Data`].
    pub fn set_status(
        &mut self,
        number: &str,
        state: State,
        note: &str,
    ) -> Result<bool, OfficeError> {
        let unknown = || OfficeError::Unknown(number.to_owned());
        let (year, sequence) = parse_number(number).ok_or_else(unknown)?;
        if self.is_erased((year, sequence))? {
            return Err(OfficeError::Erased(number.to_owned()));
        }
        let (by, now) = (self.by.clone(), (self.clock)());
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let before: Option<String> = transaction
            .query_row(
                "SELECT status FROM dossier WHERE year = ?1 AND sequence = ?2",
                [year, sequence],
                |row| row.get(0),
            )
            .optional()?;
        let before = before.ok_or_else(unknown)?;
        if before == state.code() && note.is_empty() {
            return Ok(false);
        }
        transaction.execute(
            "UPDATE dossier SET status = ?3 WHERE year = ?1 AND sequence = ?2",
            params![year, sequence, state.code()],
        )?;
        transaction.execute(
            "INSERT INTO status_change
             SELECT ?1, ?2, COALESCE(MAX(position), 0) + 1, ?3, ?4, ?5, ?6
             FROM status_change WHERE year = ?1 AND sequence = ?2",
            params![year, sequence, state.code(), note, now, by],
        )?;
        record(&transaction, now, &by, "status", number, state.code())?;
        transaction.commit()?;
        Ok(true)
    }
}

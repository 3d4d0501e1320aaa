//! Sets the state of a dossier and keeps its history.

use rusqlite::{OptionalExtension, TransactionBehavior, params};

use super::audit::record;
use super::error::OfficeError;
use super::opened::Office;
use crate::state::State;

impl Office {
    /// Sets the state of a dossier. The note is internal: the citizen sees only the state. Returns
    /// `false` if the dossier already has this state and the note is empty.
    ///
    /// # Errors
    /// [`OfficeError::Unknown`], [`OfficeError::Erased`], [`OfficeError::Data`].
    pub fn set_status(
        &mut self,
        number: &str,
        state: State,
        note: &str,
    ) -> Result<bool, OfficeError> {
        let (year, sequence) = self.kept_key(number)?;
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
        let before = before.ok_or_else(|| OfficeError::Unknown(number.to_owned()))?;
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

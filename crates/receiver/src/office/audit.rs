//! Audit log: the account, the action and the dossier, without answers.

use rusqlite::{Connection, params};

use super::error::OfficeError;
use super::opened::Office;

/// An entry of the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// Time of the action, in seconds since 1970.
    pub at: i64,
    /// Account that acted.
    pub by: String,
    /// Name of the action, such as `show`, `export`, `status`, `erase`, `retain` or `access`.
    pub action: String,
    /// Number of the dossier; empty for an action on several.
    pub number: String,
    /// Details such as a state or a count. Never an answer.
    pub detail: String,
}

impl Office {
    /// Records an action.
    ///
    /// # Errors
    /// [`OfficeError::Data`].
    pub fn record(&self, action: &str, number: &str, detail: &str) -> Result<(), OfficeError> {
        record(
            &self.connection,
            (self.clock)(),
            &self.by,
            action,
            number,
            detail,
        )
    }

    /// Returns the entries since a time, oldest first; with a number, only those of this dossier.
    ///
    /// # Errors
    /// [`OfficeError::Data`].
    pub fn audit(&self, since: i64, number: Option<&str>) -> Result<Vec<AuditEntry>, OfficeError> {
        let entries = self
            .connection
            .prepare(
                "SELECT done_at, done_by, action, number, detail FROM audit
                 WHERE done_at >= ?1 AND (?2 IS NULL OR number = ?2) ORDER BY entry",
            )?
            .query_map(params![since, number], |row| {
                Ok(AuditEntry {
                    at: row.get(0)?,
                    by: row.get(1)?,
                    action: row.get(2)?,
                    number: row.get(3)?,
                    detail: row.get(4)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(entries)
    }
}

/// Records an action in the transaction that performs it.
pub(super) fn record(
    connection: &Connection,
    at: i64,
    by: &str,
    action: &str,
    number: &str,
    detail: &str,
) -> Result<(), OfficeError> {
    connection.execute(
        "INSERT INTO audit (done_at, done_by, action, number, detail) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![at, by, action, number, detail],
    )?;
    Ok(())
}

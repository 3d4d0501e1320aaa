//! Collects all stored data of one dossier, for a data access request of the person.

use rusqlite::{OptionalExtension, params};

use super::audit::AuditEntry;
use super::dossiers::Dossier;
use super::error::OfficeError;
use super::opened::Office;
use crate::number::parse_number;

/// All stored data of one dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Dossier; `None` if it was erased.
    pub dossier: Option<Dossier>,
    /// Tombstone, if the dossier was erased.
    pub erased: Option<ErasedDossier>,
    /// Files of the dossier.
    pub files: Vec<HeldFile>,
    /// Changes of the state, oldest first.
    pub history: Vec<StatusChange>,
    /// Announcement by the webhook: attempts, state and last result.
    pub webhook: Option<(u32, String, String)>,
    /// Audit entries of the dossier.
    pub audit: Vec<AuditEntry>,
}

/// Tombstone of an erased dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasedDossier {
    /// Code of the procedure.
    pub procedure: String,
    /// Time of receipt, in seconds since 1970.
    pub received_at: i64,
    /// Time of erasure, in seconds since 1970.
    pub erased_at: i64,
}

/// A file of a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldFile {
    /// Field of the form that asked for the file.
    pub field: String,
    /// SHA-256 hash, in hex.
    pub sha256: String,
    /// Size in bytes.
    pub size: i64,
    /// Media type.
    pub media_type: String,
    /// Time of the last upload, in seconds since 1970.
    pub stored_at: i64,
}

/// A change of the state by the office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusChange {
    /// Code of the new state.
    pub status: String,
    /// Note of the office.
    pub note: String,
    /// Time of the change, in seconds since 1970.
    pub at: i64,
    /// Account that set the state.
    pub by: String,
}

impl Office {
    /// Returns all stored data of the dossier with this number.
    ///
    /// # Errors
    /// [`OfficeError::Unknown`], [`OfficeError::Unreadable`], [`OfficeError::Data`].
    pub fn held(&self, number: &str) -> Result<Held, OfficeError> {
        let key = parse_number(number).ok_or_else(|| OfficeError::Unknown(number.to_owned()))?;
        let erased = self
            .connection
            .query_row(
                "SELECT procedure, received_at, erased_at FROM erased_dossier
                 WHERE year = ?1 AND sequence = ?2",
                [key.0, key.1],
                |row| {
                    Ok(ErasedDossier {
                        procedure: row.get(0)?,
                        received_at: row.get(1)?,
                        erased_at: row.get(2)?,
                    })
                },
            )
            .optional()?;
        let dossier = match erased {
            Some(_) => None,
            None => Some(self.dossier(number)?),
        };
        Ok(Held {
            files: self.files_of(dossier.as_ref())?,
            history: self.history(key)?,
            webhook: self.webhook_of(key)?,
            audit: self.audit(0, Some(number))?,
            dossier,
            erased,
        })
    }

    fn files_of(&self, dossier: Option<&Dossier>) -> Result<Vec<HeldFile>, OfficeError> {
        let id = dossier.map(|dossier| dossier.envelope.dossier_id.as_str());
        let files = self
            .connection
            .prepare(
                "SELECT field, sha256, size, media_type, stored_at
                 FROM dossier_attachment JOIN attachment USING (sha256)
                 WHERE dossier_id = ?1 ORDER BY position",
            )?
            .query_map([id], |row| {
                Ok(HeldFile {
                    field: row.get(0)?,
                    sha256: row.get(1)?,
                    size: row.get(2)?,
                    media_type: row.get(3)?,
                    stored_at: row.get(4)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(files)
    }

    fn history(&self, key: (i64, i64)) -> Result<Vec<StatusChange>, OfficeError> {
        let history = self
            .connection
            .prepare(
                "SELECT status, note, changed_at, changed_by FROM status_change
                 WHERE year = ?1 AND sequence = ?2 ORDER BY position",
            )?
            .query_map([key.0, key.1], |row| {
                Ok(StatusChange {
                    status: row.get(0)?,
                    note: row.get(1)?,
                    at: row.get(2)?,
                    by: row.get(3)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(history)
    }

    fn webhook_of(&self, key: (i64, i64)) -> Result<Option<(u32, String, String)>, OfficeError> {
        Ok(self
            .connection
            .query_row(
                "SELECT attempts, state, last_result FROM outbox
                 WHERE year = ?1 AND sequence = ?2",
                params![key.0, key.1],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .optional()?)
    }
}

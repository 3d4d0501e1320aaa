//! Everything that is held about one dossier, for a request of the person.

use rusqlite::{OptionalExtension, params};

use super::audit::AuditEntry;
use super::dossiers::Dossier;
use super::error::OfficeError;
use super::opened::Office;
use crate::number::parse_number;

/// Everything that is held about one dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The dossier; `None` if it was erased.
    pub dossier: Option<Dossier>,
    /// The tombstone of an erased dossier.
    pub erased: Option<ErasedDossier>,
    /// Its files.
    pub files: Vec<HeldFile>,
    /// Its states after the first one, the oldest first.
    pub history: Vec<StatusChange>,
    /// What the webhook did: attempts, state and last result.
    pub webhook: Option<(u32, String, String)>,
    /// The recorded actions about it.
    pub audit: Vec<AuditEntry>,
}

/// What stays of an erased dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasedDossier {
    /// The code of its procedure.
    pub procedure: String,
    /// When it was received, in seconds since 1970.
    pub received_at: i64,
    /// When it was erased, in seconds since 1970.
    pub erased_at: i64,
}

/// A file of a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldFile {
    /// The field that asked for it.
    pub field: String,
    /// Its hash.
    pub sha256: String,
    /// Its length in bytes.
    pub size: i64,
    /// Its media type.
    pub media_type: String,
    /// When it arrived last, in seconds since 1970.
    pub stored_at: i64,
}

/// A state that the office set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusChange {
    /// The code of the state.
    pub status: String,
    /// The note of the office.
    pub note: String,
    /// When, in seconds since 1970.
    pub at: i64,
    /// The account that set it.
    pub by: String,
}

impl Office {
    /// Returns everything that is held about the dossier of a number.
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

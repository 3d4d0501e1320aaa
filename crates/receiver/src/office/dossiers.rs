//! Reads stored dossiers.

use std::io::Read;

use hoso_dossier::json;
use hoso_dossier::wire::{Envelope, sha256_hex};
use rusqlite::{OptionalExtension, Row, params};

use super::error::OfficeError;
use super::opened::Office;
use crate::number::{format_number, parse_number};
use crate::state::State;
use crate::validate;

/// A stored dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dossier {
    /// Number of the dossier.
    pub number: String,
    /// Code of the current state.
    pub status: String,
    /// Time of storage, in seconds since 1970.
    pub received_at: i64,
    /// The digest of the envelope.
    pub digest: String,
    /// The envelope as it was sent.
    pub envelope: Envelope,
    /// The fields whose photos are missing.
    pub missing: Vec<String>,
}

/// Conditions that select dossiers; the default selects all.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Earliest time of receipt, in seconds since 1970.
    pub since: Option<i64>,
    /// Code of the procedure.
    pub procedure: Option<String>,
    /// Current state.
    pub state: Option<State>,
}

const COLUMNS: &str = "year, sequence, status, received_at, digest, envelope";

impl Office {
    /// Runs `work` in a read transaction, so that all its reads see one snapshot of the database.
    ///
    /// # Errors
    /// [`OfficeError::Data`], and those of `work`.
    pub fn with_snapshot<T, E: From<OfficeError>>(
        &self,
        work: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        // Fixes the snapshot at the first read and rolls back on drop. Nothing is written in it.
        let _transaction = self
            .connection
            .unchecked_transaction()
            .map_err(OfficeError::from)?;
        work()
    }

    /// Calls `each` for every dossier that the filter selects, in order of receipt, from one
    /// snapshot of the database.
    ///
    /// # Errors
    /// [`OfficeError::Data`], [`OfficeError::Unreadable`], and those of `each`.
    pub fn each_dossier<E: From<OfficeError>>(
        &self,
        filter: &Filter,
        mut each: impl FnMut(Dossier) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = self
            .connection
            .prepare(&format!(
                "SELECT {COLUMNS} FROM dossier
                 WHERE (?1 IS NULL OR received_at >= ?1) AND (?2 IS NULL OR procedure = ?2)
                   AND (?3 IS NULL OR status = ?3)
                 ORDER BY received_at, year, sequence"
            ))
            .map_err(OfficeError::from)?;
        let mut rows = statement
            .query(params![
                filter.since,
                filter.procedure,
                filter.state.map(State::code)
            ])
            .map_err(OfficeError::from)?;
        while let Some(row) = rows.next().map_err(OfficeError::from)? {
            each(read(row)?)?;
        }
        Ok(())
    }

    /// Returns the newest dossiers that the filter selects, newest first; `after` is the number of a
    /// dossier that the list goes on behind. A dossier that cannot be read is an error in its place.
    ///
    /// # Errors
    /// [`OfficeError::Unknown`] if `after` is no number; [`OfficeError::Data`].
    pub fn newest(
        &self,
        filter: &Filter,
        after: Option<&str>,
        count: u32,
    ) -> Result<Vec<Result<Dossier, OfficeError>>, OfficeError> {
        let key = |number: &str| {
            parse_number(number).ok_or_else(|| OfficeError::Unknown(number.to_owned()))
        };
        let (year, sequence) = after.map(key).transpose()?.unzip();
        let mut statement = self.connection.prepare(&format!(
            "SELECT {COLUMNS} FROM dossier
             WHERE (?1 IS NULL OR received_at >= ?1) AND (?2 IS NULL OR procedure = ?2)
               AND (?3 IS NULL OR status = ?3)
               AND (?4 IS NULL OR (year, sequence) < (?4, ?5))
             ORDER BY year DESC, sequence DESC LIMIT ?6"
        ))?;
        let state = filter.state.map(State::code);
        let found = statement
            .query_map(
                params![filter.since, filter.procedure, state, year, sequence, count],
                |row| Ok(read(row)),
            )?
            .collect::<Result<_, _>>()?;
        Ok(found)
    }

    /// Returns the dossier with this number.
    ///
    /// # Errors
    /// [`OfficeError::Unknown`], [`OfficeError::Erased`], [`OfficeError::Unreadable`],
    /// [`OfficeError::Data`].
    pub fn dossier(&self, number: &str) -> Result<Dossier, OfficeError> {
        let unknown = || OfficeError::Unknown(number.to_owned());
        let key = parse_number(number).ok_or_else(unknown)?;
        let found = self
            .connection
            .query_row(
                &format!("SELECT {COLUMNS} FROM dossier WHERE year = ?1 AND sequence = ?2"),
                [key.0, key.1],
                |row| Ok(read(row)),
            )
            .optional()?;
        match found {
            Some(dossier) => dossier,
            None if self.is_erased(key)? => Err(OfficeError::Erased(number.to_owned())),
            None => Err(unknown()),
        }
    }

    /// Returns whether the dossier with this year and sequence number was erased.
    pub(super) fn is_erased(&self, key: (i64, i64)) -> Result<bool, OfficeError> {
        Ok(self
            .connection
            .prepare("SELECT 1 FROM erased_dossier WHERE year = ?1 AND sequence = ?2")?
            .exists([key.0, key.1])?)
    }

    /// Returns year and sequence number of a dossier that is not erased. Does not check that it is
    /// stored.
    ///
    /// # Errors
    /// [`OfficeError::Unknown`] if the number has another form; [`OfficeError::Erased`],
    /// [`OfficeError::Data`].
    pub(super) fn kept_key(&self, number: &str) -> Result<(i64, i64), OfficeError> {
        let key = parse_number(number).ok_or_else(|| OfficeError::Unknown(number.to_owned()))?;
        if self.is_erased(key)? {
            return Err(OfficeError::Erased(number.to_owned()));
        }
        Ok(key)
    }

    /// Reads a file of a dossier and checks its bytes against the hash.
    ///
    /// # Errors
    /// [`OfficeError::Damaged`] if the file is missing or its bytes differ.
    pub fn file(&self, number: &str, sha256: &str) -> Result<Vec<u8>, OfficeError> {
        let damaged = || OfficeError::Damaged {
            number: number.to_owned(),
            sha256: sha256.to_owned(),
        };
        let mut bytes = Vec::new();
        std::fs::File::open(self.path_of(sha256))
            .and_then(|mut file| file.read_to_end(&mut bytes))
            .map_err(|_| damaged())?;
        if sha256_hex(&bytes) == sha256 {
            Ok(bytes)
        } else {
            Err(damaged())
        }
    }
}

fn read(row: &Row<'_>) -> Result<Dossier, OfficeError> {
    let number = format_number(row.get(0)?, row.get(1)?);
    let envelope: String = row.get(5)?;
    let envelope = json::parse_str(&envelope)
        .ok()
        .and_then(|value| Envelope::parse(&value).ok())
        .ok_or_else(|| OfficeError::Unreadable(number.clone()))?;
    Ok(Dossier {
        number,
        status: row.get(2)?,
        received_at: row.get(3)?,
        digest: row.get(4)?,
        missing: validate::missing(&envelope),
        envelope,
    })
}

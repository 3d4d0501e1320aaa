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

/// A dossier as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dossier {
    /// Its number.
    pub number: String,
    /// The code of its newest state.
    pub status: String,
    /// When it was stored, in seconds since 1970.
    pub received_at: i64,
    /// The digest of the envelope.
    pub digest: String,
    /// The envelope as it was sent.
    pub envelope: Envelope,
    /// The fields whose photos are missing.
    pub missing: Vec<String>,
}

/// Which dossiers are meant.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Received at this time or later, in seconds since 1970.
    pub since: Option<i64>,
    /// Of this procedure.
    pub procedure: Option<String>,
    /// In this state.
    pub state: Option<State>,
}

const COLUMNS: &str = "year, sequence, status, received_at, digest, envelope";

impl Office {
    /// Runs `work` so that all it reads is from one state of the database.
    ///
    /// # Errors
    /// [`OfficeError::Data`], and those of `work`.
    pub fn with_snapshot<T, E: From<OfficeError>>(
        &self,
        work: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        // Its first read fixes the state; dropping it ends it. Nothing is written in it.
        let _transaction = self
            .connection
            .unchecked_transaction()
            .map_err(OfficeError::from)?;
        work()
    }

    /// Calls `each` for every dossier of a filter in the order of arrival, all from one state of the
    /// database.
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

    /// Returns the dossier of a number.
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

    /// Was the dossier of this year and running number erased?
    pub(super) fn is_erased(&self, key: (i64, i64)) -> Result<bool, OfficeError> {
        Ok(self
            .connection
            .prepare("SELECT 1 FROM erased_dossier WHERE year = ?1 AND sequence = ?2")?
            .exists([key.0, key.1])?)
    }

    /// Returns the bytes of a file of a dossier, compared with its hash.
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
        .and_then(|value| Envelope::read(&value).ok())
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

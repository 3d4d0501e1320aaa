//! A store in one SQLite file and a folder of attachments.
//!
//! The file is in write-ahead mode with `synchronous = FULL`: a commit returns after the log is
//! on disk. A dossier and its links to files are one transaction.
//!
//! Source: <https://www.sqlite.org/pragma.html#pragma_synchronous>; read 2026-11-21.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use hoso_dossier::json;
use hoso_dossier::timestamp;
use hoso_dossier::wire::{Attachment, Envelope, Receipt};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::files::{Files, sync_folder};
use super::secret::Secrets;
use super::{StagedFile, Store, StoredDossier, Submission};
use crate::config::{Error, Limits, while_doing};
use crate::number;
use crate::refusal::{Issue, Refusal};

/// The migrations, one per version of the schema. Add new ones, never change old ones.
const MIGRATIONS: [&str; 1] = ["
    CREATE TABLE server (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        secret_key BLOB NOT NULL
    ) STRICT;
    CREATE TABLE dossier (
        dossier_id TEXT PRIMARY KEY,
        year INTEGER NOT NULL,
        sequence INTEGER NOT NULL,
        procedure TEXT NOT NULL,
        definition TEXT NOT NULL,
        digest TEXT NOT NULL,
        received_at INTEGER NOT NULL,
        status TEXT NOT NULL,
        envelope TEXT NOT NULL,
        UNIQUE (year, sequence)
    ) STRICT;
    CREATE TABLE attachment (
        sha256 TEXT PRIMARY KEY,
        size INTEGER NOT NULL,
        media_type TEXT NOT NULL,
        stored_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE dossier_attachment (
        dossier_id TEXT NOT NULL REFERENCES dossier (dossier_id),
        position INTEGER NOT NULL,
        field TEXT NOT NULL,
        sha256 TEXT NOT NULL REFERENCES attachment (sha256),
        PRIMARY KEY (dossier_id, position)
    ) STRICT;
    CREATE INDEX dossier_attachment_by_file ON dossier_attachment (sha256);
"];

/// The state of a dossier when it arrives.
const RECEIVED: &str = "received";

/// The database and the folder of attachments.
pub(crate) struct SqliteStore {
    connection: Mutex<Connection>,
    files: Files,
    secrets: Secrets,
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        // The code only: a message may quote a value.
        tracing::error!(code = ?error.sqlite_error_code(), "database");
        Self::Storage
    }
}

impl SqliteStore {
    /// Opens the data folder, creates what is missing, and migrates an older database.
    ///
    /// # Errors
    /// [`Error`]: the folder or the database cannot be used, or another process uses it.
    pub(crate) fn open(folder: &Path) -> Result<Self, Error> {
        let files = Files::open(folder)?;
        let mut connection = Connection::open(folder.join("hoso.sqlite3"))?;
        connection.busy_timeout(core::time::Duration::from_secs(10))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", "ON")?;
        let secrets = Secrets::new(&migrate(&mut connection)?).ok_or(Error::SecretKey)?;
        sync_folder(folder).map_err(while_doing("syncing the data folder"))?;
        Ok(Self {
            connection: Mutex::new(connection),
            files,
            secrets,
        })
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // A panic while the lock was held has rolled its transaction back.
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn remove_old(
        &self,
        connection: &Connection,
        limits: &Limits,
        now: i64,
    ) -> Result<(), Refusal> {
        let before =
            now.saturating_sub(i64::try_from(limits.unclaimed_for.as_secs()).unwrap_or(i64::MAX));
        let mut old = connection.prepare(
            "DELETE FROM attachment WHERE stored_at < ?1
             AND NOT EXISTS (SELECT 1 FROM dossier_attachment AS d WHERE d.sha256 = attachment.sha256)
             RETURNING sha256",
        )?;
        let hashes = old
            .query_map([before], |row| row.get::<_, String>(0))?
            .collect::<Result<Vec<_>, _>>()?;
        for sha256 in hashes {
            self.files.remove(&sha256);
        }
        Ok(())
    }

    /// Builds the receipt of a stored dossier.
    ///
    /// # Errors
    /// [`Refusal::KeyReused`] if the stored dossier is another one.
    fn receipt(&self, stored: StoredDossier, submission: &Submission) -> Result<Receipt, Refusal> {
        if stored.digest != submission.digest {
            return Err(Refusal::KeyReused);
        }
        Ok(Receipt {
            number: stored.number,
            digest: stored.digest,
            received_at: timestamp::format(stored.received_at),
            status: RECEIVED.to_owned(),
            secret: self.secrets.of(&stored.envelope.dossier_id),
            dossier_id: stored.envelope.dossier_id,
            missing: submission.missing.clone(),
            attachments: stored.envelope.attachments,
        })
    }
}

impl Store for SqliteStore {
    fn staging_path(&self) -> PathBuf {
        self.files.staging_path()
    }

    fn add_attachment(
        &self,
        file: &StagedFile,
        limits: &Limits,
        now: i64,
    ) -> Result<bool, Refusal> {
        let connection = self.lock();
        let known = connection
            .query_row(
                "SELECT 1 FROM attachment WHERE sha256 = ?1",
                [&file.sha256],
                |_| Ok(()),
            )
            .optional()?
            .is_some();
        if known {
            return Ok(false);
        }
        if unclaimed_bytes(&connection)?.saturating_add(file.size) > limits.unclaimed_bytes {
            self.remove_old(&connection, limits, now)?;
            if unclaimed_bytes(&connection)?.saturating_add(file.size) > limits.unclaimed_bytes {
                return Err(Refusal::StorageFull);
            }
        }
        self.files.keep(&file.path, &file.sha256)?;
        connection.execute(
            "INSERT INTO attachment (sha256, size, media_type, stored_at) VALUES (?1, ?2, ?3, ?4)",
            params![
                file.sha256,
                i64::try_from(file.size).unwrap_or(i64::MAX),
                file.media_type,
                now
            ],
        )?;
        Ok(true)
    }

    fn remove_unclaimed(&self, limits: &Limits, now: i64) -> Result<(), Refusal> {
        let connection = self.lock();
        self.remove_old(&connection, limits, now)
    }

    fn existing_receipt(&self, submission: &Submission) -> Result<Option<Receipt>, Refusal> {
        let id = &submission.envelope.dossier_id;
        find(&self.lock(), "dossier_id = ?1", [id])?
            .map(|stored| self.receipt(stored, submission))
            .transpose()
    }

    fn add_dossier(&self, submission: &Submission, now: i64) -> Result<Receipt, Refusal> {
        let envelope = &submission.envelope;
        let mut connection = self.lock();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(stored) = find(&transaction, "dossier_id = ?1", [&envelope.dossier_id])? {
            return self.receipt(stored, submission);
        }
        let issues = attachment_issues(&transaction, &envelope.attachments)?;
        if !issues.is_empty() {
            return Err(Refusal::Dossier(issues));
        }
        let year = timestamp::vietnam_date(now).map_or(0, |date| i64::from(date.year()));
        let sequence: i64 = transaction.query_row(
            "SELECT COALESCE(MAX(sequence), 0) + 1 FROM dossier WHERE year = ?1",
            [year],
            |row| row.get(0),
        )?;
        transaction.execute(
            "INSERT INTO dossier
             (dossier_id, year, sequence, procedure, definition, digest, received_at, status, envelope)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                envelope.dossier_id,
                year,
                sequence,
                envelope.procedure,
                envelope.definition,
                submission.digest,
                now,
                RECEIVED,
                envelope.canonical()
            ],
        )?;
        for (i, attachment) in envelope.attachments.iter().enumerate() {
            transaction.execute(
                "INSERT INTO dossier_attachment (dossier_id, position, field, sha256) VALUES (?1, ?2, ?3, ?4)",
                params![
                    envelope.dossier_id,
                    i64::try_from(i).unwrap_or(i64::MAX),
                    attachment.field,
                    attachment.sha256
                ],
            )?;
        }
        transaction.commit()?;
        let stored = StoredDossier {
            number: number::format_number(year, sequence),
            status: RECEIVED.to_owned(),
            envelope: envelope.clone(),
            digest: submission.digest.clone(),
            received_at: now,
        };
        self.receipt(stored, submission)
    }

    fn dossier(&self, number: &str, secret: &str) -> Result<Option<StoredDossier>, Refusal> {
        let Some((year, sequence)) = number::parse_number(number) else {
            return Ok(None);
        };
        let stored = find(
            &self.lock(),
            "year = ?1 AND sequence = ?2",
            [year, sequence],
        )?;
        Ok(stored.filter(|stored| {
            self.secrets
                .is_secret_of(&stored.envelope.dossier_id, secret)
        }))
    }
}

/// Creates or migrates the tables and returns the key of the secrets.
fn migrate(connection: &mut Connection) -> Result<Vec<u8>, Error> {
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > known {
        return Err(Error::Newer { found, known });
    }
    for step in MIGRATIONS.iter().skip(usize::try_from(found).unwrap_or(0)) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", known)?;
    let mut fresh = [0; 32];
    getrandom::fill(&mut fresh).map_err(|_| Error::Random)?;
    transaction.execute(
        "INSERT OR IGNORE INTO server (only, secret_key) VALUES (1, ?1)",
        [&fresh[..]],
    )?;
    let key = transaction.query_row("SELECT secret_key FROM server", [], |row| row.get(0))?;
    transaction.commit()?;
    Ok(key)
}

/// Returns how many bytes the files have that no dossier names.
fn unclaimed_bytes(connection: &Connection) -> Result<u64, rusqlite::Error> {
    let bytes: i64 = connection.query_row(
        "SELECT COALESCE(SUM(size), 0) FROM attachment
         WHERE NOT EXISTS (SELECT 1 FROM dossier_attachment AS d WHERE d.sha256 = attachment.sha256)",
        [],
        |row| row.get(0),
    )?;
    Ok(u64::try_from(bytes).unwrap_or(0))
}

fn find<P: rusqlite::Params>(
    connection: &Connection,
    which: &str,
    values: P,
) -> Result<Option<StoredDossier>, Refusal> {
    let row = connection
        .query_row(
            &format!("SELECT year, sequence, status, digest, received_at, envelope FROM dossier WHERE {which}"),
            values,
            |row| {
                let number = number::format_number(row.get(0)?, row.get(1)?);
                Ok((number, row.get(2)?, row.get(3)?, row.get(4)?, row.get::<_, String>(5)?))
            },
        )
        .optional()?;
    let Some((number, status, digest, received_at, envelope)) = row else {
        return Ok(None);
    };
    let envelope = json::parse_str(&envelope)
        .ok()
        .and_then(|value| Envelope::read(&value).ok());
    match envelope {
        Some(envelope) => Ok(Some(StoredDossier {
            number,
            status,
            envelope,
            digest,
            received_at,
        })),
        None => {
            tracing::error!(number, "a stored dossier cannot be read");
            Err(Refusal::Storage)
        }
    }
}

fn attachment_issues(
    transaction: &Transaction<'_>,
    attachments: &[Attachment],
) -> Result<Vec<Issue>, Refusal> {
    let mut issues = Vec::new();
    for (i, attachment) in attachments.iter().enumerate() {
        let stored = transaction
            .query_row(
                "SELECT size, media_type FROM attachment WHERE sha256 = ?1",
                [&attachment.sha256],
                |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)),
            )
            .optional()?;
        let mut report = |key: &str, code| {
            issues.push(Issue {
                at: format!("attachments.{i}.{key}"),
                code,
            })
        };
        match stored {
            None => report("sha256", "attachment.unknown"),
            Some((size, media_type)) => {
                if u64::try_from(size) != Ok(attachment.size) {
                    report("size", "attachment.size");
                }
                if media_type != attachment.media_type {
                    report("media_type", "attachment.media_type");
                }
            }
        }
    }
    Ok(issues)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

    use std::fs;

    use super::*;

    #[test]
    fn ok_a_database_keeps_its_key_and_its_settings() {
        let folder = tempfile::tempdir().unwrap();
        let first = SqliteStore::open(folder.path()).unwrap();
        let secret = first.secrets.of("a");
        assert_eq!(secret.len(), 32);
        assert_ne!(secret, first.secrets.of("b"));
        assert!(matches!(
            SqliteStore::open(folder.path()),
            Err(Error::InUse)
        ));
        drop(first);
        let again = SqliteStore::open(folder.path()).unwrap();
        assert_eq!(again.secrets.of("a"), secret);
        let level: i64 = again
            .lock()
            .query_row("PRAGMA synchronous", [], |row| row.get(0))
            .unwrap();
        let mode: String = again
            .lock()
            .query_row("PRAGMA journal_mode", [], |row| row.get(0))
            .unwrap();
        assert_eq!((level, mode.as_str()), (2, "wal"));
    }

    #[test]
    fn err_a_database_of_a_newer_program() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path()).unwrap();
        store
            .lock()
            .pragma_update(None, "user_version", 99)
            .unwrap();
        drop(store);
        assert!(matches!(
            SqliteStore::open(folder.path()),
            Err(Error::Newer { found: 99, .. })
        ));
    }

    #[test]
    fn ok_unclaimed_files_are_deleted_in_time() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path()).unwrap();
        let limits = Limits::default();
        let path = store.staging_path();
        fs::write(&path, b"%PDF-").unwrap();
        let sha256 = hoso_dossier::wire::sha256_hex(b"%PDF-");
        let file = StagedFile {
            path,
            sha256: sha256.clone(),
            size: 5,
            media_type: "application/pdf",
        };
        assert_eq!(store.add_attachment(&file, &limits, 1000), Ok(true));
        let stored = folder.path().join("attachments").join(&sha256);
        let days = i64::try_from(limits.unclaimed_for.as_secs()).unwrap();
        store.remove_unclaimed(&limits, 1000 + days).unwrap();
        assert!(stored.is_file());
        store.remove_unclaimed(&limits, 1001 + days).unwrap();
        assert!(!stored.exists());
    }

    #[test]
    fn err_no_space_for_unclaimed_files() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path()).unwrap();
        let limits = Limits {
            unclaimed_bytes: 4,
            ..Limits::default()
        };
        let path = store.staging_path();
        fs::write(&path, b"%PDF-").unwrap();
        let file = StagedFile {
            path,
            sha256: "0".repeat(64),
            size: 5,
            media_type: "application/pdf",
        };
        assert_eq!(
            store.add_attachment(&file, &limits, 1000),
            Err(Refusal::StorageFull)
        );
    }
}

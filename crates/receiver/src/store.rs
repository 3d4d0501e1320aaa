//! The database and the folder of files.
//!
//! One SQLite file in write-ahead mode with `synchronous = FULL`: a commit
//! returns after the log is on disk. A dossier and its links to files are one
//! transaction. A file is written under another name, synced, and only then
//! named by its hash. Every function here blocks; callers are on a thread for that.
//!
//! The receipt's secret is not stored: it is HMAC-SHA256 of the dossier id under
//! a random key that this database was born with, cut to 128 bits. So the same
//! receipt can be given again, and no table holds a secret of a citizen.
//!
//! Source: <https://www.sqlite.org/pragma.html#pragma_synchronous>, RFC 2104; read 2026-11-21.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use hmac::{Hmac, Mac};
use hoso_dossier::json;
use hoso_dossier::timestamp;
use hoso_dossier::wire::{Attachment, Envelope, Receipt};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use sha2::Sha256;

use crate::config::{Error, Limits, while_doing};
use crate::number;
use crate::refusal::{Refusal, Wrong};
use crate::verdict;

/// The steps from an empty database to today's, one per version; never changed, only added to.
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

/// The database and the folder of files.
pub(crate) struct Store {
    connection: Mutex<Connection>,
    attachments: PathBuf,
    incoming: PathBuf,
    secret_key: Vec<u8>,
    /// Locked as long as this process runs: another one would take its incoming files for left ones.
    _only: File,
}

/// What is known of a stored dossier besides its answers.
pub(crate) struct Kept {
    /// Its number.
    pub(crate) number: String,
    /// Its state.
    pub(crate) status: String,
    /// What was stored.
    pub(crate) envelope: Envelope,
    /// The digest of what was stored.
    pub(crate) digest: String,
    /// When, in seconds since 1970.
    pub(crate) received_at: i64,
}

/// A file that lies synced in the folder of incoming files, under a passing name.
pub(crate) struct Whole {
    /// Where.
    pub(crate) path: PathBuf,
    /// The hash of its bytes.
    pub(crate) sha256: String,
    /// Their number.
    pub(crate) size: u64,
    /// What they are.
    pub(crate) media_type: &'static str,
}

impl Drop for Whole {
    fn drop(&mut self) {
        // Where it was kept, nothing lies here any more.
        let _ = fs::remove_file(&self.path);
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        // The code only: a message may quote a value.
        tracing::error!(code = ?error.sqlite_error_code(), "database");
        Self::Storage
    }
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        tracing::error!(kind = %error.kind(), "files");
        Self::Storage
    }
}

impl Store {
    /// Opens the data folder, makes what is missing, and lifts an older database.
    pub(crate) fn open(folder: &Path) -> Result<Self, Error> {
        let attachments = folder.join("attachments");
        let incoming = folder.join("incoming");
        make_private(folder).map_err(while_doing("making the data folder"))?;
        make_private(&attachments).map_err(while_doing("making the folder of attachments"))?;
        make_private(&incoming).map_err(while_doing("making the folder of incoming files"))?;
        let only =
            File::create(folder.join("lock")).map_err(while_doing("making the lock file"))?;
        only.try_lock().map_err(|_| Error::InUse)?;
        for left in fs::read_dir(&incoming)
            .map_err(while_doing("reading the folder of incoming files"))?
            .flatten()
        {
            // A file of a process that was killed; whatever else lies there is not ours.
            let _ = fs::remove_file(left.path());
        }
        let mut connection = Connection::open(folder.join("hoso.sqlite3"))?;
        connection.busy_timeout(core::time::Duration::from_secs(10))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", "ON")?;
        let secret_key = migrate(&mut connection)?;
        sync_folder(folder).map_err(while_doing("syncing the data folder"))?;
        Ok(Self {
            connection: Mutex::new(connection),
            attachments,
            incoming,
            secret_key,
            _only: only,
        })
    }

    /// The folder in which files lie until they are whole.
    pub(crate) fn incoming(&self) -> &Path {
        &self.incoming
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // A panic while the lock was held has rolled its transaction back.
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Names a whole file by its hash. `true` if it is new.
    pub(crate) fn keep_attachment(
        &self,
        file: &Whole,
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
        if unclaimed(&connection)?.saturating_add(file.size) > limits.unclaimed_bytes {
            self.sweep(&connection, limits, now)?;
            if unclaimed(&connection)?.saturating_add(file.size) > limits.unclaimed_bytes {
                return Err(Refusal::Full);
            }
        }
        fs::rename(&file.path, self.attachments.join(&file.sha256))?;
        sync_folder(&self.attachments)?;
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

    /// Forgets the files that no dossier has claimed in time.
    pub(crate) fn forget_unclaimed(&self, limits: &Limits, now: i64) -> Result<(), Refusal> {
        let connection = self.lock();
        self.sweep(&connection, limits, now)
    }

    fn sweep(&self, connection: &Connection, limits: &Limits, now: i64) -> Result<(), Refusal> {
        let before =
            now.saturating_sub(i64::try_from(limits.unclaimed_for.as_secs()).unwrap_or(i64::MAX));
        let mut old = connection.prepare(
            "DELETE FROM attachment WHERE stored_at < ?1
             AND NOT EXISTS (SELECT 1 FROM dossier_attachment AS d WHERE d.sha256 = attachment.sha256)
             RETURNING sha256",
        )?;
        let names = old
            .query_map([before], |row| row.get::<_, String>(0))?
            .collect::<Result<Vec<_>, _>>()?;
        for name in names {
            let _ = fs::remove_file(self.attachments.join(name));
        }
        Ok(())
    }

    /// The receipt of a dossier that arrived before; nothing if none did.
    ///
    /// # Errors
    /// [`Refusal::KeyReused`] if another dossier did.
    pub(crate) fn receipt_again(
        &self,
        envelope: &Envelope,
        digest: &str,
    ) -> Result<Option<Receipt>, Refusal> {
        match find(&self.lock(), "dossier_id = ?1", [&envelope.dossier_id])? {
            None => Ok(None),
            Some(kept) if kept.digest == digest => Ok(Some(self.receipt(kept))),
            Some(_) => Err(Refusal::KeyReused),
        }
    }

    /// Keeps a dossier, once; returns the receipt after it is on disk.
    ///
    /// # Errors
    /// [`Refusal::KeyReused`]; [`Refusal::Dossier`] if a file is not there; [`Refusal::Storage`].
    pub(crate) fn keep_dossier(
        &self,
        envelope: &Envelope,
        digest: &str,
        now: i64,
    ) -> Result<Receipt, Refusal> {
        let mut connection = self.lock();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(kept) = find(&transaction, "dossier_id = ?1", [&envelope.dossier_id])? {
            return if kept.digest == digest {
                Ok(self.receipt(kept))
            } else {
                Err(Refusal::KeyReused)
            };
        }
        let wrong = wrong_attachments(&transaction, &envelope.attachments)?;
        if !wrong.is_empty() {
            return Err(Refusal::Dossier(wrong));
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
                digest,
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
        Ok(self.receipt(Kept {
            number: number::write(year, sequence),
            status: RECEIVED.to_owned(),
            envelope: envelope.clone(),
            digest: digest.to_owned(),
            received_at: now,
        }))
    }

    /// The dossier of a number, for whoever knows its secret.
    pub(crate) fn dossier(&self, number: &str, secret: &str) -> Result<Option<Kept>, Refusal> {
        let Some((year, sequence)) = number::read(number) else {
            return Ok(None);
        };
        let kept = find(
            &self.lock(),
            "year = ?1 AND sequence = ?2",
            [year, sequence],
        )?;
        Ok(kept.filter(|kept| same(&self.secret(&kept.envelope.dossier_id), secret)))
    }

    /// The first receipt, each time the same to the byte.
    fn receipt(&self, kept: Kept) -> Receipt {
        let missing = verdict::missing(&kept.envelope);
        Receipt {
            number: kept.number,
            digest: kept.digest,
            received_at: timestamp::format(kept.received_at),
            status: RECEIVED.to_owned(),
            secret: self.secret(&kept.envelope.dossier_id),
            dossier_id: kept.envelope.dossier_id,
            missing,
            attachments: kept.envelope.attachments,
        }
    }

    fn secret(&self, dossier_id: &str) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.secret_key) else {
            // HMAC takes a key of any length; an empty secret opens nothing.
            return String::new();
        };
        mac.update(dossier_id.as_bytes());
        mac.finalize()
            .into_bytes()
            .iter()
            .take(16)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

/// Are these the same, in a time that tells nothing about where they differ?
fn same(secret: &str, given: &str) -> bool {
    !secret.is_empty()
        && secret.len() == given.len()
        && secret
            .bytes()
            .zip(given.bytes())
            .fold(0, |differs, (a, b)| differs | (a ^ b))
            == 0
}

/// Creates or lifts the tables and returns the key of the secrets.
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

/// The bytes of the files that no dossier has claimed.
fn unclaimed(connection: &Connection) -> Result<u64, rusqlite::Error> {
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
) -> Result<Option<Kept>, Refusal> {
    let row = connection
        .query_row(
            &format!("SELECT year, sequence, status, digest, received_at, envelope FROM dossier WHERE {which}"),
            values,
            |row| {
                let number = number::write(row.get(0)?, row.get(1)?);
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
        Some(envelope) => Ok(Some(Kept {
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

fn wrong_attachments(
    transaction: &Transaction<'_>,
    attachments: &[Attachment],
) -> Result<Vec<Wrong>, Refusal> {
    let mut wrong = Vec::new();
    for (i, attachment) in attachments.iter().enumerate() {
        let kept = transaction
            .query_row(
                "SELECT size, media_type FROM attachment WHERE sha256 = ?1",
                [&attachment.sha256],
                |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)),
            )
            .optional()?;
        let mut say = |key: &str, code| {
            wrong.push(Wrong {
                at: format!("attachments.{i}.{key}"),
                code,
            })
        };
        match kept {
            None => say("sha256", "attachment.unknown"),
            Some((size, media_type)) => {
                if u64::try_from(size) != Ok(attachment.size) {
                    say("size", "attachment.size");
                }
                if media_type != attachment.media_type {
                    say("media_type", "attachment.media_type");
                }
            }
        }
    }
    Ok(wrong)
}

/// Makes a folder that only the owner of the process may read.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Puts the names within a folder on disk; the files themselves are synced before.
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

    use super::*;

    #[test]
    fn ok_a_database_keeps_its_key_and_lifts_itself() {
        let folder = tempfile::tempdir().unwrap();
        let first = Store::open(folder.path()).unwrap();
        let secret = first.secret("a");
        assert_eq!(secret.len(), 32);
        assert_ne!(secret, first.secret("b"));
        assert!(matches!(Store::open(folder.path()), Err(Error::InUse)));
        drop(first);
        let again = Store::open(folder.path()).unwrap();
        assert_eq!(again.secret("a"), secret);
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
        let store = Store::open(folder.path()).unwrap();
        store
            .lock()
            .pragma_update(None, "user_version", 99)
            .unwrap();
        drop(store);
        assert!(matches!(
            Store::open(folder.path()),
            Err(Error::Newer { found: 99, .. })
        ));
    }

    #[test]
    fn ok_unclaimed_files_are_forgotten_in_time() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let limits = Limits::default();
        let path = store.incoming().join("a");
        fs::write(&path, b"%PDF-").unwrap();
        let sha256 = hoso_dossier::wire::sha256_hex(b"%PDF-");
        let file = Whole {
            path,
            sha256: sha256.clone(),
            size: 5,
            media_type: "application/pdf",
        };
        assert_eq!(store.keep_attachment(&file, &limits, 1000), Ok(true));
        let kept = folder.path().join("attachments").join(&sha256);
        let days = i64::try_from(limits.unclaimed_for.as_secs()).unwrap();
        store.forget_unclaimed(&limits, 1000 + days).unwrap();
        assert!(kept.is_file());
        store.forget_unclaimed(&limits, 1001 + days).unwrap();
        assert!(!kept.exists());
    }

    #[test]
    fn err_no_space_for_unclaimed_files() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let limits = Limits {
            unclaimed_bytes: 4,
            ..Limits::default()
        };
        let path = store.incoming().join("a");
        fs::write(&path, b"%PDF-").unwrap();
        let file = Whole {
            path,
            sha256: "0".repeat(64),
            size: 5,
            media_type: "application/pdf",
        };
        assert_eq!(
            store.keep_attachment(&file, &limits, 1000),
            Err(Refusal::Full)
        );
    }
}

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
const MIGRATIONS: [&str; 3] = [
    "
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
    ",
    // Which files no dossier names, and how many bytes they have together: kept up to date by
    // triggers, so that the cost of a file does not depend on what is stored.
    "
    ALTER TABLE attachment ADD COLUMN claimed INTEGER NOT NULL DEFAULT 0 CHECK (claimed IN (0, 1));
    UPDATE attachment SET claimed = 1 WHERE sha256 IN (SELECT sha256 FROM dossier_attachment);
    CREATE INDEX attachment_unclaimed ON attachment (stored_at) WHERE claimed = 0;
    CREATE TABLE unclaimed (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        bytes INTEGER NOT NULL CHECK (bytes >= 0)
    ) STRICT;
    INSERT INTO unclaimed SELECT 1, COALESCE(SUM(size), 0) FROM attachment WHERE claimed = 0;
    CREATE TRIGGER attachment_added AFTER INSERT ON attachment WHEN NEW.claimed = 0 BEGIN
        UPDATE unclaimed SET bytes = bytes + NEW.size WHERE only = 1;
    END;
    CREATE TRIGGER attachment_removed AFTER DELETE ON attachment WHEN OLD.claimed = 0 BEGIN
        UPDATE unclaimed SET bytes = bytes - OLD.size WHERE only = 1;
    END;
    CREATE TRIGGER attachment_moved AFTER UPDATE OF claimed ON attachment BEGIN
        UPDATE unclaimed SET bytes = bytes + (OLD.claimed - NEW.claimed) * NEW.size WHERE only = 1;
    END;
    CREATE TRIGGER attachment_claimed AFTER INSERT ON dossier_attachment BEGIN
        UPDATE attachment SET claimed = 1 WHERE sha256 = NEW.sha256 AND claimed = 0;
    END;
    CREATE TRIGGER attachment_released AFTER DELETE ON dossier_attachment
    WHEN NOT EXISTS (SELECT 1 FROM dossier_attachment WHERE sha256 = OLD.sha256) BEGIN
        UPDATE attachment SET claimed = 0 WHERE sha256 = OLD.sha256;
    END;
    ",
    // The last number given in each year. A number is never given again, also if its dossier is
    // deleted.
    "
    CREATE TABLE last_number (
        year INTEGER PRIMARY KEY,
        sequence INTEGER NOT NULL
    ) STRICT;
    INSERT INTO last_number SELECT year, MAX(sequence) FROM dossier GROUP BY year;
    ",
];

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
        let mut connection = self.lock();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut removed = remove_old(&transaction, limits, now)?;
        // A file that was sent again is needed for longer.
        let known = transaction.execute(
            "UPDATE attachment SET stored_at = max(stored_at, ?2) WHERE sha256 = ?1",
            params![file.sha256, now],
        )? > 0;
        if !known {
            while unclaimed_bytes(&transaction)?.saturating_add(file.size) > limits.unclaimed_bytes
            {
                removed.push(remove_oldest(&transaction)?.ok_or(Refusal::StorageFull)?);
            }
            transaction.execute(
                "INSERT INTO attachment (sha256, size, media_type, stored_at) VALUES (?1, ?2, ?3, ?4)",
                params![
                    file.sha256,
                    i64::try_from(file.size).unwrap_or(i64::MAX),
                    file.media_type,
                    now
                ],
            )?;
        }
        self.files.keep(&file.path, &file.sha256)?;
        transaction.commit()?;
        removed.retain(|sha256| *sha256 != file.sha256);
        self.files.remove_all(&removed);
        Ok(!known)
    }

    fn remove_unclaimed(&self, limits: &Limits, now: i64) -> Result<(), Refusal> {
        let removed = remove_old(&self.lock(), limits, now)?;
        self.files.remove_all(&removed);
        Ok(())
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
            "INSERT INTO last_number (year, sequence) VALUES (?1, 1)
             ON CONFLICT (year) DO UPDATE SET sequence = sequence + 1 RETURNING sequence",
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

/// Removes the rows of the files that no dossier has named in time, and returns their hashes.
fn remove_old(
    connection: &Connection,
    limits: &Limits,
    now: i64,
) -> Result<Vec<String>, rusqlite::Error> {
    let seconds = i64::try_from(limits.unclaimed_for.as_secs()).unwrap_or(i64::MAX);
    let before = now.saturating_sub(seconds);
    connection
        .prepare("DELETE FROM attachment WHERE claimed = 0 AND stored_at < ?1 RETURNING sha256")?
        .query_map([before], |row| row.get(0))?
        .collect()
}

/// Removes the row of the file that no dossier names for the longest time, and returns its hash.
fn remove_oldest(connection: &Connection) -> Result<Option<String>, rusqlite::Error> {
    connection
        .query_row(
            "DELETE FROM attachment WHERE rowid = (
                 SELECT rowid FROM attachment WHERE claimed = 0 ORDER BY stored_at, rowid LIMIT 1
             ) RETURNING sha256",
            [],
            |row| row.get(0),
        )
        .optional()
}

/// Returns how many bytes the files have that no dossier names.
fn unclaimed_bytes(connection: &Connection) -> Result<u64, rusqlite::Error> {
    let bytes: i64 =
        connection.query_row("SELECT bytes FROM unclaimed WHERE only = 1", [], |row| {
            row.get(0)
        })?;
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

    /// A received file of this content.
    fn staged(store: &SqliteStore, content: &[u8]) -> StagedFile {
        let path = store.staging_path();
        fs::write(&path, content).unwrap();
        StagedFile {
            path,
            sha256: hoso_dossier::wire::sha256_hex(content),
            size: content.len() as u64,
            media_type: "application/pdf",
        }
    }

    /// A database that holds `n` files of dossiers and `n` files of none.
    fn holding(n: u32) -> (tempfile::TempDir, SqliteStore) {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path()).unwrap();
        store
            .lock()
            .execute_batch(&format!(
                "BEGIN;
                 INSERT INTO dossier VALUES ('d', 2020, 1, '', '', '', 0, '', '');
                 WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {n})
                 INSERT INTO attachment (sha256, size, media_type, stored_at)
                 SELECT printf('%s%d', kind, i), 5, '', 1000
                 FROM n, (SELECT 'claimed' AS kind UNION ALL SELECT 'unclaimed') WHERE {n} > 0;
                 INSERT INTO dossier_attachment
                 SELECT 'd', rowid, '', sha256 FROM attachment WHERE sha256 LIKE 'claimed%';
                 COMMIT;"
            ))
            .unwrap();
        (folder, store)
    }

    /// Counts the instructions that the database runs for `work`.
    fn steps(store: &SqliteStore, work: impl FnOnce()) -> u64 {
        let count = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0));
        let counted = std::sync::Arc::clone(&count);
        let tick = move || {
            counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            false
        };
        store.lock().progress_handler(1, Some(tick)).unwrap();
        work();
        store
            .lock()
            .progress_handler(0, None::<fn() -> bool>)
            .unwrap();
        count.load(std::sync::atomic::Ordering::Relaxed)
    }

    #[test]
    fn ok_the_cost_of_a_file_does_not_depend_on_what_is_stored() {
        let cost = |n| {
            let (_folder, store) = holding(n);
            let limits = Limits::default();
            let first = staged(&store, b"%PDF-1");
            let add = || {
                assert_eq!(store.add_attachment(&first, &limits, 1001), Ok(true));
            };
            let added = steps(&store, add);
            let again = staged(&store, b"%PDF-1");
            let repeat = || {
                assert_eq!(store.add_attachment(&again, &limits, 1001), Ok(false));
            };
            let repeated = steps(&store, repeat);
            assert!(added > 0 && repeated > 0);
            (added, repeated)
        };
        assert_eq!(cost(1), cost(20_000));
    }

    #[test]
    fn ok_the_sum_of_unclaimed_files_follows_every_change() {
        let (_folder, store) = holding(3);
        let connection = store.lock();
        let sum = || unclaimed_bytes(&connection).unwrap();
        let run = |sql: &str| connection.execute_batch(sql).unwrap();
        assert_eq!(sum(), 15);
        run("INSERT INTO dossier_attachment VALUES ('d', 98, '', 'unclaimed1')");
        // Named twice, it is counted once.
        run("INSERT INTO dossier_attachment VALUES ('d', 99, '', 'unclaimed1')");
        assert_eq!(sum(), 10);
        run("DELETE FROM dossier_attachment WHERE position = 98");
        assert_eq!(sum(), 10);
        run("DELETE FROM dossier_attachment WHERE position = 99");
        assert_eq!(sum(), 15);
        run("DELETE FROM attachment WHERE claimed = 0");
        assert_eq!(sum(), 0);
        run("DELETE FROM dossier_attachment");
        assert_eq!(sum(), 15);
    }

    #[test]
    fn ok_a_database_of_the_first_version_is_migrated() {
        let folder = tempfile::tempdir().unwrap();
        {
            let connection = Connection::open(folder.path().join("hoso.sqlite3")).unwrap();
            connection.execute_batch(MIGRATIONS[0]).unwrap();
            connection
                .execute_batch(
                    "INSERT INTO dossier VALUES ('d', 2026, 7, '', '', '', 0, '', '');
                     INSERT INTO attachment VALUES ('a', 5, '', 0), ('b', 11, '', 0);
                     INSERT INTO dossier_attachment VALUES ('d', 0, '', 'a');
                     PRAGMA user_version = 1;",
                )
                .unwrap();
        }
        let store = SqliteStore::open(folder.path()).unwrap();
        assert_eq!(unclaimed_bytes(&store.lock()).unwrap(), 11);
        let last: (i64, i64) = store
            .lock()
            .query_row("SELECT year, sequence FROM last_number", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .unwrap();
        assert_eq!(last, (2026, 7));
        store.remove_unclaimed(&Limits::default(), 999_999).unwrap();
        let left: String = store
            .lock()
            .query_row("SELECT group_concat(sha256) FROM attachment", [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(left, "a");
    }

    #[test]
    fn ok_unclaimed_files_are_deleted_in_time() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path()).unwrap();
        let limits = Limits::default();
        let file = staged(&store, b"%PDF-");
        assert_eq!(store.add_attachment(&file, &limits, 1000), Ok(true));
        let stored = folder.path().join("attachments").join(&file.sha256);
        let days = i64::try_from(limits.unclaimed_for.as_secs()).unwrap();
        store.remove_unclaimed(&limits, 1000 + days).unwrap();
        assert!(stored.is_file());
        store.remove_unclaimed(&limits, 1001 + days).unwrap();
        assert!(!stored.exists());
    }

    #[test]
    fn ok_the_oldest_unclaimed_file_gives_way() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path()).unwrap();
        let limits = Limits {
            unclaimed_bytes: 20,
            ..Limits::default()
        };
        let add = |content: &[u8], now| {
            let file = staged(&store, content);
            store.add_attachment(&file, &limits, now).unwrap()
        };
        let stored = || {
            let is_stored = |name: &&[u8]| {
                let sha256 = hoso_dossier::wire::sha256_hex(name);
                folder.path().join("attachments").join(sha256).is_file()
            };
            let names = [&b"%PDF-1"[..], b"%PDF-2", b"%PDF-3", b"%PDF-4"];
            names.iter().map(is_stored).collect::<Vec<_>>()
        };
        for (name, now) in [(b"%PDF-1", 1000), (b"%PDF-2", 1000), (b"%PDF-3", 1000)] {
            assert!(add(name, now));
        }
        // Sent again, it is no longer the oldest.
        assert!(!add(b"%PDF-1", 1001));
        assert!(add(b"%PDF-4", 1001));
        assert_eq!(stored(), [true, false, true, true]);
        let dossier = "INSERT INTO dossier VALUES ('d', 2026, 1, '', '', '', 0, '', '')";
        store.lock().execute_batch(dossier).unwrap();
        let third = hoso_dossier::wire::sha256_hex(b"%PDF-3");
        let link = "INSERT INTO dossier_attachment VALUES ('d', 0, '', ?1)";
        store.lock().execute(link, [third]).unwrap();
        // A file of a dossier neither goes nor counts.
        assert!(add(b"%PDF-2", 1002));
        assert!(add(&[b' '; 20], 1003));
        assert_eq!(stored(), [false, false, true, false]);
    }

    #[test]
    fn err_no_space_for_unclaimed_files() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path()).unwrap();
        let limits = Limits {
            unclaimed_bytes: 4,
            ..Limits::default()
        };
        assert_eq!(
            store.add_attachment(&staged(&store, b"%PDF-"), &limits, 1000),
            Err(Refusal::StorageFull)
        );
    }
}

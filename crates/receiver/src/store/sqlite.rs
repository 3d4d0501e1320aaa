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
use super::schema::migrate;
use super::secret::{Secrets, hash_of};
use super::{Notice, NoticeState, StagedFile, Store, StoredDossier, Submission};
use crate::config::{Error, Limits, while_doing};
use crate::number;
use crate::refusal::{Issue, Refusal};
use crate::state::State;

/// The state of a dossier when it arrives.
const RECEIVED: &str = State::Received.code();

/// The database and the folder of attachments.
pub(crate) struct SqliteStore {
    connection: Mutex<Connection>,
    pub(super) files: Files,
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
        connection.pragma_update(None, "secure_delete", "ON")?;
        let secrets = Secrets::new(&migrate(&mut connection)?).ok_or(Error::SecretKey)?;
        sync_folder(folder).map_err(while_doing("syncing the data folder"))?;
        Ok(Self {
            connection: Mutex::new(connection),
            files,
            secrets,
        })
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Connection> {
        // A panic while the lock was held has rolled its transaction back.
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Compares the attachments of a dossier with the stored files.
    fn attachment_issues(
        &self,
        transaction: &Transaction<'_>,
        attachments: &[Attachment],
    ) -> Result<Vec<Issue>, Refusal> {
        let mut issues = Vec::new();
        for (i, attachment) in attachments.iter().enumerate() {
            let row = transaction
                .query_row(
                    "SELECT size, media_type FROM attachment WHERE sha256 = ?1",
                    [&attachment.sha256],
                    |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)),
                )
                .optional()?;
            let on_disk = self.files.size(&attachment.sha256)?;
            let stored = row.and_then(|(size, media_type)| {
                let size = u64::try_from(size)
                    .ok()
                    .filter(|size| on_disk == Some(*size))?;
                Some((size, media_type))
            });
            let Some((size, media_type)) = stored else {
                issues.push(unknown_attachment(i));
                continue;
            };
            let mut report = |key: &str, code| {
                issues.push(Issue {
                    at: format!("attachments.{i}.{key}"),
                    code,
                })
            };
            if size != attachment.size {
                report("size", "attachment.size");
            }
            if media_type != attachment.media_type {
                report("media_type", "attachment.media_type");
            }
        }
        Ok(issues)
    }

    /// Refuses a dossier that the office erased: storing it again would undo the erasure.
    fn refuse_erased(&self, connection: &Connection, dossier_id: &str) -> Result<(), Refusal> {
        match erased_number(connection, &self.secrets.of(dossier_id))? {
            Some(_) => Err(Refusal::DossierErased),
            None => Ok(()),
        }
    }

    /// Builds the receipt of a stored dossier.
    ///
    /// # Errors
    /// [`Refusal::KeyReused`] if the stored dossier is another one; [`Refusal::Dossier`] if one
    /// of its files is no longer there: a receipt names only what is on the disk.
    fn receipt(&self, stored: StoredDossier, submission: &Submission) -> Result<Receipt, Refusal> {
        if stored.digest != submission.digest {
            return Err(Refusal::KeyReused);
        }
        let mut issues = Vec::new();
        for (i, attachment) in stored.envelope.attachments.iter().enumerate() {
            if self.files.size(&attachment.sha256)? != Some(attachment.size) {
                tracing::error!(
                    number = stored.number,
                    "a file of a stored dossier is damaged"
                );
                issues.push(unknown_attachment(i));
            }
        }
        if !issues.is_empty() {
            return Err(Refusal::Dossier(issues));
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

    fn check_writable(&self, bytes: u64) -> Result<(), Refusal> {
        Ok(self.files.check_writable(bytes)?)
    }

    fn check_database(&self) -> Result<(), Refusal> {
        let mut connection = self.lock();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute("UPDATE server SET only = 1 WHERE only = 1", [])?;
        Ok(transaction.rollback()?)
    }

    fn unclaimed_bytes(&self) -> Result<u64, Refusal> {
        Ok(unclaimed_bytes(&self.lock())?)
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
        let whole = known && self.files.size(&file.sha256)? == Some(file.size);
        // Also if it is known: these bytes have the hash, the stored ones may be damaged.
        self.files.keep(&file.path, &file.sha256)?;
        transaction.commit()?;
        removed.retain(|sha256| *sha256 != file.sha256);
        self.files.remove_all(&removed);
        Ok(!whole)
    }

    fn remove_unclaimed(&self, limits: &Limits, now: i64) -> Result<(), Refusal> {
        let removed = remove_old(&self.lock(), limits, now)?;
        self.files.remove_all(&removed);
        Ok(())
    }

    fn existing_receipt(&self, submission: &Submission) -> Result<Option<Receipt>, Refusal> {
        let id = &submission.envelope.dossier_id;
        let connection = self.lock();
        if let Some(stored) = find(&connection, "dossier_id = ?1", [id])? {
            return self.receipt(stored, submission).map(Some);
        }
        self.refuse_erased(&connection, id)?;
        Ok(None)
    }

    fn add_dossier(&self, submission: &Submission, now: i64) -> Result<Receipt, Refusal> {
        let envelope = &submission.envelope;
        let mut connection = self.lock();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(stored) = find(&transaction, "dossier_id = ?1", [&envelope.dossier_id])? {
            return self.receipt(stored, submission);
        }
        self.refuse_erased(&transaction, &envelope.dossier_id)?;
        let issues = self.attachment_issues(&transaction, &envelope.attachments)?;
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
        if submission.announce {
            transaction.execute(
                "INSERT INTO outbox (year, sequence, created_at, due_at) VALUES (?1, ?2, ?3, ?3)",
                [year, sequence, now],
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

    fn due_notice(&self, now: i64) -> Result<Option<Notice>, Refusal> {
        let connection = self.lock();
        loop {
            let row: Option<(i64, i64, u32, String)> = connection
                .query_row(
                    "SELECT year, sequence, attempts, envelope
                     FROM outbox JOIN dossier USING (year, sequence)
                     WHERE state = 'pending' AND due_at <= ?1 ORDER BY due_at LIMIT 1",
                    [now],
                    |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
                )
                .optional()?;
            let Some((year, sequence, attempts, envelope)) = row else {
                return Ok(None);
            };
            if read_envelope(&envelope).is_some() {
                let dossier = find(&connection, "year = ?1 AND sequence = ?2", [year, sequence])?;
                return Ok(dossier.map(|dossier| Notice { dossier, attempts }));
            }
            // Marks the notice as dead: it would stay due for ever and block the notices after it.
            let number = number::format_number(year, sequence);
            tracing::error!(
                number,
                "a stored dossier cannot be read and is not announced"
            );
            connection.execute(
                "UPDATE outbox SET state = 'dead', last_result = 'unreadable'
                 WHERE year = ?1 AND sequence = ?2",
                [year, sequence],
            )?;
        }
    }

    fn next_notice_at(&self) -> Result<Option<i64>, Refusal> {
        Ok(self.lock().query_row(
            "SELECT MIN(due_at) FROM outbox WHERE state = 'pending'",
            [],
            |row| row.get(0),
        )?)
    }

    fn set_notice(&self, number: &str, state: NoticeState, result: &str) -> Result<(), Refusal> {
        let Some((year, sequence)) = number::parse_number(number) else {
            return Ok(());
        };
        let (name, due_at) = match state {
            NoticeState::Delivered => ("delivered", None),
            NoticeState::Pending(due_at) => ("pending", Some(due_at)),
            NoticeState::Dead => ("dead", None),
        };
        // Updates no row if the dossier was erased during the attempt.
        self.lock().execute(
            "UPDATE outbox SET attempts = attempts + 1, state = ?3, last_result = ?4,
                 due_at = COALESCE(?5, due_at)
             WHERE year = ?1 AND sequence = ?2",
            params![year, sequence, name, result, due_at],
        )?;
        Ok(())
    }

    fn dossier(&self, number: &str, secret: &str) -> Result<Option<StoredDossier>, Refusal> {
        let Some((year, sequence)) = number::parse_number(number) else {
            return Ok(None);
        };
        let connection = self.lock();
        let stored = find(&connection, "year = ?1 AND sequence = ?2", [year, sequence])?;
        if stored.is_none() && erased_number(&connection, secret)? == Some((year, sequence)) {
            return Err(Refusal::DossierErased);
        }
        Ok(stored.filter(|stored| {
            self.secrets
                .is_secret_of(&stored.envelope.dossier_id, secret)
        }))
    }
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
    match read_envelope(&envelope) {
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

/// Parses a stored envelope; returns `None` if it is damaged.
fn read_envelope(text: &str) -> Option<Envelope> {
    Envelope::parse(&json::parse_str(text).ok()?).ok()
}

/// Returns year and running number of the erased dossier whose receipt had this secret.
fn erased_number(connection: &Connection, secret: &str) -> Result<Option<(i64, i64)>, Refusal> {
    Ok(connection
        .query_row(
            "SELECT year, sequence FROM erased_dossier WHERE secret_hash = ?1",
            [hash_of(secret)],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?)
}

/// The issue of a file that has to be sent, or sent again.
fn unknown_attachment(i: usize) -> Issue {
    Issue {
        at: format!("attachments.{i}.sha256"),
        code: "attachment.unknown",
    }
}

#[cfg(test)]
mod tests;

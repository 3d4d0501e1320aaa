//! Erases dossiers: deletes everything except a tombstone without personal data.

use core::time::Duration;
use std::collections::BTreeSet;
use std::io::ErrorKind;

use rusqlite::{OptionalExtension, TransactionBehavior, params};

use super::audit::record;
use super::error::OfficeError;
use super::opened::{BUSY_TIMEOUT, Office};
use crate::config::{Error, while_doing};
use crate::number::parse_number;
use crate::store::files::sync_folder;
use crate::store::secret::{Secrets, hash_of};

impl Office {
    /// Erases a dossier, its history, and the files that no other dossier names. The tombstone
    /// keeps the number, the procedure, two times and a hash of the receipt's secret, so that the
    /// receiver can refuse the same dossier. Returns the number of deleted files.
    ///
    /// Call [`Office::flush_erased`] after the last erasure.
    ///
    /// # Errors
    /// [`OfficeError::Unknown`], [`OfficeError::Erased`], [`OfficeError::Data`].
    pub fn erase(&mut self, number: &str, reason: &str) -> Result<usize, OfficeError> {
        let (year, sequence) = self.kept_key(number)?;
        let (by, now) = (self.by.clone(), (self.clock)());
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let id: Option<String> = transaction
            .query_row(
                "SELECT dossier_id FROM dossier WHERE year = ?1 AND sequence = ?2",
                [year, sequence],
                |row| row.get(0),
            )
            .optional()?;
        let id = id.ok_or_else(|| OfficeError::Unknown(number.to_owned()))?;
        let key: Vec<u8> =
            transaction.query_row("SELECT secret_key FROM server", [], |row| row.get(0))?;
        let secrets = Secrets::new(&key).ok_or(Error::SecretKey)?;
        let hashes: BTreeSet<String> = transaction
            .prepare("SELECT sha256 FROM dossier_attachment WHERE dossier_id = ?1")?
            .query_map([&id], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        transaction.execute(
            "INSERT INTO erased_dossier
             SELECT year, sequence, procedure, received_at, ?3, ?4 FROM dossier
             WHERE year = ?1 AND sequence = ?2",
            params![year, sequence, now, hash_of(&secrets.of(&id))],
        )?;
        for table in ["status_change", "outbox"] {
            transaction.execute(
                &format!("DELETE FROM {table} WHERE year = ?1 AND sequence = ?2"),
                [year, sequence],
            )?;
        }
        transaction.execute(
            "DELETE FROM dossier_attachment WHERE dossier_id = ?1",
            [&id],
        )?;
        transaction.execute("DELETE FROM dossier WHERE dossier_id = ?1", [&id])?;
        record(&transaction, now, &by, "erase", number, reason)?;
        transaction.commit()?;
        self.delete_files(&hashes)
    }

    /// Deletes the files that no dossier names any more. If the process is killed before, the
    /// receiver deletes them later as unclaimed files.
    fn delete_files(&mut self, hashes: &BTreeSet<String>) -> Result<usize, OfficeError> {
        if hashes.is_empty() {
            return Ok(0);
        }
        let attachments = self.folder.join("attachments");
        let damaged = self.folder.join("damaged");
        // Holds the write lock while files are deleted, so that no receiver can claim one of them.
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut deleted = 0;
        for sha256 in hashes {
            let unnamed = transaction.execute(
                "DELETE FROM attachment WHERE sha256 = ?1 AND claimed = 0",
                [sha256],
            )?;
            if unnamed == 0 {
                let is_named = transaction
                    .prepare("SELECT 1 FROM attachment WHERE sha256 = ?1")?
                    .exists([sha256])?;
                if is_named {
                    continue;
                }
            }
            for folder in [&attachments, &damaged] {
                match std::fs::remove_file(folder.join(sha256)) {
                    Ok(()) => deleted += 1,
                    Err(error) if error.kind() == ErrorKind::NotFound => {}
                    Err(error) => {
                        return Err(while_doing("deleting a file of a dossier")(error).into());
                    }
                }
            }
        }
        sync_folder(&attachments).map_err(while_doing("syncing the folder of attachments"))?;
        transaction.commit()?;
        Ok(deleted)
    }

    /// Completes an erasure that failed after the dossier was deleted: deletes the files in the
    /// folder `damaged` that no dossier names. Returns their number. The receiver deletes unclaimed
    /// files in the folder `attachments` after their retention time.
    ///
    /// Call [`Office::flush_erased`] afterwards.
    ///
    /// # Errors
    /// [`OfficeError::Data`]; [`OfficeError::Unknown`] if the dossier was not erased.
    pub fn finish_erasure(&mut self, number: &str) -> Result<usize, OfficeError> {
        let unknown = || OfficeError::Unknown(number.to_owned());
        let key = parse_number(number).ok_or_else(unknown)?;
        if !self.is_erased(key)? {
            return Err(unknown());
        }
        let damaged = self.folder.join("damaged");
        let (by, now) = (self.by.clone(), (self.clock)());
        // Holds the write lock while files are deleted, so that no receiver can claim one of them.
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut deleted = 0;
        let entries = match std::fs::read_dir(&damaged) {
            Ok(entries) => Some(entries),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => {
                return Err(while_doing("reading the folder of damaged files")(error).into());
            }
        };
        for entry in entries.into_iter().flatten() {
            let entry = entry.map_err(while_doing("reading the folder of damaged files"))?;
            let is_named = transaction
                .prepare_cached("SELECT 1 FROM attachment WHERE sha256 = ?1 AND claimed = 1")?
                .exists([entry.file_name().to_string_lossy()])?;
            if !is_named {
                std::fs::remove_file(entry.path())
                    .map_err(while_doing("deleting a damaged file"))?;
                deleted += 1;
            }
        }
        record(&transaction, now, &by, "erase", number, "again")?;
        transaction.commit()?;
        Ok(deleted)
    }

    /// Truncates the write-ahead log, which still contains the deleted rows. Returns `false` if
    /// another process uses the database; the caller can retry after a pause.
    ///
    /// Does not wait for readers: the checkpoint holds the write lock while it waits, so that a
    /// receiver could not store dossiers.
    ///
    /// Source: <https://www.sqlite.org/c3ref/wal_checkpoint_v2.html>; read 2026-11-30.
    ///
    /// # Errors
    /// [`OfficeError::Data`].
    pub fn flush_erased(&self) -> Result<bool, OfficeError> {
        self.connection.busy_timeout(Duration::ZERO)?;
        let busy: Result<i64, _> =
            self.connection
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
        self.connection.busy_timeout(BUSY_TIMEOUT)?;
        Ok(busy? == 0)
    }
}

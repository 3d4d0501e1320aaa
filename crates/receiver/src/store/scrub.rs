//! Compares every stored file with its hash, while no receiver runs on the data folder.
//!
//! A file whose bytes differ is moved to the folder `damaged`, so that no receipt names it and
//! a client that still has it is asked for it again.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::Connection;

use super::sqlite::SqliteStore;
use crate::config::{Error, while_doing};
use crate::number;

/// What a comparison of all files found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ScrubReport {
    /// Files whose bytes have their hash.
    pub whole: u64,
    /// Files of dossiers that are not there or whose bytes differ.
    pub damaged: Vec<DamagedFile>,
    /// Files that no dossier names and that were deleted: damaged, or left by a killed process.
    pub removed: u64,
}

/// A file that dossiers name and that is not whole.
#[derive(Debug, PartialEq, Eq)]
pub struct DamagedFile {
    /// Its hash.
    pub sha256: String,
    /// It is there, with other bytes; it was moved to the folder `damaged`.
    pub differs: bool,
    /// The numbers of the dossiers that name it.
    pub dossiers: Vec<String>,
}

/// Compares all files of a data folder with their hashes.
///
/// # Errors
/// [`Error`]: the folder cannot be used, or a receiver runs on it.
pub fn scrub(folder: &Path) -> Result<ScrubReport, Error> {
    let store = SqliteStore::open(folder)?;
    let connection = store.lock();
    let rows: Vec<(String, bool)> = connection
        .prepare("SELECT sha256, claimed FROM attachment ORDER BY sha256")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let names = store
        .files
        .names()
        .map_err(while_doing("reading the folder of attachments"))?;
    let mut left: BTreeSet<String> = names.into_iter().collect();
    let mut report = ScrubReport::default();
    let mut removed = Vec::new();
    for (sha256, claimed) in rows {
        left.remove(&sha256);
        let whole = store
            .files
            .is_whole(&sha256)
            .map_err(while_doing("reading an attachment"))?;
        if whole == Some(true) {
            report.whole += 1;
        } else if claimed {
            let differs = whole.is_some();
            if differs {
                store
                    .files
                    .set_aside(&sha256)
                    .map_err(while_doing("moving a damaged attachment"))?;
            }
            report.damaged.push(DamagedFile {
                dossiers: dossiers_of(&connection, &sha256)?,
                differs,
                sha256,
            });
        } else {
            connection.execute("DELETE FROM attachment WHERE sha256 = ?1", [&sha256])?;
            removed.push(sha256);
        }
    }
    removed.extend(left);
    store.files.remove_all(&removed);
    report.removed = removed.len() as u64;
    Ok(report)
}

/// Returns the numbers of the dossiers that name a file.
fn dossiers_of(connection: &Connection, sha256: &str) -> Result<Vec<String>, rusqlite::Error> {
    connection
        .prepare(
            "SELECT DISTINCT year, sequence FROM dossier JOIN dossier_attachment USING (dossier_id)
             WHERE sha256 = ?1 ORDER BY year, sequence",
        )?
        .query_map([sha256], |row| {
            Ok(number::format_number(row.get(0)?, row.get(1)?))
        })?
        .collect()
}

//! Copies a data folder while a receiver runs on it.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use rusqlite::Connection;

use super::error::OfficeError;
use super::opened::Office;
use crate::config::while_doing;
use crate::store::files::{make_private, sync_folder};

/// Suffix of an incomplete file.
const PARTIAL: &str = ".partial";

/// Result of a backup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackupReport {
    /// Time of the copy of the database, in seconds since 1970.
    pub as_of: i64,
    /// Number of dossiers in the copy.
    pub dossiers: i64,
    /// Number of copied files.
    pub copied: u64,
    /// Number of files that an earlier backup had copied.
    pub kept: u64,
    /// Number of removed files: an earlier backup copied them and no dossier of the copy names
    /// them.
    pub removed: u64,
    /// Hashes of named files that are missing or whose bytes differ.
    pub damaged: Vec<String>,
}

impl Office {
    /// Copies the files and then the database into a folder, which can then be used as a data
    /// folder. The copy contains every dossier whose receipt was sent before
    /// [`BackupReport::as_of`], with its files.
    ///
    /// Replaces the database of an earlier backup after all files of the new one are copied. Then
    /// deletes the files that only the earlier backup named.
    ///
    /// # Errors
    /// [`OfficeError::BackupInside`], [`OfficeError::BackupInUse`], [`OfficeError::Data`].
    pub fn backup(&self, out: &Path) -> Result<BackupReport, OfficeError> {
        let attachments = out.join("attachments");
        make_private(out).map_err(while_doing("making the folder of the backup"))?;
        make_private(&attachments).map_err(while_doing("making the folder of the backup"))?;
        self.check_outside(&[out, &attachments])?;
        let lock = open_private(&out.join("lock"))
            .map_err(while_doing("opening the lock file of the backup"))?;
        lock.try_lock().map_err(|_| OfficeError::BackupInUse)?;
        let mut report = BackupReport::default();
        // Copies the files first, because they never change: the copy of the database is then as
        // recent as possible.
        let first = claimed(&self.connection)?;
        self.copy_files(&first, &attachments, &mut report)?;
        let partial = out.join("hoso.sqlite3.partial");
        remove_database(&partial).map_err(while_doing("removing an interrupted backup"))?;
        // Creates the empty file with a private mode: SQLite writes into it and keeps the mode.
        open_private(&partial).map_err(while_doing("making the database of the backup"))?;
        report.as_of = (self.clock)();
        let name = partial.to_string_lossy();
        self.connection.execute("VACUUM INTO ?1", [&name])?;
        let copy = Connection::open(&partial)?;
        report.dossiers = copy.query_row("SELECT COUNT(*) FROM dossier", [], |row| row.get(0))?;
        let named = claimed(&copy)?;
        drop(copy);
        let added = named.difference(&first).cloned().collect();
        self.copy_files(&added, &attachments, &mut report)?;
        let hashes: BTreeSet<&str> = named.iter().map(|(sha256, _)| sha256.as_str()).collect();
        // Does not report files that were erased during the backup.
        report
            .damaged
            .retain(|sha256| hashes.contains(sha256.as_str()));
        let whole = out.join("hoso.sqlite3");
        // Removes the log of a receiver that ran on an earlier backup: SQLite would apply it to the
        // new database.
        remove_log(&whole)
            .and_then(|()| fs::File::open(&partial))
            .and_then(|file| file.sync_all())
            .and_then(|()| sync_folder(&attachments))
            .and_then(|()| fs::rename(&partial, &whole))
            .and_then(|()| sync_folder(out))
            .map_err(while_doing("finishing the backup"))?;
        report.removed = remove_others(&attachments, &hashes)
            .map_err(while_doing("removing files of an earlier backup"))?;
        self.record("backup", "", &format!("{} dossiers", report.dossiers))?;
        Ok(report)
    }

    /// Rejects a folder that is the data folder or inside it, also through a symbolic link.
    fn check_outside(&self, folders: &[&Path]) -> Result<(), OfficeError> {
        let find = |folder: &Path| {
            folder
                .canonicalize()
                .map_err(while_doing("finding the folder of the backup"))
        };
        let data = find(&self.folder)?;
        for folder in folders {
            if find(folder)?.starts_with(&data) {
                return Err(OfficeError::BackupInside);
            }
        }
        Ok(())
    }

    fn copy_files(
        &self,
        files: &BTreeSet<(String, i64)>,
        to: &Path,
        report: &mut BackupReport,
    ) -> Result<(), OfficeError> {
        for (sha256, size) in files {
            let path = to.join(sha256);
            if fs::metadata(&path).is_ok_and(|file| i64::try_from(file.len()) == Ok(*size)) {
                report.kept += 1;
                continue;
            }
            let Ok(bytes) = self.file("", sha256) else {
                report.damaged.push(sha256.clone());
                continue;
            };
            let partial = to.join([sha256, PARTIAL].concat());
            write_synced(&partial, &bytes)
                .and_then(|()| fs::rename(&partial, &path))
                .map_err(while_doing("copying a file"))?;
            report.copied += 1;
        }
        Ok(())
    }
}

/// Returns hash and size of each file that a dossier names.
fn claimed(connection: &Connection) -> Result<BTreeSet<(String, i64)>, OfficeError> {
    let files = connection
        .prepare("SELECT sha256, size FROM attachment WHERE claimed = 1")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    Ok(files)
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = open_private(path)?;
    file.set_len(0)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Opens a file for writing; creates it with access for its owner only.
fn open_private(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::File::options();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Removes a database and its log, if they exist.
fn remove_database(path: &Path) -> io::Result<()> {
    remove_log(path)?;
    remove_if_there(path)
}

/// Removes the write-ahead log of a database and its index, if they exist.
fn remove_log(database: &Path) -> io::Result<()> {
    for end in ["-wal", "-shm"] {
        let mut name = database.as_os_str().to_owned();
        name.push(end);
        remove_if_there(Path::new(&name))?;
    }
    Ok(())
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes files whose hash is not in `named`, and partial files of an interrupted backup. Returns
/// their number.
fn remove_others(folder: &Path, named: &BTreeSet<&str>) -> io::Result<u64> {
    let mut removed = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let hash = name.strip_suffix(PARTIAL).unwrap_or(&name);
        let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_hash && !named.contains(&*name) {
            fs::remove_file(entry.path())?;
            removed += 1;
        }
    }
    sync_folder(folder)?;
    Ok(removed)
}

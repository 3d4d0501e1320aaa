//! Copies a data folder while a receiver runs on it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rusqlite::Connection;

use super::error::OfficeError;
use super::opened::Office;
use crate::config::while_doing;
use crate::store::files::sync_folder;

/// What a backup copied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackupReport {
    /// When the database was copied, in seconds since 1970.
    pub as_of: i64,
    /// Dossiers in the copy.
    pub dossiers: i64,
    /// Files that were copied.
    pub copied: u64,
    /// Files that the folder had from an earlier backup.
    pub kept: u64,
    /// Hashes of files that are missing or differ from their hash. They are not in the copy.
    pub damaged: Vec<String>,
}

impl Office {
    /// Copies the files and then the database into a folder, which is a data folder afterwards. The
    /// copy has every dossier whose receipt was given before [`BackupReport::as_of`], with its files.
    ///
    /// The database replaces that of an earlier backup when everything it names is there.
    ///
    /// # Errors
    /// [`OfficeError::Data`].
    pub fn backup(&self, out: &Path) -> Result<BackupReport, OfficeError> {
        let attachments = out.join("attachments");
        fs::create_dir_all(&attachments).map_err(while_doing("making the folder of the backup"))?;
        let mut report = BackupReport::default();
        // Files never change, so they are copied first: then the database is as new as possible.
        let first = claimed(&self.connection)?;
        self.copy_files(&first, &attachments, &mut report)?;
        let partial = out.join("hoso.sqlite3.partial");
        if partial.exists() {
            fs::remove_file(&partial).map_err(while_doing("removing an interrupted backup"))?;
        }
        report.as_of = (self.clock)();
        let name = partial.to_string_lossy();
        self.connection.execute("VACUUM INTO ?1", [&name])?;
        let copy = Connection::open(&partial)?;
        report.dossiers = copy.query_row("SELECT COUNT(*) FROM dossier", [], |row| row.get(0))?;
        let mut added = claimed(&copy)?;
        drop(copy);
        added.retain(|file| !first.contains(file));
        self.copy_files(&added, &attachments, &mut report)?;
        fs::File::open(&partial)
            .and_then(|file| file.sync_all())
            .and_then(|()| fs::rename(&partial, out.join("hoso.sqlite3")))
            .and_then(|()| sync_folder(&attachments))
            .and_then(|()| sync_folder(out))
            .map_err(while_doing("finishing the backup"))?;
        self.record("backup", "", &format!("{} dossiers", report.dossiers))?;
        Ok(report)
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
            let partial = to.join([sha256, ".partial"].concat());
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

fn write_synced(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

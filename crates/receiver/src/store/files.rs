//! The folders of attachments.
//!
//! A file is received under a temporary name, synced, and only then renamed to its hash.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};

use crate::config::{Error, while_doing};
use crate::hex::hex;
use crate::refusal::Refusal;

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        tracing::error!(kind = %error.kind(), "files");
        Self::Storage
    }
}

/// The folders of a data folder, used by one process at a time.
pub(super) struct Files {
    attachments: PathBuf,
    incoming: PathBuf,
    /// Counts the temporary names.
    next: AtomicU64,
    /// Locked while this process runs: another one would delete its incoming files as left over.
    _lock: File,
}

impl Files {
    /// Creates and locks the folders, and deletes what a killed process left.
    pub(super) fn open(folder: &Path) -> Result<Self, Error> {
        let attachments = folder.join("attachments");
        let incoming = folder.join("incoming");
        make_private(folder).map_err(while_doing("making the data folder"))?;
        make_private(&attachments).map_err(while_doing("making the folder of attachments"))?;
        make_private(&incoming).map_err(while_doing("making the folder of incoming files"))?;
        let lock =
            File::create(folder.join("lock")).map_err(while_doing("making the lock file"))?;
        lock.try_lock().map_err(|_| Error::InUse)?;
        for left_over in fs::read_dir(&incoming)
            .map_err(while_doing("reading the folder of incoming files"))?
            .flatten()
        {
            // A file of a process that was killed. Folders in it are not ours and stay.
            let _ = fs::remove_file(left_over.path());
        }
        Ok(Self {
            attachments,
            incoming,
            next: AtomicU64::new(0),
            _lock: lock,
        })
    }

    /// Returns a path for a file that is being received.
    pub(super) fn staging_path(&self) -> PathBuf {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        self.incoming
            .join(format!("{}-{number}", std::process::id()))
    }

    /// Writes so many bytes to a file and deletes it.
    pub(super) fn check_writable(&self, bytes: u64) -> std::io::Result<()> {
        let path = self.staging_path();
        let zeros = vec![0; usize::try_from(bytes).unwrap_or(0)];
        let written = fs::write(&path, zeros);
        let _ = fs::remove_file(&path);
        written
    }

    /// Renames a synced file to its hash.
    pub(super) fn keep(&self, staged: &Path, sha256: &str) -> std::io::Result<()> {
        fs::rename(staged, self.attachments.join(sha256))?;
        sync_folder(&self.attachments)
    }

    /// Returns the length of the file of a hash; `None` if it is not there.
    pub(super) fn size(&self, sha256: &str) -> std::io::Result<Option<u64>> {
        match fs::metadata(self.attachments.join(sha256)) {
            Ok(found) if found.is_file() => Ok(Some(found.len())),
            Ok(_) => Ok(None),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Compares the bytes of a stored file with its hash; `None` if it is not there.
    pub(super) fn is_whole(&self, sha256: &str) -> std::io::Result<Option<bool>> {
        let mut file = match File::open(self.attachments.join(sha256)) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut hash = Sha256::new();
        let mut bytes = vec![0; 64 * 1024];
        loop {
            let read = file.read(&mut bytes)?;
            if read == 0 {
                return Ok(Some(hex(&hash.finalize()) == sha256));
            }
            hash.update(bytes.get(..read).unwrap_or_default());
        }
    }

    /// Returns the names in the folder of attachments.
    pub(super) fn names(&self) -> std::io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.attachments)? {
            names.extend(entry?.file_name().into_string());
        }
        Ok(names)
    }

    /// Moves a file out of the attachments, into the folder `damaged`.
    pub(super) fn set_aside(&self, sha256: &str) -> std::io::Result<()> {
        let damaged = self.attachments.with_file_name("damaged");
        make_private(&damaged)?;
        fs::rename(self.attachments.join(sha256), damaged.join(sha256))?;
        sync_folder(&self.attachments)
    }

    /// Deletes the files of these hashes that are there.
    pub(super) fn remove_all(&self, hashes: &[String]) {
        for sha256 in hashes {
            let _ = fs::remove_file(self.attachments.join(sha256));
        }
    }
}

/// Creates a folder that only the owner of the process may read.
pub(crate) fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Syncs the names in a folder to disk; its files are synced before.
pub(crate) fn sync_folder(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

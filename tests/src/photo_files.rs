//! Photo files on the disk, for file fields.

use std::path::PathBuf;

use tempfile::TempDir;

use crate::pictures::{jpeg, scene};

/// A folder of files; dropping the value deletes it.
pub struct PhotoFiles {
    folder: TempDir,
}

impl Default for PhotoFiles {
    fn default() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }
}

impl PhotoFiles {
    /// Writes a file and returns its path.
    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Writes a photo without defects; each width gives different bytes.
    pub fn good_photo(&self, width: u32) -> PathBuf {
        let name = format!("IMG_{width}.jpg");
        self.write(&name, &jpeg(&scene(width, width * 3 / 4)))
    }
}

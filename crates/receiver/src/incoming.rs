//! Writes a file or a body to disk while it arrives.

use std::path::PathBuf;

use sha2::{Digest, Sha256};
use tokio::fs::File;
use tokio::io::AsyncWriteExt;

use crate::app::App;
use crate::body::LimitedBody;
use crate::hex::hex;
use crate::media_type::{self, Detected};
use crate::refusal::Refusal;
use crate::store::StagedFile;

/// How many bytes are kept to detect the media type. Few files have a longer header.
const HEAD_BYTES: usize = 64 * 1024;

/// A body on disk, under a temporary name. It is deleted on drop.
pub(crate) struct SpooledBody {
    path: PathBuf,
}

impl Drop for SpooledBody {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

impl SpooledBody {
    /// Writes a body to disk while it arrives.
    pub(crate) async fn receive(app: &App, body: &mut LimitedBody) -> Result<Self, Refusal> {
        let spooled = Self {
            path: app.store.staging_path(),
        };
        let mut file = File::create(&spooled.path).await?;
        while let Some(chunk) = body.chunk().await? {
            file.write_all(&chunk).await?;
        }
        file.flush().await?;
        Ok(spooled)
    }

    /// Reads it into memory.
    pub(crate) async fn read(self) -> Result<Vec<u8>, Refusal> {
        Ok(tokio::fs::read(&self.path).await?)
    }
}

/// A file that is being received under a temporary name. It is deleted on drop unless it is
/// finished.
pub(crate) struct IncomingFile {
    file: File,
    path: Option<PathBuf>,
    hash: Sha256,
    head: Vec<u8>,
    size: u64,
}

impl Drop for IncomingFile {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            let _ = std::fs::remove_file(path);
        }
    }
}

impl IncomingFile {
    /// Creates the file under a name that no other request uses.
    pub(crate) async fn new(app: &App) -> Result<Self, Refusal> {
        let path = app.store.staging_path();
        let file = File::create(&path).await?;
        Ok(Self {
            file,
            path: Some(path),
            hash: Sha256::new(),
            head: Vec::new(),
            size: 0,
        })
    }

    /// Appends bytes.
    pub(crate) async fn write(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        let wanted = HEAD_BYTES.saturating_sub(self.head.len());
        self.head.extend(bytes.iter().take(wanted));
        self.hash.update(bytes);
        self.size = self.size.saturating_add(bytes.len() as u64);
        self.file.write_all(bytes).await?;
        Ok(())
    }

    /// Syncs the file to disk. `at` names the part in a refusal.
    ///
    /// # Errors
    /// [`Refusal::MediaType`] if the bytes are none of [`media_type::MEDIA_TYPES`].
    pub(crate) async fn finish(mut self, at: &str) -> Result<StagedFile, Refusal> {
        self.file.flush().await?;
        let mut detected = media_type::sniff(&self.head, self.size);
        if let (Detected::More, Some(path)) = (detected, &self.path) {
            detected = media_type::sniff(&tokio::fs::read(path).await?, self.size);
        }
        let Detected::Type(media_type) = detected else {
            return Err(Refusal::MediaType { at: at.to_owned() });
        };
        self.file.sync_all().await?;
        let sha256 = hex(&self.hash.clone().finalize());
        match self.path.take() {
            Some(path) => Ok(StagedFile {
                path,
                sha256,
                size: self.size,
                media_type,
            }),
            None => Err(Refusal::Internal),
        }
    }
}

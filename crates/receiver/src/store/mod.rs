//! Where dossiers and their files are stored, behind one trait.
//!
//! Another store is a module that implements [`Store`] and a line in `router.rs`.

pub(crate) mod files;
pub(crate) mod schema;
pub(crate) mod scrub;
pub(crate) mod secret;
pub(crate) mod sqlite;

use std::fs;
use std::path::PathBuf;

use hoso_dossier::wire::{Envelope, Receipt};

use crate::config::Limits;
use crate::refusal::Refusal;

/// Stores dossiers, files and what receipts are made of.
///
/// Every method blocks: call it on a thread for blocking work. What a method has returned is
/// on disk and stays there if the process is killed.
pub(crate) trait Store: Send + Sync {
    /// Returns a path for a file that is being received. No other call returns the same one.
    fn staging_path(&self) -> PathBuf;

    /// Checks that so many bytes can be written now.
    ///
    /// # Errors
    /// [`Refusal::Storage`].
    fn check_writable(&self, bytes: u64) -> Result<(), Refusal>;

    /// Checks that the database accepts a write now.
    ///
    /// # Errors
    /// [`Refusal::Storage`].
    fn check_database(&self) -> Result<(), Refusal>;

    /// Returns the total bytes of the files that no dossier names.
    ///
    /// # Errors
    /// [`Refusal::Storage`].
    fn unclaimed_bytes(&self) -> Result<u64, Refusal>;

    /// Stores a received file under its hash, in place of what is stored there: that may be
    /// damaged. Returns `false` if it was stored already in its full size.
    ///
    /// The oldest files that no dossier names give way if they exceed their limit.
    ///
    /// # Errors
    /// [`Refusal::StorageFull`] if the file alone exceeds that limit;
    /// [`Refusal::Storage`].
    fn add_attachment(&self, file: &StagedFile, limits: &Limits, now: i64)
    -> Result<bool, Refusal>;

    /// Deletes the files that no dossier has named in time.
    ///
    /// # Errors
    /// [`Refusal::Storage`].
    fn remove_unclaimed(&self, limits: &Limits, now: i64) -> Result<(), Refusal>;

    /// Returns the receipt of a dossier that was stored before, `None` if it was not.
    ///
    /// # Errors
    /// [`Refusal::KeyReused`] if another dossier has this id; [`Refusal::DossierErased`] if the
    /// office erased it; [`Refusal::Dossier`] if a file of it is no longer stored;
    /// [`Refusal::Storage`].
    fn existing_receipt(&self, submission: &Submission) -> Result<Option<Receipt>, Refusal>;

    /// Stores a dossier once and returns its receipt, each time the same to the byte.
    ///
    /// # Errors
    /// [`Refusal::KeyReused`]; [`Refusal::DossierErased`]; [`Refusal::Dossier`] if a file is not
    /// stored or differs; [`Refusal::Storage`].
    fn add_dossier(&self, submission: &Submission, now: i64) -> Result<Receipt, Refusal>;

    /// Returns the next notice that is due; `None` if none is due.
    ///
    /// # Errors
    /// [`Refusal::Storage`].
    fn due_notice(&self, now: i64) -> Result<Option<Notice>, Refusal>;

    /// Returns the time at which the next notice is due, in seconds since 1970.
    ///
    /// # Errors
    /// [`Refusal::Storage`].
    fn next_notice_at(&self) -> Result<Option<i64>, Refusal>;

    /// Stores the result of an attempt to announce a dossier.
    ///
    /// # Errors
    /// [`Refusal::Storage`].
    fn set_notice(&self, number: &str, state: NoticeState, result: &str) -> Result<(), Refusal>;

    /// Returns the dossier with this number; `None` if there is none or the secret does not match.
    ///
    /// # Errors
    /// [`Refusal::DossierErased`] if the secret is that of an erased dossier; [`Refusal::Storage`].
    fn dossier(&self, number: &str, secret: &str) -> Result<Option<StoredDossier>, Refusal>;
}

/// A dossier to store.
pub(crate) struct Submission {
    /// The dossier as it was sent.
    pub(crate) envelope: Envelope,
    /// Its digest.
    pub(crate) digest: String,
    /// The fields whose photos are missing.
    pub(crate) missing: Vec<String>,
    /// Whether the webhook announces the dossier.
    pub(crate) announce: bool,
}

/// A dossier that the webhook must announce.
pub(crate) struct Notice {
    /// The dossier.
    pub(crate) dossier: StoredDossier,
    /// Number of earlier attempts.
    pub(crate) attempts: u32,
}

/// State of a notice after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoticeState {
    /// The target confirmed the announcement.
    Delivered,
    /// The next attempt is due at this time, in seconds since 1970.
    Pending(i64),
    /// No further attempt is made.
    Dead,
}

/// A stored dossier.
pub(crate) struct StoredDossier {
    /// Its number.
    pub(crate) number: String,
    /// Its state.
    pub(crate) status: String,
    /// The envelope as it was stored.
    pub(crate) envelope: Envelope,
    /// The digest of the envelope.
    pub(crate) digest: String,
    /// When it was stored, in seconds since 1970.
    pub(crate) received_at: i64,
}

/// A file that was received whole and synced, under a temporary name. It is deleted on drop.
pub(crate) struct StagedFile {
    /// Its temporary path.
    pub(crate) path: PathBuf,
    /// The SHA-256 of its bytes.
    pub(crate) sha256: String,
    /// Its length in bytes.
    pub(crate) size: u64,
    /// The media type that its bytes show.
    pub(crate) media_type: &'static str,
}

impl Drop for StagedFile {
    fn drop(&mut self) {
        // If the store took it, no file has this name any more.
        let _ = fs::remove_file(&self.path);
    }
}

//! Uploads the files of a dossier before the dossier itself is posted.

use std::cell::RefCell;

use hoso_delivery::Answer;
use hoso_dossier::wire::Attachment;
use hoso_dossier::{Issue, Severity};

use crate::browser::drafts::autosave::DraftAutosave;
use crate::browser::photos::{record, restore};
use crate::browser::submission::answered::Answered;
use crate::browser::submission::http::{self, FormPart};
use crate::wizard::Wizard;
use crate::wizard::photos::PhotoProgress;
use crate::wizard::submission::Upload;

thread_local! {
    // Hashes of the files that the receiver has confirmed since the page was opened: another
    // attempt over a weak connection does not upload them again.
    static CONFIRMED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Uploads every file, one after another. `may_be_stored` tells that the receiver may have the dossier.
///
/// # Errors
/// What came of the attempt, if a file could not be uploaded. The dossier was not posted then.
pub async fn put_all(
    autosave: &DraftAutosave,
    endpoint: &str,
    files: &[Attachment],
    may_be_stored: bool,
) -> Result<(), Answered> {
    let wizard = autosave.wizard;
    let database = autosave.database();
    for (i, file) in files.iter().enumerate() {
        wizard.submission.upload.set(Some(Upload {
            number: i + 1,
            of: files.len(),
            size: file.size,
        }));
        if CONFIRMED.with_borrow(|all| all.contains(&file.sha256)) {
            continue;
        }
        let bytes = match record::bytes(&database, &file.sha256).await {
            Ok(Some(bytes)) => bytes,
            // A dossier that may be stored is sent as it is: its files were there then.
            _ if may_be_stored => continue,
            Ok(None) => return Err(file_refused(remove_gone(wizard, file))),
            Err(_) => return Err(unclear("ui.photo_unread")),
        };
        let response = http::put(endpoint, &file.sha256, &file.media_type, &bytes)
            .await
            .map_err(|_| Answered::none())?;
        match response.status {
            200 | 201 | 204 => {
                CONFIRMED.with_borrow_mut(|all| all.push(file.sha256.clone()));
            }
            413 => return Err(refused(wizard, file, "ui.file_too_large")),
            400 | 411 | 415 | 422 => return Err(refused(wizard, file, "ui.photo_refused")),
            408 | 425 | 429 | 503 => return Err(Answered::busy(response.retry_after)),
            _ => return Err(unclear("ui.failed_server")),
        }
    }
    wizard.submission.upload.set(None);
    Ok(())
}

fn unclear(reason: &'static str) -> Answered {
    Answered::new(Answer::Unclear, reason)
}

fn file_refused(issue: Issue) -> Answered {
    Answered::with_issues(Answer::FileRefused, vec![issue])
}

/// Forgets which files were confirmed: the receiver does not have them, so all are uploaded again.
pub fn forget_confirmed() {
    CONFIRMED.with_borrow_mut(Vec::clear);
}

/// Removes a photo whose bytes are gone, so that the next dossier omits or replaces it.
fn remove_gone(wizard: Wizard, file: &Attachment) -> Issue {
    if let Some((_, field)) = wizard.procedure().definition.field(&file.field) {
        restore::remove_gone(wizard, field.id, &file.sha256);
    }
    Issue::new(&file.field, "ui.photo_gone", Severity::Error)
}

/// Removes the photos whose bytes are gone, and returns an issue for each.
pub async fn remove_all_gone(autosave: &DraftAutosave, files: &[Attachment]) -> Vec<Issue> {
    let database = autosave.database();
    let mut issues = Vec::new();
    for file in files {
        if matches!(record::bytes(&database, &file.sha256).await, Ok(None)) {
            issues.push(remove_gone(autosave.wizard, file));
        }
    }
    issues
}

/// Reports a photo that the receiver refuses. It stays until the person replaces or removes it.
fn refused(wizard: Wizard, file: &Attachment, code: &'static str) -> Answered {
    if let Some((_, field)) = wizard.procedure().definition.field(&file.field) {
        let failed = PhotoProgress::Failed(code.to_owned());
        wizard.photos.set_progress(field.id, Some(failed));
    }
    file_refused(Issue::new(&file.field, code, Severity::Error))
}

/// Reports a form that is too large for the receiver, at the question of its largest file. `None` if
/// it has no files.
#[must_use]
pub fn files_too_large(files: &[Attachment]) -> Option<Issue> {
    let largest = files.iter().max_by_key(|file| file.size)?;
    let total = files.iter().map(|file| file.size).sum::<u64>();
    let issue = Issue::new(&largest.field, "ui.files_too_large", Severity::Error)
        .with("total", megabytes(total))
        .with("size", megabytes(largest.size));
    Some(issue)
}

/// Formats a size in megabytes, rounded up.
fn megabytes(bytes: u64) -> String {
    bytes.div_ceil(1_000_000).to_string()
}

/// Returns the file name extension of a media type.
#[must_use]
pub fn extension(media_type: &str) -> &'static str {
    match media_type {
        "image/png" => ".png",
        "image/webp" => ".webp",
        "application/pdf" => ".pdf",
        _ => ".jpg",
    }
}

/// Returns the files as parts of a form, each under its hash.
///
/// Some form libraries keep one part of each name, so two files of one photo field must not share
/// a name. A file of two fields is one part.
///
/// # Errors
/// What came of the attempt, if a file is gone.
pub async fn form_parts(
    autosave: &DraftAutosave,
    files: &[Attachment],
) -> Result<Vec<FormPart>, Answered> {
    let database = autosave.database();
    let mut parts: Vec<FormPart> = Vec::new();
    for file in files {
        if parts.iter().any(|part| part.name == file.sha256) {
            continue;
        }
        let bytes = match record::bytes(&database, &file.sha256).await {
            Ok(Some(bytes)) => bytes,
            Ok(None) => {
                return Err(file_refused(remove_gone(autosave.wizard, file)));
            }
            Err(_) => return Err(unclear("ui.photo_unread")),
        };
        parts.push(FormPart {
            name: file.sha256.clone(),
            // Named by its hash, never by the name on the phone, which may be personal.
            file_name: [file.sha256.as_str(), extension(&file.media_type)].concat(),
            bytes,
        });
    }
    Ok(parts)
}

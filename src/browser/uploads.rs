//! The files of a dossier, on their way before the dossier itself.

use std::cell::RefCell;

use hoso_dossier::wire::Attachment;
use hoso_dossier::{Issue, Severity};
use leptos::wasm_bindgen::JsValue;
use leptos::web_sys::{Blob, Headers, RequestInit};

use crate::browser::keep::Keeper;
use crate::browser::photos;
use crate::browser::send::{Answer, Outcome, fetch};
use crate::form::Form;
use crate::photos::Taking;

thread_local! {
    // Files that the receiver has confirmed since the page was opened: a second try over a weak
    // line does not carry them again.
    static CONFIRMED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Puts every file, one after another.
///
/// # Errors
/// The outcome of the whole try, when a file is not there afterwards. The dossier was not
/// posted in this try then.
pub(super) async fn put_all(
    form: Form,
    keeper: &Keeper,
    endpoint: &str,
    files: &[Attachment],
) -> Result<(), Outcome> {
    for (i, file) in files.iter().enumerate() {
        form.desk.uploaded.set((i, files.len()));
        if CONFIRMED.with_borrow(|all| all.contains(&file.sha256)) {
            continue;
        }
        let bytes = match keeper.photo_bytes(&file.sha256).await {
            Ok(Some(bytes)) => bytes,
            // A dossier that may be stored already goes out as it is: its files were there then.
            _ if form.state(|state| state.uncertain) => continue,
            Ok(None) => return Err(Outcome::Unfit(vec![gone(form, file)])),
            Err(_) => return Err(Outcome::Later("ui.photo_unread")),
        };
        let answer = put(endpoint, file, &bytes)
            .await
            .map_err(|_| Outcome::Later("ui.failed_network"))?;
        match answer.status {
            200 | 201 | 204 => {
                CONFIRMED.with_borrow_mut(|all| all.push(file.sha256.clone()));
            }
            400 | 411 | 413 | 415 | 422 => return Err(refused(form, file)),
            408 | 425 | 429 | 503 => return Err(Outcome::Later("ui.failed_busy")),
            _ => return Err(Outcome::Later("ui.failed_server")),
        }
    }
    form.desk.uploaded.set((files.len(), files.len()));
    Ok(())
}

/// The receiver does not have what it had confirmed: everything goes again.
pub(super) fn forget_confirmed() {
    CONFIRMED.with_borrow_mut(Vec::clear);
}

/// The browser has thrown a photo away: the next dossier does without it, or with another one.
fn gone(form: Form, file: &Attachment) -> Issue {
    if let Some((_, field)) = form.procedure().definition.field(&file.field) {
        photos::drop_gone(form, field.id, &file.sha256);
    }
    Issue::new(&file.field, "ui.photo_gone", Severity::Error)
}

/// Takes the photos that are not here any more out of their questions.
pub(super) async fn gone_of(form: Form, keeper: &Keeper, files: &[Attachment]) -> Vec<Issue> {
    let mut issues = Vec::new();
    for file in files {
        if matches!(keeper.photo_bytes(&file.sha256).await, Ok(None)) {
            issues.push(gone(form, file));
        }
    }
    issues
}

/// The receiver does not take a photo: it stays where it is until the person takes another one or
/// goes on without.
fn refused(form: Form, file: &Attachment) -> Outcome {
    const CODE: &str = "ui.photo_refused";
    if let Some((_, field)) = form.procedure().definition.field(&file.field) {
        form.taking(field.id, Some(Taking::Failed(CODE.to_owned())));
    }
    Outcome::Unfit(vec![Issue::new(&file.field, CODE, Severity::Error)])
}

async fn put(endpoint: &str, file: &Attachment, bytes: &Blob) -> Result<Answer, JsValue> {
    let init = RequestInit::new();
    init.set_method("PUT");
    let headers = Headers::new()?;
    headers.append("Content-Type", &file.media_type)?;
    init.set_headers(&headers);
    init.set_body(bytes);
    fetch(&[endpoint, "/attachments/", &file.sha256].concat(), &init).await
}

/// How the name of a file of this type ends.
pub(super) fn ending(media_type: &str) -> &'static str {
    match media_type {
        "image/png" => ".png",
        "image/webp" => ".webp",
        "application/pdf" => ".pdf",
        _ => ".jpg",
    }
}

/// The files as parts of a form: field, name, bytes.
///
/// # Errors
/// The outcome of the whole try, when one of them is gone.
pub(super) async fn parts(
    form: Form,
    keeper: &Keeper,
    files: &[Attachment],
) -> Result<Vec<(String, String, Blob)>, Outcome> {
    let mut parts = Vec::new();
    for file in files {
        let bytes = match keeper.photo_bytes(&file.sha256).await {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Err(Outcome::Unfit(vec![gone(form, file)])),
            Err(_) => return Err(Outcome::Later("ui.photo_unread")),
        };
        let ending = ending(&file.media_type);
        // Named by its hash, never by what the person's phone called it.
        parts.push((
            file.field.clone(),
            [file.sha256.as_str(), ending].concat(),
            bytes,
        ));
    }
    Ok(parts)
}

//! One attempt: uploads the files, posts the dossier, and reads the response.

use hoso_dossier::wire::Receipt;
use hoso_dossier::{Issue, Severity, Value, timestamp};

use crate::browser::drafts::autosave::DraftAutosave;
use crate::browser::submission::http::{self, Response};
use crate::browser::submission::lenient_json;
use crate::browser::submission::outcome::Outcome;
use crate::browser::submission::prepare::Prepared;
use crate::browser::submission::uploads;
use crate::config::DeliveryMode;
use crate::i18n::messages::message_code;

/// How many issues of a refusal are shown: a page of ten thousand would freeze.
const MAX_ISSUES: usize = 100;

/// Attempts the delivery, and repeats it once if the receiver does not have a file that it had
/// confirmed.
pub async fn attempt(autosave: &DraftAutosave, prepared: &Prepared) -> Outcome {
    for _ in 0..2 {
        let outcome = upload_and_post(autosave, prepared).await;
        if !matches!(outcome, Outcome::MissingFile) {
            return outcome;
        }
        uploads::forget_confirmed();
    }
    // A file that neither the receiver nor this browser has is lost.
    let files = &prepared.envelope.attachments;
    let gone = uploads::remove_all_gone(autosave, files).await;
    if gone.is_empty() {
        Outcome::MissingFile
    } else {
        Outcome::AttachmentProblem(gone)
    }
}

/// Uploads the files of the sealed dossier, whatever was changed since, and then posts it.
async fn upload_and_post(autosave: &DraftAutosave, prepared: &Prepared) -> Outcome {
    let (mode, endpoint) = autosave
        .wizard
        .with_config(|config| (config.mode, config.endpoint.clone()));
    let files = &prepared.envelope.attachments;
    let uploaded = match mode {
        DeliveryMode::Intake => uploads::put_all(autosave, &endpoint, files)
            .await
            .map(|()| Vec::new()),
        DeliveryMode::Multipart => uploads::form_parts(autosave, files).await,
        DeliveryMode::File => Ok(Vec::new()),
    };
    let parts = match uploaded {
        Ok(parts) => parts,
        Err(outcome) => return outcome,
    };
    let id = &prepared.envelope.dossier_id;
    match http::post(mode, &endpoint, id, &prepared.sealed.body, &parts).await {
        // The files are in the form: they, and not the answers, make it large.
        Ok(response) if response.status == 413 && mode == DeliveryMode::Multipart => {
            uploads::files_too_large(files).unwrap_or(Outcome::Rejected("ui.failed_too_large"))
        }
        Ok(response) => read(&response, prepared),
        Err(_) => Outcome::Unavailable {
            message: "ui.failed_network",
            retry_after: None,
            is_posted: true,
        },
    }
}

fn read(response: &Response, prepared: &Prepared) -> Outcome {
    let value = lenient_json::parse(&response.text);
    match response.status {
        200 | 201 => match value.as_ref().and_then(receipt) {
            Some(receipt) if prepared.is_proven_by(&receipt) => Outcome::Received(receipt),
            // A response that proves nothing is no receipt.
            _ => Outcome::Unknown("ui.failed_invalid_response"),
        },
        // Only the receiver itself knows that another dossier is stored under this key.
        409 if value.as_ref().is_some_and(is_key_reused) => Outcome::Conflict,
        409 => Outcome::Unknown("ui.failed_invalid_response"),
        413 => Outcome::Rejected("ui.failed_too_large"),
        422 if value.as_ref().is_some_and(is_missing_file) => Outcome::MissingFile,
        422 => match value.as_ref().map(issues) {
            Some(issues) if !issues.is_empty() => Outcome::Refused(issues),
            _ => Outcome::Rejected("ui.failed_refused"),
        },
        // Something on the way may have passed the dossier on before it answered.
        408 | 425 | 429 | 503 => Outcome::Unavailable {
            message: "ui.failed_busy",
            retry_after: response.retry_after,
            is_posted: true,
        },
        400..=499 => Outcome::Rejected("ui.failed_refused"),
        _ => Outcome::Unknown("ui.failed_server"),
    }
}

/// Reads a receipt. `None` if it is incomplete, or its number cannot be read aloud to a clerk.
fn receipt(value: &Value) -> Option<Receipt> {
    let mut receipt = Receipt::parse(value).ok()?;
    if !is_readable(&receipt.number) {
        return None;
    }
    // The time may have a fraction or an offset (RFC 3339).
    let ms = js_sys::Date::parse(&receipt.received_at);
    if !ms.is_nan() {
        receipt.received_at = timestamp::format((ms / 1000.0) as i64);
    }
    Some(receipt)
}

/// Returns whether a number has something to read, and no control, invisible or right-to-left
/// character.
fn is_readable(number: &str) -> bool {
    let is_shown = |c: char| {
        let is_left_to_right = c < '\u{590}' && c.is_alphanumeric();
        c == ' ' || c.is_ascii_graphic() || is_left_to_right || matches!(c, '\u{2010}'..='\u{2015}')
    };
    number.chars().all(is_shown) && number.chars().any(char::is_alphanumeric)
}

fn is_key_reused(problem: &Value) -> bool {
    problem.get("code").and_then(Value::as_str) == Some("idempotency_key.reused")
}

/// Returns whether every issue is a file that the receiver had confirmed and does not have.
fn is_missing_file(problem: &Value) -> bool {
    let issues = problem.get("issues").map(Value::items).unwrap_or_default();
    let is_missing =
        |issue: &Value| issue.get("code").and_then(Value::as_str) == Some("attachment.unknown");
    !issues.is_empty() && issues.iter().all(is_missing)
}

/// Reads the issues of a problem document. A code without a message gets a general one.
fn issues(problem: &Value) -> Vec<Issue> {
    let read = |item: &Value| {
        let text = |key: &str| item.get(key).and_then(Value::as_str).unwrap_or_default();
        let code = message_code(text("code")).unwrap_or("ui.refused_here");
        Issue::new(text("at"), code, Severity::Error)
    };
    let items = problem.get("issues").map(Value::items).unwrap_or_default();
    items.iter().take(MAX_ISSUES).map(read).collect()
}

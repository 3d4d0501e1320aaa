//! Carries out the commands of the delivery machine: uploads the files of a version, posts its bytes, and
//! reads the response.

use hoso_delivery::{Answer, Attempt};
use hoso_dossier::wire::{Envelope, Receipt};
use hoso_dossier::{Issue, Severity, Value, timestamp};

use crate::browser::drafts::autosave::DraftAutosave;
use crate::browser::submission::answered::Answered;
use crate::browser::submission::http::{self, FormPart, Response};
use crate::browser::submission::lenient_json;
use crate::browser::submission::uploads;
use crate::config::DeliveryMode;
use crate::i18n::messages::message_code;
use crate::wizard::delivery::{envelope, from_hex};

/// How many issues of a refusal are shown: a page of ten thousand would freeze.
const MAX_ISSUES: usize = 100;

/// A version on its way.
pub struct Version {
    /// Its bytes.
    pub body: String,
    /// The envelope in the bytes.
    pub envelope: Envelope,
    /// The attempt that sends it.
    pub attempt: Attempt,
}

impl Version {
    /// Returns the version of these bytes; `None` if they cannot be read.
    #[must_use]
    pub fn new(body: &str, attempt: Attempt) -> Option<Self> {
        Some(Self {
            body: body.to_owned(),
            envelope: envelope(body)?,
            attempt,
        })
    }

    /// Uploads the files, whatever was changed since. Returns those that are posted with the dossier.
    ///
    /// # Errors
    /// What came of the attempt, if a file could not be uploaded.
    pub async fn upload(&self, autosave: &DraftAutosave) -> Result<Vec<FormPart>, Answered> {
        let files = &self.envelope.attachments;
        // The receiver does not have what it had confirmed.
        if self.attempt.is_repeat {
            uploads::forget_confirmed();
        }
        let (mode, endpoint) = address(autosave);
        match mode {
            DeliveryMode::Intake => {
                let may_be_stored = self.attempt.was_unknown;
                uploads::put_all(autosave, &endpoint, files, may_be_stored).await?;
                Ok(Vec::new())
            }
            DeliveryMode::Multipart => uploads::form_parts(autosave, files).await,
            DeliveryMode::File => Ok(Vec::new()),
        }
    }

    /// Posts the bytes with these files.
    pub async fn post(&self, autosave: &DraftAutosave, parts: &[FormPart]) -> Answered {
        let (mode, endpoint) = address(autosave);
        let files = &self.envelope.attachments;
        let key = &self.envelope.dossier_id;
        let Ok(response) = http::post(mode, &endpoint, key, &self.body, parts).await else {
            return Answered::none();
        };
        // The files are in the form: they, and not the answers, make it large.
        if response.status == 413
            && mode == DeliveryMode::Multipart
            && let Some(issue) = uploads::files_too_large(files)
        {
            return Answered::with_issues(Answer::Rejected, vec![issue]);
        }
        let mut answered = self.read(&response);
        // A file that neither the receiver nor this browser has is lost.
        if answered.answer == Answer::FilesMissing && self.attempt.is_repeat {
            answered.issues = uploads::remove_all_gone(autosave, files).await;
        }
        answered
    }

    fn read(&self, response: &Response) -> Answered {
        let value = lenient_json::parse(&response.text);
        match response.status {
            200 | 201 => {
                let receipt = value.as_ref().and_then(receipt);
                let proven = receipt.and_then(|receipt| self.proven(receipt));
                // A response that proves nothing is no receipt.
                proven
                    .unwrap_or_else(|| Answered::new(Answer::Unclear, "ui.failed_invalid_response"))
            }
            // Only the receiver itself knows that another dossier is stored under this key.
            409 if value.as_ref().is_some_and(is_key_reused) => {
                Answered::new(Answer::KeyReused, "")
            }
            409 => Answered::new(Answer::Unclear, "ui.failed_invalid_response"),
            413 => Answered::new(Answer::Rejected, "ui.failed_too_large"),
            422 if value.as_ref().is_some_and(is_missing_file) => {
                Answered::new(Answer::FilesMissing, "ui.failed_busy")
            }
            422 => match value.as_ref().map(issues) {
                Some(issues) if !issues.is_empty() => {
                    let is_renewable = is_renewable(&issues);
                    Answered::with_issues(Answer::Refused { is_renewable }, issues)
                }
                _ => Answered::new(Answer::Rejected, "ui.failed_refused"),
            },
            // Something on the way may have passed the dossier on before it answered.
            408 | 425 | 429 | 503 => Answered::busy(response.retry_after),
            400..=499 => Answered::new(Answer::Rejected, "ui.failed_refused"),
            _ => Answered::new(Answer::Unclear, "ui.failed_server"),
        }
    }

    /// Returns the answer of a receipt that proves that these very bytes and files are stored.
    fn proven(&self, receipt: Receipt) -> Option<Answered> {
        let envelope = &self.envelope;
        let digest = hoso_dossier::wire::sha256_hex(self.body.as_bytes());
        let is_proof = receipt.proves(&digest, &envelope.dossier_id, &envelope.attachments);
        let digest = hoso_delivery::Digest(from_hex(&digest)?);
        is_proof.then(|| Answered {
            receipt: Some(receipt),
            ..Answered::new(Answer::Receipt(digest), "")
        })
    }
}

fn address(autosave: &DraftAutosave) -> (DeliveryMode, String) {
    autosave
        .wizard
        .with_config(|config| (config.mode, config.endpoint.clone()))
}

/// Returns whether a refused dossier may pass if the same answers are sealed again: its time, or its
/// definition, was refused. The receiver has not stored it, because it looks the key up first.
fn is_renewable(issues: &[Issue]) -> bool {
    let renewable = ["declared_at.future", "definition.unknown"];
    is_expired(issues) || issues.iter().any(|issue| renewable.contains(&issue.code))
}

/// Returns whether the declaration is too old. Then the person confirms the answers again.
#[must_use]
pub fn is_expired(issues: &[Issue]) -> bool {
    issues.iter().any(|issue| issue.code == "declared_at.old")
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

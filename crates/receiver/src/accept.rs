//! Accepts a dossier: checks it, stores it once, and responds with the receipt.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use hoso_dossier::json;
use hoso_dossier::wire::{Envelope, is_uuid};

use crate::app::{App, json as json_response};
use crate::logging::LogNumber;
use crate::refusal::{Issue, Refusal};
use crate::store::{StagedFile, Submission};
use crate::validate;

/// Reads the `Idempotency-Key` of the header, plain or quoted.
///
/// Source: draft-ietf-httpapi-idempotency-key-header-07, which quotes it; read 2026-11-21.
pub(crate) fn key_of(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let mut all = headers.get_all("idempotency-key").iter();
    let Some(first) = all.next() else {
        return Ok(None);
    };
    if all.next().is_some() {
        return Err(Refusal::KeyMalformed);
    }
    parse_key(first.to_str().unwrap_or_default()).map(Some)
}

/// Parses a key that was sent in the header or in a part of a form.
pub(crate) fn parse_key(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    let bare = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(text);
    if is_uuid(bare) {
        Ok(bare.to_owned())
    } else {
        Err(Refusal::KeyMalformed)
    }
}

/// Does the envelope name this file, and the part the file or a field of it?
fn is_named(envelope: &Envelope, part: &str, file: &StagedFile) -> bool {
    envelope
        .attachments
        .iter()
        .any(|a| a.sha256 == file.sha256 && (a.sha256 == *part || a.field == *part))
}

/// Checks and stores a dossier and responds with the receipt.
///
/// `files` were sent in the same form, each with the name of its part.
pub(crate) async fn accept(
    app: &Arc<App>,
    key: String,
    bytes: Vec<u8>,
    files: Vec<(String, StagedFile)>,
) -> Result<Response, Refusal> {
    let work = move |app: &App| {
        let value = json::parse(&bytes).map_err(Refusal::NotJson)?;
        let envelope =
            validate::envelope(&value, app.config.limits.attachments).map_err(Refusal::Dossier)?;
        if envelope.dossier_id != key {
            return Err(Refusal::Dossier(vec![Issue {
                at: "dossier_id".to_owned(),
                code: "idempotency_key.differs",
            }]));
        }
        let submission = Submission {
            digest: envelope.digest(),
            missing: validate::missing(&envelope),
            announce: app.config.webhook.is_some(),
            envelope,
        };
        let envelope = &submission.envelope;
        let now = (app.config.clock)();
        // Before the rules: they may have changed since the dossier was stored.
        match app.store.existing_receipt(&submission) {
            Ok(Some(receipt)) => return Ok(receipt),
            Ok(None) => {}
            Err(Refusal::Dossier(missing)) => {
                for (part, file) in &files {
                    if is_named(envelope, part, file) {
                        app.store.add_attachment(file, &app.config.limits, now)?;
                    }
                }
                let receipt = app.store.existing_receipt(&submission)?;
                return receipt.ok_or(Refusal::Dossier(missing));
            }
            Err(refusal) => return Err(refusal),
        }
        let issues = validate::dossier(envelope, now);
        if !issues.is_empty() {
            return Err(Refusal::Dossier(issues));
        }
        for (part, file) in &files {
            if !is_named(envelope, part, file) {
                return Err(Refusal::HashMismatch { at: part.clone() });
            }
        }
        for (_, file) in &files {
            app.store.add_attachment(file, &app.config.limits, now)?;
        }
        app.store.add_dossier(&submission, now)
    };
    let receipt = app.blocking(work).await?;
    app.metrics.receipts.inc();
    app.outbox.notify_one();
    let mut response = json_response(StatusCode::CREATED, &receipt.to_value());
    if let Ok(location) =
        HeaderValue::from_str(&format!("{}/dossiers/{}", app.config.base, receipt.number))
    {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response.extensions_mut().insert(LogNumber(receipt.number));
    Ok(response)
}

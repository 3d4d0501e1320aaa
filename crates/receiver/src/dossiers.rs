//! `POST /dossiers` and `GET /dossiers/{number}`.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use hoso_dossier::wire::{Attachment, is_uuid};
use hoso_dossier::{Value, json, timestamp};

use crate::body::{Reading, media_type};
use crate::logging::LogNumber;
use crate::multipart;
use crate::refusal::{Refusal, Wrong};
use crate::router::{App, blocking, json as answer};
use crate::store::Whole;
use crate::verdict;

/// Takes a dossier, as JSON or as a form with its files.
pub(crate) async fn post(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Response, Refusal> {
    let (head, body) = request.into_parts();
    let limits = &app.config.limits;
    let kind = media_type(&head.headers);
    let limit = if kind.as_deref() == Some("multipart/form-data") {
        limits.form_bytes
    } else {
        limits.dossier_bytes
    };
    let mut reading = Reading::new(&head.headers, body, limit, limits);
    let taken = match kind.as_deref() {
        Some("application/json") => take(&app, &head.headers, &mut reading).await,
        Some("multipart/form-data") => multipart::take(&app, &head.headers, &mut reading).await,
        _ => Err(Refusal::MediaType {
            at: "body".to_owned(),
        }),
    };
    match taken {
        Ok(response) => Ok(response),
        Err(refusal) => {
            reading.drain().await;
            Err(refusal)
        }
    }
}

async fn take(
    app: &Arc<App>,
    headers: &HeaderMap,
    reading: &mut Reading,
) -> Result<Response, Refusal> {
    let key = key(headers)?.ok_or(Refusal::KeyMissing)?;
    let bytes = reading.whole().await?;
    accept(app, key, bytes, Vec::new()).await
}

/// The `Idempotency-Key` of the header, plain or quoted.
///
/// Source: draft-ietf-httpapi-idempotency-key-header-07, which quotes it; read 2026-11-21.
pub(crate) fn key(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let mut all = headers.get_all("idempotency-key").iter();
    let Some(first) = all.next() else {
        return Ok(None);
    };
    if all.next().is_some() {
        return Err(Refusal::KeyShape);
    }
    read_key(first.to_str().unwrap_or_default()).map(Some)
}

/// A key as it was sent, in the header or in a part of a form.
pub(crate) fn read_key(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    let bare = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(text);
    if is_uuid(bare) {
        Ok(bare.to_owned())
    } else {
        Err(Refusal::KeyShape)
    }
}

/// Judges and keeps a dossier; answers with the receipt.
///
/// `files` came in the same form, each with the part that held it.
pub(crate) async fn accept(
    app: &Arc<App>,
    key: String,
    bytes: Vec<u8>,
    files: Vec<(String, Whole)>,
) -> Result<Response, Refusal> {
    let shared = Arc::clone(app);
    let receipt = blocking(move || {
        let app = shared;
        let value = json::parse(&bytes).map_err(Refusal::NotJson)?;
        let envelope =
            verdict::envelope(&value, app.config.limits.attachments).map_err(Refusal::Dossier)?;
        if envelope.dossier_id != key {
            return Err(Refusal::Dossier(vec![Wrong {
                at: "dossier_id".to_owned(),
                code: "idempotency_key.differs",
            }]));
        }
        let digest = envelope.digest();
        // Before the rules: they may have changed since it was taken, the receipt has not.
        if let Some(receipt) = app.store.receipt_again(&envelope, &digest)? {
            return Ok(receipt);
        }
        let now = (app.config.clock)();
        let wrong = verdict::verdict(&envelope, now);
        if !wrong.is_empty() {
            return Err(Refusal::Dossier(wrong));
        }
        for (part, file) in &files {
            if !envelope
                .attachments
                .iter()
                .any(|a| a.field == *part && a.sha256 == file.sha256)
            {
                return Err(Refusal::HashWrong { at: part.clone() });
            }
        }
        for (_, file) in &files {
            app.store.keep_attachment(file, &app.config.limits, now)?;
        }
        app.store.keep_dossier(&envelope, &digest, now)
    })
    .await?;
    let mut response = answer(StatusCode::CREATED, &receipt.to_value());
    if let Ok(place) =
        HeaderValue::from_str(&format!("{}/dossiers/{}", app.config.base, receipt.number))
    {
        response.headers_mut().insert(header::LOCATION, place);
    }
    response.extensions_mut().insert(LogNumber(receipt.number));
    Ok(response)
}

/// Says how a dossier stands, to whoever has the secret of its receipt.
pub(crate) async fn get(
    State(app): State<Arc<App>>,
    number: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let secret = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, secret)| secret.trim().to_owned())
        .filter(|secret| !secret.is_empty())
        .ok_or(Refusal::SecretMissing)?;
    let Ok(Path(number)) = number else {
        return Err(Refusal::DossierUnknown);
    };
    // A wrong secret is answered as an unknown number: neither may be tried out.
    let kept = blocking(move || app.store.dossier(&number, &secret))
        .await?
        .ok_or(Refusal::DossierUnknown)?;
    let attachments = kept
        .envelope
        .attachments
        .iter()
        .map(Attachment::to_value)
        .collect();
    let value = Value::object([
        ("number", Value::text(&kept.number)),
        ("status", Value::text(kept.status)),
        (
            "received_at",
            Value::text(timestamp::format(kept.received_at)),
        ),
        ("procedure", Value::text(&kept.envelope.procedure)),
        ("digest", Value::text(kept.digest)),
        ("attachments", Value::List(attachments)),
        (
            "missing",
            Value::List(
                verdict::missing(&kept.envelope)
                    .into_iter()
                    .map(Value::Text)
                    .collect(),
            ),
        ),
    ]);
    let mut response = answer(StatusCode::OK, &value);
    response.extensions_mut().insert(LogNumber(kept.number));
    Ok(response)
}

//! `POST /dossiers` and `GET /dossiers/{number}`.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use hoso_dossier::wire::Attachment;
use hoso_dossier::{Value, timestamp};

use crate::accept::{accept, key_of};
use crate::app::{App, json};
use crate::body::LimitedBody;
use crate::logging::LogNumber;
use crate::media_type;
use crate::multipart;
use crate::refusal::Refusal;
use crate::validate;

/// Receives a dossier, as JSON or as a form with its files.
pub(crate) async fn post(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Response, Refusal> {
    let (head, content) = request.into_parts();
    let limits = &app.config.limits;
    let kind = media_type::declared(&head.headers);
    let limit = if kind.as_deref() == Some("multipart/form-data") {
        limits.form_bytes
    } else {
        limits.dossier_bytes
    };
    let mut body = LimitedBody::new(&head.headers, content, limit, limits);
    let result = match kind.as_deref() {
        Some("application/json") => receive(&app, &head.headers, &mut body).await,
        Some("multipart/form-data") => multipart::receive(&app, &head.headers, &mut body).await,
        _ => Err(Refusal::MediaType {
            at: "body".to_owned(),
        }),
    };
    match result {
        Ok(response) => Ok(response),
        Err(refusal) => {
            body.drain().await;
            Err(refusal)
        }
    }
}

async fn receive(
    app: &Arc<App>,
    headers: &HeaderMap,
    body: &mut LimitedBody,
) -> Result<Response, Refusal> {
    let key = key_of(headers)?.ok_or(Refusal::KeyMissing)?;
    let bytes = body.whole().await?;
    accept(app, key, bytes, Vec::new()).await
}

/// Returns the state of a dossier to a client that has the secret of its receipt.
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
    // A wrong secret gets the same response as an unknown number, so that numbers cannot be probed.
    let stored = app
        .blocking(move |app| app.store.dossier(&number, &secret))
        .await?
        .ok_or(Refusal::DossierUnknown)?;
    let attachments = stored
        .envelope
        .attachments
        .iter()
        .map(Attachment::to_value)
        .collect();
    let value = Value::object([
        ("number", Value::text(&stored.number)),
        ("status", Value::text(stored.status)),
        (
            "received_at",
            Value::text(timestamp::format(stored.received_at)),
        ),
        ("procedure", Value::text(&stored.envelope.procedure)),
        ("digest", Value::text(stored.digest)),
        ("attachments", Value::List(attachments)),
        (
            "missing",
            Value::List(
                validate::missing(&stored.envelope)
                    .into_iter()
                    .map(Value::Text)
                    .collect(),
            ),
        ),
    ]);
    let mut response = json(StatusCode::OK, &value);
    response.extensions_mut().insert(LogNumber(stored.number));
    Ok(response)
}

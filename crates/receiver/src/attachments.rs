//! `PUT /attachments/{sha256}`: one file, named by its hash. Repeating it is harmless.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use hoso_dossier::Value;
use hoso_dossier::wire::is_sha256;

use crate::app::{App, json};
use crate::body::LimitedBody;
use crate::incoming::IncomingFile;
use crate::media_type::{self, MEDIA_TYPES};
use crate::refusal::Refusal;

/// Receives one file.
pub(crate) async fn put(
    State(app): State<Arc<App>>,
    sha256: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, Refusal> {
    let (head, content) = request.into_parts();
    let limits = &app.config.limits;
    let mut body = LimitedBody::new(&head.headers, content, limits.attachment_bytes, limits);
    let declared = media_type::declared(&head.headers).filter(|t| t != "application/octet-stream");
    let sha256 = sha256.map(|Path(name)| name).unwrap_or_default();
    match receive(&app, &sha256, declared.as_deref(), &mut body).await {
        Ok(response) => Ok(response),
        Err(refusal) => {
            body.drain().await;
            Err(refusal)
        }
    }
}

async fn receive(
    app: &Arc<App>,
    sha256: &str,
    declared: Option<&str>,
    body: &mut LimitedBody,
) -> Result<Response, Refusal> {
    if !is_sha256(sha256) {
        return Err(Refusal::HashMalformed);
    }
    if declared.is_some_and(|declared| !MEDIA_TYPES.contains(&declared)) {
        return Err(Refusal::MediaType {
            at: "body".to_owned(),
        });
    }
    let mut incoming = IncomingFile::new(app).await?;
    while let Some(chunk) = body.chunk().await? {
        incoming.write(&chunk).await?;
    }
    let file = incoming.finish("body").await?;
    if declared.is_some_and(|declared| declared != file.media_type) {
        return Err(Refusal::MediaType {
            at: "body".to_owned(),
        });
    }
    if file.sha256 != sha256 {
        return Err(Refusal::HashMismatch {
            at: "body".to_owned(),
        });
    }
    let answer = Value::object([
        ("sha256", Value::text(&file.sha256)),
        (
            "size",
            Value::Integer(i64::try_from(file.size).unwrap_or(i64::MAX)),
        ),
        ("media_type", Value::text(file.media_type)),
    ]);
    let work = move |app: &App| {
        let now = (app.config.clock)();
        app.store.add_attachment(&file, &app.config.limits, now)
    };
    let new = app.blocking(work).await?;
    Ok(json(
        if new {
            StatusCode::CREATED
        } else {
            StatusCode::OK
        },
        &answer,
    ))
}

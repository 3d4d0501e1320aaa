//! `GET /intake`: the procedures, media types and limits that this receiver accepts.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use hoso_dossier::{Value, timestamp, wire};

use crate::app::{App, json};
use crate::media_type::MEDIA_TYPES;
use crate::refusal::Refusal;

/// Returns what this receiver accepts.
///
/// # Errors
/// [`Refusal::Storage`] if it could not store a dossier now.
pub(crate) async fn get(State(app): State<Arc<App>>) -> Result<Response, Refusal> {
    let limits = &app.config.limits;
    app.blocking(|app| app.store.check_writable(app.config.limits.dossier_bytes))
        .await?;
    let number = |n: u64| Value::Integer(i64::try_from(n).unwrap_or(i64::MAX));
    let procedures = hoso_procedures::DOSSIERS
        .iter()
        .map(|procedure| {
            Value::object([
                ("code", Value::text(procedure.definition.code)),
                (
                    "definitions",
                    Value::List(vec![Value::text(procedure.definition.version)]),
                ),
            ])
        })
        .collect();
    let texts = |list: &[&str]| Value::List(list.iter().map(|text| Value::text(*text)).collect());
    let answer = Value::object([
        ("format", number(u64::from(wire::FORMAT))),
        ("procedures", Value::List(procedures)),
        ("uploads", texts(&["put", "form"])),
        ("media_types", texts(&MEDIA_TYPES)),
        (
            "limits",
            Value::object([
                ("dossier_bytes", number(limits.dossier_bytes)),
                ("attachment_bytes", number(limits.attachment_bytes)),
                ("attachments", number(limits.attachments as u64)),
                ("form_bytes", number(limits.form_bytes)),
            ]),
        ),
        ("time", Value::text(timestamp::format((app.config.clock)()))),
    ]);
    Ok(json(StatusCode::OK, &answer))
}

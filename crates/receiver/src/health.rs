//! Health routes: `/healthz` (the process responds) and `/readyz` (a dossier could be stored now).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use hoso_dossier::Value;

use crate::app::{App, json};

/// Returns 200 while the process serves requests.
pub(crate) async fn healthz() -> Response {
    json(
        StatusCode::OK,
        &Value::object([("alive", Value::Bool(true))]),
    )
}

/// Returns 503 if the disk or the database accepts no write, or if no request slot is free.
pub(crate) async fn readyz(State(app): State<Arc<App>>) -> Response {
    let checked = app
        .blocking(|app| {
            let bytes = app.config.limits.dossier_bytes;
            Ok((
                app.store.check_writable(bytes).is_ok(),
                app.store.check_database().is_ok(),
            ))
        })
        .await;
    let (disk, database) = checked.unwrap_or((false, false));
    let status = if disk && database {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    json(
        status,
        &Value::object([
            ("disk", Value::Bool(disk)),
            ("database", Value::Bool(database)),
        ]),
    )
}

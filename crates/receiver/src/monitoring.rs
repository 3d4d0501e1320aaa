//! Routes of the metrics address: metrics and health, for the operator's network.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::app::App;
use crate::health::{healthz, readyz};
use crate::metrics::MEDIA_TYPE;

/// Builds the routes.
pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .with_state(app)
}

async fn metrics(State(app): State<Arc<App>>) -> Response {
    if let Ok(bytes) = app.blocking(|app| app.store.unclaimed_bytes()).await {
        app.metrics.unclaimed_bytes.set(bytes);
    }
    let Some(text) = app.metrics.text() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut response = text.into_response();
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    response
}

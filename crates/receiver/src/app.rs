//! The state that all handlers share, and how they answer.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hoso_dossier::Value;
use tokio::sync::Semaphore;

use crate::config::Config;
use crate::refusal::Refusal;
use crate::store::Store;

/// The state that all handlers share.
pub(crate) struct App {
    pub(crate) config: Config,
    pub(crate) store: Box<dyn Store>,
    /// Limits the requests that run at the same time.
    pub(crate) requests: Semaphore,
    /// Limits the form bodies that are held in memory at the same time.
    pub(crate) forms: Semaphore,
}

/// Builds a JSON response that caches must not store.
pub(crate) fn json(status: StatusCode, value: &Value) -> Response {
    let mut response = (status, value.canonical()).into_response();
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Runs blocking work on a thread pool. It finishes even if the client disconnects.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or(Err(Refusal::Internal))
}

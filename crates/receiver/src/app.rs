//! The state that all handlers share, and how they answer.

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hoso_dossier::Value;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::config::Config;
use crate::metrics::Metrics;
use crate::refusal::Refusal;
use crate::store::Store;

/// The state that all handlers share.
pub(crate) struct App {
    pub(crate) config: Config,
    pub(crate) store: Box<dyn Store>,
    pub(crate) metrics: Arc<Metrics>,
    /// Wakes the webhook task when an announcement is due.
    pub(crate) outbox: Notify,
    /// Limits the requests that are checked and stored at the same time.
    pub(crate) requests: Arc<Semaphore>,
    /// Limits the form bodies that are held in memory at the same time.
    pub(crate) forms: Arc<Semaphore>,
}

impl App {
    /// Waits for a turn.
    ///
    /// # Errors
    /// [`Refusal::Busy`] after [`Limits::turn_time`](crate::Limits::turn_time).
    pub(crate) async fn turn(&self, of: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Refusal> {
        let turn = Arc::clone(of).acquire_owned();
        match timeout(self.config.limits.turn_time, turn).await {
            Ok(Ok(turn)) => Ok(turn),
            _ => Err(Refusal::Busy),
        }
    }

    /// Waits for a turn and runs blocking work on a thread pool. The work finishes even if the
    /// client disconnects.
    ///
    /// # Errors
    /// [`Refusal::Busy`], and those of the work.
    pub(crate) async fn blocking<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let turn = self.turn(&self.requests).await?;
        let app = Arc::clone(self);
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work(&app)
        })
        .await
        .unwrap_or(Err(Refusal::Internal))
    }
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

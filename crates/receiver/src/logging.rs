//! One line of JSON per request, without personal data.
//!
//! A line contains a random id, the method, the template of the route, the status, the duration,
//! the code of a refusal and the number of a dossier. It never contains the raw path, a header, a
//! body or an IP address. The response has the same id in `X-Request-Id`, so that an operator can
//! find the line of a complaint. An id of the client is ignored, because it can contain any text.

use std::io;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;

use crate::hex::hex;
use crate::metrics::Metrics;

/// Carries the code of a refusal from the handler to the log.
#[derive(Clone, Copy)]
pub(crate) struct LogCode(pub(crate) &'static str);

/// Carries the number of a dossier from the handler to the log.
#[derive(Clone)]
pub(crate) struct LogNumber(pub(crate) String);

/// Writes the log of this process to standard error, one JSON object a line.
///
/// A panic is logged with its location and without its message, which may quote an
/// answer.
pub fn start() {
    let started = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_max_level(tracing::Level::INFO)
        .with_writer(io::stderr)
        .try_init();
    if started.is_ok() {
        std::panic::set_hook(Box::new(|panic| {
            let place = panic
                .location()
                .map(ToString::to_string)
                .unwrap_or_default();
            tracing::error!(place, "panic");
        }));
    }
}

/// Returns the name of a known method, `other` for the rest: a client may send any word.
fn known_method(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "PUT" => "PUT",
        "POST" => "POST",
        "OPTIONS" => "OPTIONS",
        "DELETE" => "DELETE",
        "PATCH" => "PATCH",
        _ => "other",
    }
}

/// Returns a random id; empty if the system's random generator fails.
fn request_id() -> String {
    let mut bytes = [0; 8];
    match getrandom::fill(&mut bytes) {
        Ok(()) => hex(&bytes),
        Err(_) => String::new(),
    }
}

/// Logs one line per request and counts it (middleware).
pub(crate) async fn log_request(
    State(metrics): State<Arc<Metrics>>,
    request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let method = known_method(request.method());
    let route = match request.extensions().get::<MatchedPath>() {
        Some(path) => path.as_str().to_owned(),
        None => "none".to_owned(),
    };
    let id = request_id();
    let mut response = next.run(request).await;
    let status = response.status().as_u16();
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    let code = response
        .extensions()
        .get::<LogCode>()
        .map_or("", |code| code.0);
    let number = response
        .extensions()
        .get::<LogNumber>()
        .map_or("", |number| number.0.as_str());
    let took = began.elapsed();
    metrics.count(method, &route, status, code, took);
    let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    if status >= 500 {
        tracing::error!(id, method, route, status, code, number, micros, "request");
    } else {
        tracing::info!(id, method, route, status, code, number, micros, "request");
    }
    response
}

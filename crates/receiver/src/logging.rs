//! One line of JSON per request, without personal data.
//!
//! A line holds the method, the template of the route, the status, the duration,
//! the code of a refusal and the number of a dossier: never a path as it was
//! sent, a header, a body or an address of the network.

use std::io;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;

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

/// Logs one line per request (middleware).
pub(crate) async fn log_request(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = known_method(request.method());
    let route = match request.extensions().get::<MatchedPath>() {
        Some(path) => path.as_str().to_owned(),
        None => "none".to_owned(),
    };
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let code = response
        .extensions()
        .get::<LogCode>()
        .map_or("", |code| code.0);
    let number = response
        .extensions()
        .get::<LogNumber>()
        .map_or("", |number| number.0.as_str());
    let micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    if status >= 500 {
        tracing::error!(method, route, status, code, number, micros, "request");
    } else {
        tracing::info!(method, route, status, code, number, micros, "request");
    }
    response
}

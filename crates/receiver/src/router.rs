//! The routes, and the middleware around all of them.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post, put};
use tokio::sync::{Notify, Semaphore};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::app::App;
use crate::config::{Config, Error};
use crate::metrics::Metrics;
use crate::refusal::Refusal;
use crate::store::Store;
use crate::store::sqlite::SqliteStore;
use crate::{attachments, dossiers, health, intake, logging, site};

/// The routes below the base path with their methods. The contract test compares them with the
/// documentation.
pub const ROUTES: [(&str, &str); 4] = [
    ("get", "/intake"),
    ("put", "/attachments/{sha256}"),
    ("post", "/dossiers"),
    ("get", "/dossiers/{number}"),
];

/// Builds the whole service: the API below the base path, and the site if one is configured.
///
/// # Errors
/// [`Error`]: a setting is invalid, or the data folder or the database cannot be used.
pub fn router(config: Config) -> Result<Router, Error> {
    routes(open(config)?)
}

/// Opens the store and creates the state that all handlers share.
///
/// # Errors
/// The errors of [`router`].
pub(crate) fn open(config: Config) -> Result<Arc<App>, Error> {
    config.validate()?;
    let store: Box<dyn Store> = Box::new(SqliteStore::open(&config.data_dir)?);
    if let Err(refusal) = store.remove_unclaimed(&config.limits, (config.clock)()) {
        tracing::error!(code = refusal.code(), "removing unclaimed files");
    }
    Ok(Arc::new(App {
        requests: Arc::new(Semaphore::new(config.limits.requests)),
        forms: Arc::new(Semaphore::new(config.limits.forms)),
        metrics: Arc::new(Metrics::new()),
        outbox: Notify::new(),
        store,
        config,
    }))
}

/// Builds the routes.
///
/// # Errors
/// [`Error`]: the site cannot be served.
pub(crate) fn routes(app: Arc<App>) -> Result<Router, Error> {
    let config = &app.config;
    let site = config.site.as_deref().map(site::router).transpose()?;
    let cors = cors(&config.allowed_origins);
    let base = config.base.clone();
    let [
        (_, intake_path),
        (_, attachment_path),
        (_, dossiers_path),
        (_, dossier_path),
    ] = ROUTES;
    let mut api = Router::new()
        .route(intake_path, get(intake::get))
        .route(attachment_path, put(attachments::put))
        .route(dossiers_path, post(dossiers::post))
        .route(dossier_path, get(dossiers::get))
        .fallback(async || Refusal::RouteUnknown)
        .method_not_allowed_fallback(async || Refusal::MethodNotAllowed)
        .layer(middleware::from_fn_with_state(Arc::clone(&app), guard));
    if let Some(cors) = cors {
        api = api.layer(cors);
    }
    // A nested router does not match its own root with a trailing slash.
    let root = [&base, "/"].concat();
    let outer: Router<Arc<App>> = Router::new()
        .nest(&base, api)
        .route(&root, any(async || Refusal::RouteUnknown))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz));
    let outer = match site {
        Some(site) => outer.fallback_service(site),
        None => outer.fallback(async || Refusal::RouteUnknown),
    };
    Ok(outer
        .layer(CatchPanicLayer::custom(|_| {
            Refusal::Internal.into_response()
        }))
        .layer(middleware::from_fn_with_state(
            Arc::clone(&app.metrics),
            logging::log_request,
        ))
        .with_state(app))
}

/// Refuses a path that is too long and a compressed body.
async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let path = request
        .uri()
        .path_and_query()
        .map_or(0, |path| path.as_str().len());
    if path > app.config.limits.path_bytes {
        return Refusal::PathTooLong.into_response();
    }
    // The limits count the bytes that are sent; a compressed body could unfold to far more.
    let plain = request
        .headers()
        .get(header::CONTENT_ENCODING)
        .is_none_or(|value| value == "identity");
    if !plain {
        return Refusal::MediaType {
            at: "body".to_owned(),
        }
        .into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    response
}

/// Builds the CORS layer; `None` without allowed origins, so that the same-origin policy applies.
fn cors(origins: &[String]) -> Option<CorsLayer> {
    let origins: Vec<HeaderValue> = origins
        .iter()
        .filter_map(|origin| origin.parse().ok())
        .collect();
    (!origins.is_empty()).then(|| {
        CorsLayer::new()
            .allow_origin(AllowOrigin::list(origins))
            .allow_methods([Method::GET, Method::PUT, Method::POST])
            .allow_headers([
                header::CONTENT_TYPE,
                header::AUTHORIZATION,
                HeaderName::from_static("idempotency-key"),
            ])
            .expose_headers([header::RETRY_AFTER])
            .max_age(std::time::Duration::from_secs(3600))
    })
}

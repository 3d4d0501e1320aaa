//! Metrics of the receiver as OpenMetrics text for Prometheus. No label contains input of a client.
//!
//! Source: <https://prometheus.io/docs/specs/om/open_metrics_spec/>; read 2026-11-30.

use std::sync::Mutex;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// Media type of OpenMetrics text.
pub(crate) const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Upper bounds of the duration buckets, in seconds.
const SECONDS: [f64; 9] = [0.005, 0.02, 0.05, 0.1, 0.5, 1.0, 2.0, 10.0, 60.0];

/// Labels of the request counter.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Request {
    method: &'static str,
    route: String,
    status: u16,
    code: &'static str,
}

/// Labels of the duration histogram.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Route {
    route: String,
}

/// Labels of the counter of webhook attempts.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Attempt {
    result: &'static str,
}

/// Labels of the build gauge.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Build {
    version: String,
}

/// Counters, gauges and histograms of the receiver.
pub(crate) struct Metrics {
    registry: Mutex<Registry>,
    requests: Family<Request, Counter>,
    seconds: Family<Route, Histogram>,
    attempts: Family<Attempt, Counter>,
    /// Number of receipts sent; a repeated dossier counts each time.
    pub(crate) receipts: Counter,
    /// Number of open connections.
    pub(crate) connections: Gauge,
    /// Total bytes of the files that no dossier names.
    pub(crate) unclaimed_bytes: Gauge<u64, AtomicU64>,
}

impl Metrics {
    /// Creates all metrics with the value 0.
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("hoso");
        let requests = Family::default();
        let seconds = Family::<Route, Histogram>::new_with_constructor(|| Histogram::new(SECONDS));
        let (receipts, connections) = (Counter::default(), Gauge::default());
        let unclaimed_bytes = Gauge::default();
        let attempts = Family::default();
        let build = Family::<Build, Gauge>::default();
        build
            .get_or_create(&Build {
                version: crate::version::version(),
            })
            .set(1);
        registry.register("build", "The version that runs", build);
        registry.register("requests", "Answered requests", requests.clone());
        registry.register("request_seconds", "How long requests took", seconds.clone());
        registry.register("receipts", "Receipts given", receipts.clone());
        registry.register(
            "webhook_attempts",
            "Attempts to announce a dossier",
            attempts.clone(),
        );
        registry.register("connections", "Open connections", connections.clone());
        registry.register(
            "unclaimed_bytes",
            "Bytes of files that no dossier names",
            unclaimed_bytes.clone(),
        );
        Self {
            registry: Mutex::new(registry),
            requests,
            seconds,
            attempts,
            receipts,
            connections,
            unclaimed_bytes,
        }
    }

    /// Counts an answered request.
    pub(crate) fn count(
        &self,
        method: &'static str,
        route: &str,
        status: u16,
        code: &'static str,
        took: Duration,
    ) {
        let request = Request {
            method,
            route: route.to_owned(),
            status,
            code,
        };
        self.requests.get_or_create(&request).inc();
        let route = Route {
            route: route.to_owned(),
        };
        self.seconds
            .get_or_create(&route)
            .observe(took.as_secs_f64());
    }

    /// Counts an attempt to announce a dossier: `delivered`, `failed` or `dead`.
    pub(crate) fn count_attempt(&self, result: &'static str) {
        self.attempts.get_or_create(&Attempt { result }).inc();
    }

    /// Encodes all metrics as text; returns `None` if encoding fails.
    pub(crate) fn text(&self) -> Option<String> {
        let mut out = String::new();
        let registry = self.registry.lock().ok()?;
        text::encode(&mut out, &registry).ok()?;
        Some(out)
    }
}

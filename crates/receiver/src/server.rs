//! The socket: accepts connections within the limits, and stops gracefully.

use std::future::{Future, IntoFuture};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt;

use crate::addresses::Addresses;
use crate::app::App;
use crate::config::{Config, Error, while_doing};
use crate::{monitoring, router, webhook};

/// The answer to a connection beyond the limit of its address.
const TOO_MANY: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

/// A receiver that listens already and does not answer yet.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    /// Bound address of the metrics routes, if [`Config::metrics_address`] is set.
    pub metrics_address: Option<SocketAddr>,
    listener: TcpListener,
    metrics_listener: Option<TcpListener>,
    router: Router,
    app: Arc<App>,
    config: Config,
}

impl Server {
    /// Opens the store and the socket.
    ///
    /// # Errors
    /// [`Error`]: what is not set right, or what the system or the database refused.
    pub async fn bind(config: Config) -> Result<Self, Error> {
        let listener = TcpListener::bind(config.address)
            .await
            .map_err(while_doing("listening"))?;
        let address = listener.local_addr().map_err(while_doing("listening"))?;
        let metrics_listener = match config.metrics_address {
            Some(address) => Some(
                TcpListener::bind(address)
                    .await
                    .map_err(while_doing("listening for metrics"))?,
            ),
            None => None,
        };
        let metrics_address = metrics_listener
            .as_ref()
            .map(TcpListener::local_addr)
            .transpose()
            .map_err(while_doing("listening for metrics"))?;
        let app = router::open(config.clone())?;
        let router = router::routes(Arc::clone(&app))?;
        Ok(Self {
            address,
            metrics_address,
            listener,
            metrics_listener,
            router,
            app,
            config,
        })
    }

    /// Answers until `shutdown` is done, then finishes what runs.
    ///
    /// # Errors
    /// None today; a later listener may end with one.
    pub async fn run(self, shutdown: impl Future<Output = ()>) -> Result<(), Error> {
        let Self {
            listener,
            metrics_listener,
            router,
            app,
            config,
            ..
        } = self;
        // Serves metrics until the end of a shutdown, so that the shutdown can be monitored.
        let metrics = metrics_listener.map(|listener| {
            let router = monitoring::router(Arc::clone(&app));
            tokio::spawn(axum::serve(listener, router).into_future())
        });
        let announcing = config.webhook.clone().map(|webhook| {
            let app = Arc::clone(&app);
            tokio::spawn(async move { webhook::announce(&app, webhook).await })
        });
        let limits = &config.limits;
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(limits.header_time)
            .max_buf_size(limits.header_bytes.max(8192))
            .max_headers(limits.headers);
        let places = Arc::new(Semaphore::new(limits.connections.max(1)));
        let addresses = Addresses::new(&config);
        let graceful = GracefulShutdown::new();
        let mut shutdown = core::pin::pin!(shutdown);
        loop {
            let next = async {
                let place = Arc::clone(&places).acquire_owned().await;
                (place, listener.accept().await)
            };
            let (place, accepted) = tokio::select! {
                () = &mut shutdown => break,
                next = next => next,
            };
            let (stream, peer) = match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file handles, most likely: an instant for others to close theirs.
                    tracing::error!(kind = %error.kind(), "accept");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            };
            let Some(share) = addresses.take(peer.ip()) else {
                // Not logged: any address could fill the disk with log lines.
                let _ = stream.try_write(TOO_MANY);
                continue;
            };
            // Small answers must not wait for more to send.
            let _ = stream.set_nodelay(true);
            let router = router.clone();
            let service = service_fn(move |request: Request<Incoming>| {
                let router = router.clone();
                async move { router.oneshot(request.map(axum::body::Body::new)).await }
            });
            let open = Arc::clone(&app);
            open.metrics.connections.inc();
            let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
            tokio::spawn(async move {
                // A connection that ends badly is the client's affair and holds nothing to log.
                let _ = connection.await;
                open.metrics.connections.dec();
                drop((place, share));
            });
        }
        drop(listener);
        tracing::info!("stopping");
        let stopped = tokio::time::timeout(limits.stop_time, graceful.shutdown()).await;
        for task in metrics
            .map(|task| task.abort_handle())
            .into_iter()
            .chain(announcing.map(|task| task.abort_handle()))
        {
            task.abort();
        }
        tracing::info!(finished = stopped.is_ok(), "stopped");
        Ok(())
    }
}

/// Runs the receiver until the process is asked to stop ([`stop_signal`]).
///
/// # Errors
/// As [`Server::bind`].
pub async fn serve(config: Config) -> Result<(), Error> {
    keep_alive_at_file_limit();
    let server = Server::bind(config).await?;
    let metrics = server.metrics_address.map(|address| address.to_string());
    tracing::info!(
        address = %server.address,
        metrics = metrics.unwrap_or_default(),
        version = crate::version::version(),
        "listening"
    );
    server.run(stop_signal()).await
}

/// Makes a write beyond the limit of file sizes (`ulimit -f`) an error of that write. By default
/// SIGXFSZ ends the process.
fn keep_alive_at_file_limit() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        // Linux and macOS; MIPS has another number. The handler stays when the stream is dropped.
        const SIGXFSZ: i32 = 25;
        if let Err(error) = signal(SignalKind::from_raw(SIGXFSZ)) {
            tracing::error!(kind = %error.kind(), "SIGXFSZ");
        }
    }
}

/// Is done when the process gets SIGTERM or Ctrl-C.
pub async fn stop_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            core::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let terminate = async {
            match signal(SignalKind::terminate()) {
                Ok(mut terminate) => {
                    terminate.recv().await;
                }
                Err(_) => core::future::pending().await,
            }
        };
        tokio::select! {
            () = interrupt => {}
            () = terminate => {}
        }
    }
    #[cfg(not(unix))]
    interrupt.await;
}

//! Starts the reference receiver on a free port, with or without a fault.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test program uses its own part"
)]
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::thread::JoinHandle;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use hoso_conformance::Options;
use hoso_receiver::Config;
use tempfile::TempDir;
use tokio::sync::oneshot;

use self::exchange::Fault;

pub mod exchange;

/// The origin that the receiver allows.
pub const ORIGIN: &str = "https://portal.example";

/// A receiver in this process.
pub struct Backend {
    address: SocketAddr,
    _folder: TempDir,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Backend {
    /// Starts the reference receiver; a fault changes requests or responses.
    pub fn start(fault: Option<Fault>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = Config {
            data_dir: folder.path().join("data"),
            allowed_origins: vec![ORIGIN.to_owned()],
            ..Config::default()
        };
        let mut router: Router = hoso_receiver::router(config).unwrap();
        if let Some(fault) = fault {
            router = router.layer(middleware::from_fn_with_state(Arc::new(fault), through));
        }
        let (stop, stopped) = oneshot::channel::<()>();
        let (tell, told) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .unwrap()
                .block_on(async move {
                    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
                    let listener = tokio::net::TcpListener::bind(address).await.unwrap();
                    tell.send(listener.local_addr().unwrap()).unwrap();
                    let stop = async {
                        let _ = stopped.await;
                    };
                    let server = axum::serve(listener, router);
                    server.with_graceful_shutdown(stop).await.unwrap();
                });
        });
        Self {
            address: told.recv().unwrap(),
            _folder: folder,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// Returns the options of a run against this backend.
    pub fn options(&self) -> Options {
        Options {
            base: format!("http://{}/api", self.address),
            form: None,
            origin: Some(ORIGIN.to_owned()),
            only: Vec::new(),
        }
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn through(State(fault): State<Arc<Fault>>, request: Request, next: Next) -> Response {
    exchange::through(&fault, request, next).await
}

//! A portal: pages on an origin of their own, with the headers that a test chooses.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A response of the portal.
#[derive(Clone, Default)]
struct Page {
    media_type: &'static str,
    headers: String,
    body: String,
}

/// The portal; it stops with the runtime of the test.
#[derive(Clone)]
pub struct Portal {
    /// Scheme, host and port, without a trailing slash.
    pub origin: String,
    pages: Arc<Mutex<BTreeMap<String, Page>>>,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Portal {
    /// Listens on a free port. The host name is another one than that of [`Site`](crate::site::Site).
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let portal = Self {
            origin: format!("http://localhost:{port}"),
            pages: Arc::default(),
            requests: Arc::default(),
        };
        let serving = portal.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let portal = serving.clone();
                tokio::spawn(async move {
                    // Ignores errors: a browser may close its connection at any time.
                    let _ = portal.respond(stream).await;
                });
            }
        });
        portal
    }

    /// Serves a page under a path, with further headers, each with its line end.
    pub fn page(&self, path: &str, headers: &str, body: &str) {
        self.insert(path, "text/html; charset=utf-8", headers, body);
    }

    /// Serves a script under a path.
    pub fn script(&self, path: &str, body: &str) {
        self.insert(path, "text/javascript; charset=utf-8", "", body);
    }

    fn insert(&self, path: &str, media_type: &'static str, headers: &str, body: &str) {
        let page = Page {
            media_type,
            headers: headers.to_owned(),
            body: body.to_owned(),
        };
        self.pages.lock().unwrap().insert(path.to_owned(), page);
    }

    /// Returns the first line of every request so far.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    async fn respond(&self, mut client: TcpStream) -> std::io::Result<()> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            if client.read_buf(&mut head).await? == 0 {
                return Ok(());
            }
        }
        let head = String::from_utf8_lossy(&head).into_owned();
        let line = head.lines().next().unwrap_or_default().to_owned();
        let address = line.split(' ').nth(1).unwrap_or_default();
        let path = address.split('?').next().unwrap_or_default().to_owned();
        self.requests.lock().unwrap().push(line);
        let page = self.pages.lock().unwrap().get(&path).cloned();
        let status = if page.is_some() {
            "200 OK"
        } else {
            "404 Not Found"
        };
        let Page {
            media_type,
            headers,
            body,
        } = page.unwrap_or_default();
        let response = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
        client.write_all(response.as_bytes()).await?;
        client.shutdown().await
    }
}

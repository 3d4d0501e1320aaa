//! A TCP proxy between the browser and the receiver. It forwards every request, unless a test
//! holds a route, replaces a body or injects a [`Fault`].

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// The route of a dossier.
pub const POST_DOSSIER: &str = "POST /api/dossiers";

/// A failure injected into one request.
#[derive(Clone, Debug)]
pub enum Fault {
    /// Responds in place of the receiver, which never sees the request.
    Respond {
        /// The status line behind `HTTP/1.1`, for example `500 Internal Server Error`.
        status: &'static str,
        /// Further headers, each with its line end.
        headers: &'static str,
        /// The body.
        body: String,
    },
    /// Closes the connection; the receiver never sees the request.
    Drop,
    /// Forwards the request, then closes the connection within the response.
    TruncateResponse,
    /// Forwards the request, then responds with this status in place of the receiver.
    ReplaceResponse(&'static str),
}

/// A request that reached the proxy.
#[derive(Clone, Debug)]
pub struct Request {
    /// Method and path, for example `POST /api/dossiers`.
    pub route: String,
    /// The `Idempotency-Key`, if the request has one.
    pub key: Option<String>,
    /// The cookies, if the request has any.
    pub cookie: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

/// Edits the body of a response.
type Edit = Box<dyn FnOnce(String) -> String + Send>;

#[derive(Default)]
struct State {
    dossier_edits: VecDeque<Edit>,
    faults: BTreeMap<String, VecDeque<Fault>>,
    bodies: BTreeMap<String, Vec<u8>>,
}

/// The proxy; it stops with the runtime of the test.
#[derive(Clone)]
pub struct Proxy {
    state: Arc<Mutex<State>>,
    held: watch::Sender<BTreeSet<String>>,
    is_down: Arc<AtomicBool>,
    requests: watch::Sender<Vec<Request>>,
}

impl Proxy {
    /// Listens on a free port and forwards to the receiver. Returns the address of the proxy, too.
    pub async fn listen(receiver: SocketAddr) -> (Self, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let proxy = Self {
            state: Arc::default(),
            held: watch::Sender::default(),
            is_down: Arc::default(),
            requests: watch::Sender::default(),
        };
        let serving = proxy.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let proxy = serving.clone();
                tokio::spawn(async move {
                    // Ignores errors: a browser may close its connection at any time.
                    let _ = proxy.forward(stream, receiver).await;
                });
            }
        });
        (proxy, address)
    }

    /// Injects a fault into the next dossier. Several calls queue their faults.
    pub fn fail_next_dossier(&self, fault: Fault) {
        self.fail_next(POST_DOSSIER, fault);
    }

    /// Edits the body of the receiver's next response to a dossier. Several calls queue their edits.
    pub fn edit_next_dossier_response(&self, edit: impl FnOnce(String) -> String + Send + 'static) {
        self.state
            .lock()
            .unwrap()
            .dossier_edits
            .push_back(Box::new(edit));
    }

    /// Injects a fault into the next request of a route. Several calls queue their faults.
    pub fn fail_next(&self, route: &str, fault: Fault) {
        let mut state = self.state.lock().unwrap();
        state
            .faults
            .entry(route.to_owned())
            .or_default()
            .push_back(fault);
    }

    /// Forgets the faults that were injected into a route and did not happen yet.
    pub fn clear_faults(&self, route: &str) {
        self.state.lock().unwrap().faults.remove(route);
    }

    /// Replaces the response body of a path from now on.
    pub fn replace_body(&self, path: &str, bytes: Vec<u8>) {
        self.state
            .lock()
            .unwrap()
            .bodies
            .insert(path.to_owned(), bytes);
    }

    /// Holds requests of a route until [`Proxy::release`].
    pub fn hold(&self, route: &str) {
        self.held.send_modify(|held| {
            held.insert(route.to_owned());
        });
    }

    /// Forwards the held requests.
    pub fn release(&self) {
        self.held.send_modify(BTreeSet::clear);
    }

    /// Takes the server off the network: every connection is closed without a response, until
    /// [`Proxy::bring_up`].
    pub fn take_down(&self) {
        self.is_down.store(true, Ordering::SeqCst);
    }

    /// Puts the server back on the network.
    pub fn bring_up(&self) {
        self.is_down.store(false, Ordering::SeqCst);
    }

    /// Returns every request so far.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.borrow().clone()
    }

    /// Returns every posted dossier so far.
    pub fn posted_dossiers(&self) -> Vec<Request> {
        self.requests()
            .into_iter()
            .filter(|request| request.route == POST_DOSSIER)
            .collect()
    }

    /// Waits until a route was requested this many times.
    pub async fn wait_for_requests(&self, route: &str, times: usize) {
        let mut requests = self.requests.subscribe();
        let enough = requests
            .wait_for(|all| all.iter().filter(|request| request.route == route).count() >= times);
        tokio::time::timeout(crate::browser::DEADLINE, enough)
            .await
            .unwrap_or_else(|_| panic!("{route} was not requested {times} times"))
            .unwrap();
    }

    async fn forward(&self, mut client: TcpStream, receiver: SocketAddr) -> std::io::Result<()> {
        let Some((head, body)) = read(&mut client).await? else {
            return Ok(());
        };
        if self.is_down.load(Ordering::SeqCst) {
            return Ok(());
        }
        let mut lines = head.split("\r\n");
        let first = lines.next().unwrap_or_default();
        let route = first.trim_end_matches(" HTTP/1.1").to_owned();
        let path = route
            .split(' ')
            .nth(1)
            .unwrap_or_default()
            .split('?')
            .next()
            .unwrap_or_default();
        let header = |name: &str| {
            let mut lines = lines.clone();
            lines.find_map(|line| value(line, name).map(str::to_owned))
        };
        let (key, cookie) = (header("idempotency-key"), header("cookie"));
        self.requests.send_modify(|all| {
            all.push(Request {
                route: route.clone(),
                key,
                cookie,
                body: body.clone(),
            })
        });
        let mut held = self.held.subscribe();
        let _ = held.wait_for(|held| !held.contains(&route)).await;
        let (fault, replacement, edit) = {
            let mut state = self.state.lock().unwrap();
            let fault = state.faults.get_mut(&route).and_then(VecDeque::pop_front);
            let edit = (route == POST_DOSSIER)
                .then(|| state.dossier_edits.pop_front())
                .flatten();
            (fault, state.bodies.get(path).cloned(), edit)
        };
        match &fault {
            Some(Fault::Drop) => return Ok(()),
            Some(Fault::Respond {
                status,
                headers,
                body,
            }) => {
                let response = format!(
                    "HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
                    body.len()
                );
                client.write_all(response.as_bytes()).await?;
                return client.shutdown().await;
            }
            _ => {}
        }
        let mut request = format!("{first}\r\nConnection: close\r\n");
        for line in lines {
            // A replaced body must arrive uncompressed, so that its headers fit it.
            let compressed = (replacement.is_some() || edit.is_some())
                && value(line, "accept-encoding").is_some();
            if !compressed && value(line, "connection").is_none() {
                request.push_str(line);
                request.push_str("\r\n");
            }
        }
        request.push_str("\r\n");
        let mut upstream = TcpStream::connect(receiver).await?;
        upstream.write_all(request.as_bytes()).await?;
        upstream.write_all(&body).await?;
        let mut response = Vec::new();
        upstream.read_to_end(&mut response).await?;
        if let Some(bytes) = replacement {
            response = with_body(&response, &bytes);
        }
        if let Some(edit) = edit {
            let text = String::from_utf8(response.clone()).unwrap();
            let (_, body) = text.split_once("\r\n\r\n").expect("a head");
            response = with_body(&response, edit(body.to_owned()).as_bytes());
        }
        if let Some(Fault::ReplaceResponse(status)) = fault {
            response = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n").into_bytes();
        } else if matches!(fault, Some(Fault::TruncateResponse)) {
            response.truncate(response.len() - response.len().min(20));
        }
        client.write_all(&response).await?;
        client.shutdown().await
    }
}

/// Returns the value of a header line with this name.
fn value<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let (key, value) = line.split_once(':')?;
    key.eq_ignore_ascii_case(name).then(|| value.trim())
}

/// Reads the head of a request, without its last empty line, and the body.
async fn read(client: &mut TcpStream) -> std::io::Result<Option<(String, Vec<u8>)>> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        if client.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut body = bytes.split_off(end + 4);
    let length = head
        .split("\r\n")
        .find_map(|line| value(line, "content-length")?.parse().ok())
        .unwrap_or(0);
    while body.len() < length {
        if client.read_buf(&mut body).await? == 0 {
            return Ok(None);
        }
    }
    Ok(Some((head, body)))
}

/// Returns a response with the same headers and another body.
fn with_body(response: &[u8], body: &[u8]) -> Vec<u8> {
    let end = response
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .expect("a head");
    let head = String::from_utf8_lossy(&response[..end]);
    let mut other = String::new();
    for line in head
        .split("\r\n")
        .filter(|line| value(line, "content-length").is_none())
    {
        other.push_str(line);
        other.push_str("\r\n");
    }
    other.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
    [other.as_bytes(), body].concat()
}

//! The line between the browser and the receiver. It passes everything on, until
//! it is told to hold something back, to exchange it, or to break.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What goes wrong with one request on its way.
#[derive(Clone, Debug)]
pub enum Fault {
    /// Somebody else answers this, and the receiver hears nothing.
    Answer {
        /// The status line behind `HTTP/1.1`, for example `500 Internal Server Error`.
        status: &'static str,
        /// Further headers, each with its line end.
        headers: &'static str,
        /// The body.
        body: String,
    },
    /// The connection ends before the receiver hears anything.
    Close,
    /// The receiver stores it, and half of its answer arrives.
    Cut,
    /// The receiver stores it, and somebody on the way answers with this status.
    Landed(&'static str),
}

/// A request that came over the line.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Method and path, for example `POST /api/dossiers`.
    pub what: String,
    /// The `Idempotency-Key`, or nothing.
    pub key: Option<String>,
    /// What was sent.
    pub body: Vec<u8>,
}

#[derive(Default)]
struct State {
    faults: BTreeMap<String, VecDeque<Fault>>,
    exchanged: BTreeMap<String, Vec<u8>>,
}

/// One line; it ends with the test.
#[derive(Clone)]
pub struct Line {
    state: Arc<Mutex<State>>,
    held: watch::Sender<BTreeSet<String>>,
    asked: watch::Sender<Vec<Asked>>,
}

impl Line {
    /// Opens a line to the receiver and tells where it begins.
    pub async fn open(receiver: SocketAddr) -> (Self, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let line = Self {
            state: Arc::default(),
            held: watch::Sender::default(),
            asked: watch::Sender::default(),
        };
        let serving = line.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let line = serving.clone();
                tokio::spawn(async move {
                    // A browser that goes away in the middle is no failure of the line.
                    let _ = line.carry(stream, receiver).await;
                });
            }
        });
        (line, address)
    }

    /// Lets the next dossier meet this; further ones of the list follow in turn.
    pub fn fail(&self, fault: Fault) {
        self.fail_at("POST /api/dossiers", fault);
    }

    /// The same for whoever asks next for this (method and path).
    pub fn fail_at(&self, what: &str, fault: Fault) {
        let mut state = self.state.lock().unwrap();
        state
            .faults
            .entry(what.to_owned())
            .or_default()
            .push_back(fault);
    }

    /// Answers other bytes for a path from now on.
    pub fn exchange(&self, path: &str, bytes: Vec<u8>) {
        self.state
            .lock()
            .unwrap()
            .exchanged
            .insert(path.to_owned(), bytes);
    }

    /// Lets whoever asks for this (method and path) wait until [`Line::release`].
    pub fn hold(&self, what: &str) {
        self.held.send_modify(|held| {
            held.insert(what.to_owned());
        });
    }

    /// Passes on what waits.
    pub fn release(&self) {
        self.held.send_modify(BTreeSet::clear);
    }

    /// Everything asked for so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.borrow().clone()
    }

    /// How many dossiers were posted so far.
    pub fn posts(&self) -> Vec<Asked> {
        self.asked()
            .into_iter()
            .filter(|asked| asked.what == "POST /api/dossiers")
            .collect()
    }

    /// Waits until this was asked for so many times.
    pub async fn until_asked(&self, what: &str, times: usize) {
        let mut asked = self.asked.subscribe();
        let there =
            asked.wait_for(|all| all.iter().filter(|asked| asked.what == what).count() >= times);
        tokio::time::timeout(crate::browser::DEADLINE, there)
            .await
            .unwrap_or_else(|_| panic!("nobody asked for {what} {times} times"))
            .unwrap();
    }

    async fn carry(&self, mut client: TcpStream, receiver: SocketAddr) -> std::io::Result<()> {
        let Some((head, body)) = read(&mut client).await? else {
            return Ok(());
        };
        let mut lines = head.split("\r\n");
        let first = lines.next().unwrap_or_default();
        let what = first.trim_end_matches(" HTTP/1.1").to_owned();
        let path = what
            .split(' ')
            .nth(1)
            .unwrap_or_default()
            .split('?')
            .next()
            .unwrap_or_default();
        let key = lines
            .clone()
            .find_map(|line| value(line, "idempotency-key").map(str::to_owned));
        self.asked.send_modify(|all| {
            all.push(Asked {
                what: what.clone(),
                key,
                body: body.clone(),
            })
        });
        let mut held = self.held.subscribe();
        let _ = held.wait_for(|held| !held.contains(&what)).await;
        let (fault, exchanged) = {
            let mut state = self.state.lock().unwrap();
            let fault = state.faults.get_mut(&what).and_then(VecDeque::pop_front);
            (fault, state.exchanged.get(path).cloned())
        };
        match &fault {
            Some(Fault::Close) => return Ok(()),
            Some(Fault::Answer {
                status,
                headers,
                body,
            }) => {
                let answer = format!(
                    "HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
                    body.len()
                );
                client.write_all(answer.as_bytes()).await?;
                return client.shutdown().await;
            }
            _ => {}
        }
        let mut request = format!("{first}\r\nConnection: close\r\n");
        for line in lines {
            let packed = exchanged.is_some() && value(line, "accept-encoding").is_some();
            if !packed && value(line, "connection").is_none() {
                request.push_str(line);
                request.push_str("\r\n");
            }
        }
        request.push_str("\r\n");
        let mut upstream = TcpStream::connect(receiver).await?;
        upstream.write_all(request.as_bytes()).await?;
        upstream.write_all(&body).await?;
        let mut answer = Vec::new();
        upstream.read_to_end(&mut answer).await?;
        if let Some(bytes) = exchanged {
            answer = with_body(&answer, &bytes);
        }
        if let Some(Fault::Landed(status)) = fault {
            answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n").into_bytes();
        } else if matches!(fault, Some(Fault::Cut)) {
            answer.truncate(answer.len() - answer.len().min(20));
        }
        client.write_all(&answer).await?;
        client.shutdown().await
    }
}

/// The value of a header line of this name.
fn value<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let (key, value) = line.split_once(':')?;
    key.eq_ignore_ascii_case(name).then(|| value.trim())
}

/// The head of a request without its last empty line, and the body.
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

/// An answer with the same headers and another body.
fn with_body(answer: &[u8], body: &[u8]) -> Vec<u8> {
    let end = answer
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .expect("a head");
    let head = String::from_utf8_lossy(&answer[..end]);
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

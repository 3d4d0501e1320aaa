//! A real receiver on a free port, a plain HTTP client, and a valid dossier.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test program uses its own part"
)]
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::thread::JoinHandle;

use hoso_dossier::wire::{Attachment, Envelope, sha256_hex};
use hoso_dossier::{Answer as Given, Answers, Value, json, timestamp};
use hoso_receiver::{Config, Limits, Server};
use tempfile::TempDir;
use tokio::sync::oneshot;

/// 20 November 2026, ten in the morning in Vietnam.
pub const NOW: i64 = 1_795_143_600;

/// A file that only the birth certificate takes.
pub const PDF: &[u8] = b"%PDF-1.7 invented";

/// Invented pictures: the header of a JPEG of one pixel, and nothing here looks further.
pub const PORTRAIT: &[u8] =
    b"\xff\xd8\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xda\0\x02 invented portrait\xff\xd9";
pub const CERTIFICATE: &[u8] = b"\xff\xd8\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xda\0\x02 invented certificate\xff\xd9";
pub const FRONT: &[u8] =
    b"\xff\xd8\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xda\0\x02 invented front\xff\xd9";
pub const BACK: &[u8] =
    b"\xff\xd8\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xda\0\x02 invented back\xff\xd9";

/// A file and the field that asks for it.
pub type Photo<'a> = (&'a str, &'a [u8]);

/// A file for each question of a child's registration.
pub const PHOTOS: [Photo<'static>; 4] = [
    ("portrait", PORTRAIT),
    ("birth_certificate", CERTIFICATE),
    ("id_front", FRONT),
    ("id_back", BACK),
];

/// A receiver in this process.
pub struct Receiver {
    pub address: SocketAddr,
    pub metrics_address: Option<SocketAddr>,
    pub folder: TempDir,
    config: Config,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Receiver {
    pub fn start() -> Self {
        Self::with(|_, _| ())
    }

    pub fn limited(set: impl FnOnce(&mut Limits)) -> Self {
        Self::with(|config, _| set(&mut config.limits))
    }

    pub fn with(set: impl FnOnce(&mut Config, &Path)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            data_dir: folder.path().join("data"),
            clock: || NOW,
            ..Config::default()
        };
        set(&mut config, folder.path());
        let mut receiver = Self {
            address: config.address,
            metrics_address: None,
            folder,
            config,
            stop: None,
            thread: None,
        };
        receiver.run();
        receiver
    }

    /// Stops the receiver and starts it again on the same folder and another port.
    pub fn restart(&mut self) {
        self.stop();
        self.run();
    }

    fn run(&mut self) {
        let config = self.config.clone();
        let (stop, stopped) = oneshot::channel::<()>();
        let (tell, told) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .unwrap()
                .block_on(async move {
                    let server = Server::bind(config).await.unwrap();
                    tell.send((server.address, server.metrics_address)).unwrap();
                    let stop = async {
                        let _ = stopped.await;
                    };
                    server.run(stop).await.unwrap();
                });
        });
        (self.address, self.metrics_address) = told.recv().unwrap();
        self.stop = Some(stop);
        self.thread = Some(thread);
    }

    pub fn get(&self, path: &str) -> Answer {
        call(self.address, "GET", path, &[], b"")
    }

    pub fn post(&self, key: &str, body: &[u8]) -> Answer {
        let headers = [
            ("Content-Type", "application/json"),
            ("Idempotency-Key", key),
        ];
        call(self.address, "POST", "/api/dossiers", &headers, body)
    }

    pub fn send(&self, envelope: &Envelope) -> Answer {
        self.post(&envelope.dossier_id, envelope.canonical().as_bytes())
    }

    pub fn put(&self, bytes: &[u8]) -> Answer {
        call(
            self.address,
            "PUT",
            &format!("/api/attachments/{}", sha256_hex(bytes)),
            &[],
            bytes,
        )
    }

    pub fn status(&self, number: &str, secret: &str) -> Answer {
        let bearer = format!("Bearer {secret}");
        call(
            self.address,
            "GET",
            &format!("/api/dossiers/{number}"),
            &[("Authorization", &bearer)],
            b"",
        )
    }

    /// Sends each file, then the dossier.
    pub fn send_with(&self, envelope: &Envelope, photos: &[Photo<'_>]) -> Answer {
        for (_, bytes) in photos {
            let sent = self.put(bytes);
            assert!(matches!(sent.status, 200 | 201), "{:?}", sent.json());
        }
        self.send(envelope)
    }

    /// The numbers of rows in the tables of dossiers, files and links.
    pub fn rows(&self) -> [i64; 3] {
        let database =
            rusqlite::Connection::open(self.folder.path().join("data/hoso.sqlite3")).unwrap();
        ["dossier", "attachment", "dossier_attachment"].map(|table| {
            database
                .query_row(&format!("SELECT COUNT(*) FROM {table}"), [], |row| {
                    row.get(0)
                })
                .unwrap()
        })
    }

    /// The canonical bytes of the only dossier.
    pub fn stored(&self) -> String {
        let database =
            rusqlite::Connection::open(self.folder.path().join("data/hoso.sqlite3")).unwrap();
        database
            .query_row("SELECT envelope FROM dossier", [], |row| row.get(0))
            .unwrap()
    }

    pub fn files_in(&self, folder: &str) -> usize {
        std::fs::read_dir(self.folder.path().join("data").join(folder))
            .unwrap()
            .count()
    }

    /// Asks it to stop and waits until it has.
    pub fn stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// An answer of HTTP.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find_map(|(key, value)| key.eq_ignore_ascii_case(name).then(|| value.trim()))
    }

    pub fn json(&self) -> Value {
        json::parse(&self.body).unwrap()
    }

    pub fn text(&self, key: &str) -> String {
        self.json()
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    }

    /// The texts of a list.
    pub fn texts(&self, key: &str) -> Vec<String> {
        let list = self.json().get(key).unwrap().clone();
        let text = |item: &Value| item.as_str().unwrap().to_owned();
        list.items().iter().map(text).collect()
    }

    /// The issues as `at code`.
    pub fn issues(&self) -> Vec<String> {
        let text = |issue: &Value, key| issue.get(key).and_then(Value::as_str).unwrap().to_owned();
        let issues = self.json().get("issues").unwrap().clone();
        issues
            .items()
            .iter()
            .map(|issue| format!("{} {}", text(issue, "at"), text(issue, "code")))
            .collect()
    }

    /// Is it the refusal of this status and of these issues, in the form that the contract says?
    #[track_caller]
    pub fn refuses(&self, status: u16, issues: &[&str]) {
        assert_eq!(
            (self.status, self.issues()),
            (status, issues.iter().map(|i| (*i).to_owned()).collect())
        );
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json")
        );
        assert_eq!(self.header("cache-control"), Some("no-store"));
        assert_eq!(
            self.json().get("status").and_then(Value::as_integer),
            Some(i64::from(status))
        );
        assert_eq!(
            self.header("retry-after").is_some(),
            status == 503 || status == 500
        );
    }
}

/// The bytes of a request.
pub fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n")
        .into_bytes();
    for (name, value) in headers {
        bytes.extend(format!("{name}: {value}\r\n").bytes());
    }
    bytes.extend(format!("Content-Length: {}\r\n\r\n", body.len()).bytes());
    bytes.extend(body);
    bytes
}

/// Reads an answer to its end.
pub fn answer(stream: &mut TcpStream) -> io::Result<Answer> {
    let mut bytes = Vec::new();
    let read = stream.read_to_end(&mut bytes);
    let wrong = || io::Error::new(io::ErrorKind::InvalidData, "no answer");
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
        read?;
        return Err(wrong());
    };
    let head = String::from_utf8(bytes[..end].to_vec()).map_err(|_| wrong())?;
    let status = head
        .get(9..12)
        .and_then(|s| s.parse().ok())
        .ok_or_else(wrong)?;
    let answer = Answer {
        status,
        head,
        body: bytes[end + 4..].to_vec(),
    };
    let whole = answer
        .header("content-length")
        .is_none_or(|n| n.parse() == Ok(answer.body.len()));
    if whole || answer.body.is_empty() {
        Ok(answer)
    } else {
        Err(wrong())
    }
}

pub fn try_call(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> io::Result<Answer> {
    let mut stream = TcpStream::connect(address)?;
    // The receiver may refuse before it has read everything.
    let _ = stream.write_all(&request(method, path, headers, body));
    answer(&mut stream)
}

#[track_caller]
pub fn call(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Answer {
    try_call(address, method, path, headers, body).unwrap()
}

/// A UUID of a number.
pub fn id(n: u64) -> String {
    format!("00000000-0000-4000-8000-{n:012x}")
}

/// The answers of someone who comes back after a break (case C).
pub fn answers(seconds: i64) -> Answers {
    let today = timestamp::vietnam_date(seconds).unwrap();
    let mut answers = Answers::default();
    answers.set("cases", Given::Many(vec!["return".to_owned()]));
    for (field, text) in [
        ("in_compulsory_group", "no"),
        ("receives_pension", "no"),
        ("full_name", "Nguyễn Thị Mẫu"),
        ("birth_date", "1990-02-14"),
        ("sex", "female"),
        ("social_insurance_number", "5600000001"),
        ("phone", "0912345678"),
        ("nationality", "VN"),
        ("income_base", "3000000"),
        ("payment_method", "monthly"),
        ("commitment", "yes"),
    ] {
        answers.set_text(field, text);
    }
    answers.set_text("first_month", today.month_of().plus(1).iso());
    let procedure = hoso_procedures::find("602b").unwrap();
    let text = (procedure.suggest)("request_text", &answers, today, &|_| None);
    answers.set_text(
        "request_text",
        text.unwrap_or_else(|| "Đăng ký lại.".to_owned()),
    );
    answers
}

/// A dossier that is taken.
pub fn dossier(n: u64) -> Envelope {
    dossier_of(n, &answers(NOW), NOW)
}

pub fn dossier_of(n: u64, answers: &Answers, seconds: i64) -> Envelope {
    let definition = hoso_procedures::find("602b").unwrap().definition;
    Envelope::new(definition, answers, &id(n), "vi", seconds, Vec::new()).unwrap()
}

/// The answers of an example of a procedure, without its photos.
fn example(procedure: &str, name: &str) -> Answers {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(format!("../../procedures/{procedure}/examples/{name}.json"));
    let example = json::parse(&std::fs::read(file).unwrap()).unwrap();
    let (mut answers, left_out) = Answers::from_value(example.get("answers").unwrap());
    assert_eq!(left_out, Vec::<String>::new());
    for (field, _) in PHOTOS {
        answers.remove(field);
    }
    answers
}

fn with_photos(n: u64, procedure: &str, mut answers: Answers, photos: &[Photo<'_>]) -> Envelope {
    for (field, _) in photos {
        let hashes = photos
            .iter()
            .filter(|(other, _)| other == field)
            .map(|(_, bytes)| sha256_hex(bytes))
            .collect();
        answers.set(field, Given::Many(hashes));
    }
    let attachments = photos
        .iter()
        .map(|(field, bytes)| attachment(field, bytes))
        .collect();
    let definition = hoso_procedures::find(procedure).unwrap().definition;
    Envelope::new(definition, &answers, &id(n), "vi", NOW, attachments).unwrap()
}

/// The registration of a child; its answers name these files by their hashes.
pub fn under18(n: u64, photos: &[Photo<'_>]) -> Envelope {
    with_photos(n, "under18", example("under18", "ok-core-direct"), photos)
}

/// The registration of an adult; its answers name these files by their hashes.
pub fn account(n: u64, has_account: &str, photos: &[Photo<'_>]) -> Envelope {
    let mut answers = example("account", "ok-adult");
    answers.set_text("has_account", has_account);
    with_photos(n, "account", answers, photos)
}

/// How a dossier names a file.
pub fn attachment(field: &str, bytes: &[u8]) -> Attachment {
    let media_type = if bytes.starts_with(b"%PDF-") {
        "application/pdf"
    } else {
        "image/jpeg"
    };
    Attachment {
        field: field.to_owned(),
        sha256: sha256_hex(bytes),
        size: bytes.len() as u64,
        media_type: media_type.to_owned(),
    }
}

/// The same JSON with another value at a key of the envelope.
pub fn with(envelope: &Envelope, key: &str, value: Value) -> Vec<u8> {
    let mut whole = envelope.to_value();
    if let Value::Object(entries) = &mut whole {
        entries.retain(|(k, _)| k != key);
        entries.push((key.to_owned(), value));
    }
    whole.canonical().into_bytes()
}

/// The same dossier with another value of one answer, as another client may send it.
pub fn with_answer(envelope: &Envelope, field: &str, value: Value) -> Vec<u8> {
    let mut entries = envelope.answers.entries().to_vec();
    entries.retain(|(key, _)| key != field);
    entries.push((field.to_owned(), value));
    with(envelope, "answers", Value::Object(entries))
}

pub const FORM: (&str, &str) = ("Content-Type", "multipart/form-data; boundary=line");

/// The name and the content of a part.
pub type Part<'a> = (&'a str, &'a [u8]);

/// The body of a form.
pub fn form(parts: &[Part<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, content) in parts {
        body.extend(
            format!("--line\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n").bytes(),
        );
        body.extend(*content);
        body.extend(b"\r\n");
    }
    body.extend(b"--line--\r\n");
    body
}

/// Sends a form.
pub fn post_form(receiver: &Receiver, headers: &[(&str, &str)], parts: &[Part<'_>]) -> Answer {
    call(
        receiver.address,
        "POST",
        "/api/dossiers",
        headers,
        &form(parts),
    )
}

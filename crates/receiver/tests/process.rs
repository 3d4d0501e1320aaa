//! The program itself: killed, stopped, and its log read.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]
#![cfg(unix)]

mod support;

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;

use hoso_dossier::wire::{Receipt, sha256_hex};
use hoso_dossier::{Value, json};
use hoso_receiver::config::system_clock;
use support::{Answer, answers, dossier_of, id, try_call};

/// The program, its address, and its log as it comes.
struct Program {
    child: Child,
    address: SocketAddr,
    log: Option<JoinHandle<String>>,
}

impl Program {
    fn start(folder: &Path) -> Self {
        Self::run(Command::new(env!("CARGO_BIN_EXE_hoso-receiver")), folder)
    }

    /// Under a limit of the size of its files.
    fn start_with_small_files(folder: &Path) -> Self {
        let mut shell = Command::new("sh");
        // At most 240 KiB; some shells count halves of a KiB.
        shell.args(["-c", "ulimit -f 240 && exec \"$0\" \"$@\""]);
        shell.arg(env!("CARGO_BIN_EXE_hoso-receiver"));
        Self::run(shell, folder)
    }

    fn run(mut command: Command, folder: &Path) -> Self {
        let mut child = command
            .args(["--address", "127.0.0.1:0", "--data-dir"])
            .arg(folder)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut log = String::new();
        let address = loop {
            let line = lines.next().unwrap().unwrap();
            log.push_str(&line);
            log.push('\n');
            if let Some(address) = json::parse_str(&line)
                .ok()
                .and_then(|l| l.get("address")?.as_str()?.parse().ok())
            {
                break address;
            }
        };
        let log = std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                log.push_str(&line);
                log.push('\n');
            }
            log
        });
        Self {
            child,
            address,
            log: Some(log),
        }
    }

    /// SIGTERM, as an operating system asks a service to stop.
    fn terminate(&self) {
        assert!(
            Command::new("kill")
                .args(["-TERM", &self.child.id().to_string()])
                .status()
                .unwrap()
                .success()
        );
    }

    fn log(&mut self) -> String {
        self.log.take().unwrap().join().unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn send(address: SocketAddr, n: u64, seconds: i64) -> std::io::Result<Answer> {
    let envelope = dossier_of(n, &answers(seconds), seconds);
    let headers = [
        ("Content-Type", "application/json"),
        ("Idempotency-Key", envelope.dossier_id.as_str()),
    ];
    try_call(
        address,
        "POST",
        "/api/dossiers",
        &headers,
        envelope.canonical().as_bytes(),
    )
}

#[test]
fn ok_a_kill_loses_no_confirmed_dossier() {
    let folder = tempfile::tempdir().unwrap();
    let seconds = system_clock();
    let next = AtomicU64::new(1);
    let confirmed: Mutex<Vec<(u64, Vec<u8>)>> = Mutex::new(Vec::new());
    for round in 1..=3 {
        let mut program = Program::start(folder.path());
        let address = program.address;
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    loop {
                        let n = next.fetch_add(1, Ordering::Relaxed);
                        match send(address, n, seconds) {
                            Ok(answer) => {
                                assert_eq!(answer.status, 201);
                                confirmed.lock().unwrap().push((n, answer.body));
                            }
                            Err(_) => break,
                        }
                    }
                });
            }
            // In the middle of a stream of dossiers, whenever these are in.
            while confirmed.lock().unwrap().len() < round * 15 {
                std::thread::yield_now();
            }
            program.child.kill().unwrap();
        });
    }
    let program = Program::start(folder.path());
    let confirmed = confirmed.into_inner().unwrap();
    assert!(confirmed.len() >= 45);
    let mut numbers = Vec::new();
    for (n, body) in &confirmed {
        let receipt = Receipt::parse(&json::parse(body).unwrap()).unwrap();
        let envelope = dossier_of(*n, &answers(seconds), seconds);
        assert!(receipt.proves(&envelope.digest(), &id(*n), &[]));
        let bearer = format!("Bearer {}", receipt.secret);
        let path = format!("/api/dossiers/{}", receipt.number);
        let status = try_call(
            program.address,
            "GET",
            &path,
            &[("Authorization", &bearer)],
            b"",
        )
        .unwrap();
        assert_eq!(
            (status.status, status.text("digest")),
            (200, envelope.digest())
        );
        assert_eq!(send(program.address, *n, seconds).unwrap().body, *body);
        numbers.push(receipt.number);
    }
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), confirmed.len());
}

#[test]
fn ok_a_disk_that_takes_no_more_is_said_and_survived() {
    let folder = tempfile::tempdir().unwrap();
    let large = [b"%PDF-1.7", vec![b' '; 300_000].as_slice()].concat();
    let path = format!("/api/attachments/{}", sha256_hex(&large));
    let mut program = Program::start_with_small_files(folder.path());
    let address = program.address;
    for (method, path, body) in [
        ("GET", "/api/intake", &b""[..]),
        ("PUT", path.as_str(), &large),
    ] {
        let answer = try_call(address, method, path, &[], body).unwrap();
        answer.refuses(500, &["server server.storage"]);
        assert_eq!(answer.header("retry-after"), Some("30"));
    }
    // Still there, and nothing of the file is left.
    assert!(program.child.try_wait().unwrap().is_none());
    for name in ["incoming", "attachments"] {
        let left = std::fs::read_dir(folder.path().join(name)).unwrap();
        assert_eq!(left.count(), 0, "{name}");
    }
    drop(program);
    let program = Program::start(folder.path());
    let intake = try_call(program.address, "GET", "/api/intake", &[], b"").unwrap();
    assert_eq!(intake.status, 200);
    let sent = try_call(program.address, "PUT", &path, &[], &large).unwrap();
    assert_eq!(sent.status, 201);
}

#[test]
fn ok_a_stop_is_clean() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path());
    assert_eq!(
        send(program.address, 1, system_clock()).unwrap().status,
        201
    );
    program.terminate();
    assert!(program.child.wait().unwrap().success());
    let log = program.log();
    assert!(log.contains("\"finished\":true"), "{log}");
}

#[test]
fn ok_the_log_holds_no_personal_data() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path());
    let seconds = system_clock();
    let mut given = answers(seconds);
    given.set_text("full_name", "Đặng Dấu Vết");
    given.set_text("phone", "0987654321");
    let envelope = dossier_of(1, &given, seconds);
    let key = envelope.dossier_id.as_str();
    let json_type = ("Content-Type", "application/json");
    let call = |method, path: &str, headers: &[(&str, &str)], body: &[u8]| {
        try_call(program.address, method, path, headers, body).unwrap()
    };
    let body = envelope.canonical();
    let receipt = call(
        "POST",
        "/api/dossiers",
        &[json_type, ("Idempotency-Key", key)],
        body.as_bytes(),
    );
    assert_eq!(receipt.status, 201, "{:?}", receipt.json());
    let (number, secret) = (receipt.text("number"), receipt.text("secret"));
    let bearer = format!("Bearer {secret}");
    call(
        "GET",
        &format!("/api/dossiers/{number}"),
        &[("Authorization", &bearer)],
        b"",
    );
    // Things that a broken client might do with what it knows.
    call(
        "GET",
        "/api/dossiers/0987654321",
        &[("Authorization", &bearer)],
        b"",
    );
    call(
        "GET",
        &format!("/api/dossiers/{number}?secret={secret}&phone=0987654321"),
        &[],
        b"",
    );
    call(
        "0987654321",
        "/0987654321/Vết",
        &[("X-Name", "0987654321")],
        b"",
    );
    call("PUT", "/api/attachments/0987654321.jpg", &[], b"0987654321");
    call(
        "POST",
        "/api/dossiers",
        &[json_type, ("Idempotency-Key", "0987654321")],
        body.as_bytes(),
    );
    call(
        "POST",
        "/api/dossiers",
        &[json_type, ("Idempotency-Key", key)],
        b"{\"phone\":\"0987654321",
    );
    let form = "multipart/form-data; boundary=line";
    let part = "--line\r\nContent-Disposition: form-data; name=\"0987654321\"\r\n\r\n0987654321\r\n--line--\r\n";
    call(
        "POST",
        "/api/dossiers",
        &[("Content-Type", form)],
        part.as_bytes(),
    );
    program.terminate();
    assert!(program.child.wait().unwrap().success());
    let log = program.log();
    for secret in [
        "Dấu",
        "Vết",
        "0987654321",
        "127.0.0.1",
        secret.as_str(),
        key,
    ] {
        let lines: Vec<&str> = log
            .lines()
            .filter(|l| l.contains(secret) && !l.contains("\"listening\""))
            .collect();
        assert_eq!(lines, Vec::<&str>::new(), "{secret}");
    }
    let requests: Vec<Value> = log.lines().map(|l| json::parse_str(l).unwrap()).collect();
    let of = |line: &Value, key| {
        line.get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let posted = requests
        .iter()
        .find(|line| of(line, "number") == number)
        .unwrap();
    assert_eq!(
        (of(posted, "method"), of(posted, "route")),
        ("POST".into(), "/api/dossiers".into())
    );
    assert_eq!(posted.get("status").and_then(Value::as_integer), Some(201));
}

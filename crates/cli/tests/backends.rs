//! Checks that the backends of `docs/backends` meet every demand of the kit and keep confirmed
//! dossiers when they are killed.
//!
//! Skips a backend whose interpreter is not installed and reports it on standard error. With
//! `HOSO_ALL_BACKENDS=1` the test fails instead.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const HOSO: &str = env!("CARGO_BIN_EXE_hoso");
const ORIGIN: &str = "https://portal.example";

/// Maximum number of lines of a backend that are not blank.
const MOST_LINES: usize = 150;

/// A backend: its file and its interpreter.
struct Backend {
    file: &'static str,
    interpreter: &'static str,
}

const PYTHON: Backend = Backend {
    file: "backend.py",
    interpreter: "python3",
};

const NODE: Backend = Backend {
    file: "backend.mjs",
    interpreter: "node",
};

const PHP: Backend = Backend {
    file: "backend.php",
    interpreter: "php",
};

/// Raises the upload limits of PHP above those of the backend and keeps error texts out of
/// responses.
const PHP_SETTINGS: [&str; 8] = [
    "-d",
    "post_max_size=32M",
    "-d",
    "upload_max_filesize=8M",
    "-d",
    "max_file_uploads=50",
    "-d",
    "display_errors=0",
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/backends")
}

/// A running backend, killed on drop.
struct Running {
    child: Child,
    base: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Backend {
    /// Returns whether the interpreter is installed; reports a missing one on standard error.
    fn is_installed(&self) -> bool {
        let version = Command::new(self.interpreter)
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        let installed = version.is_ok_and(|status| status.success());
        if !installed {
            let required = std::env::var_os("HOSO_ALL_BACKENDS").is_some();
            assert!(!required, "{} is not installed", self.interpreter);
            // Writes directly, because the test runner hides `eprintln!` of a test that passes.
            let mut stderr = std::io::stderr();
            writeln!(
                stderr,
                "SKIPPED: docs/backends/{}: {} is not installed",
                self.file, self.interpreter
            )
            .unwrap();
        }
        installed
    }

    /// Starts the backend on a free port with this data folder.
    fn start(&self, data: &Path) -> Running {
        let mut command = Command::new(self.interpreter);
        let file = folder().join(self.file);
        let is_php = self.interpreter == "php";
        if is_php {
            command
                .args(PHP_SETTINGS)
                .args(["-S", "127.0.0.1:0"])
                .arg(file)
                .envs([("HOSO", HOSO), ("ORIGIN", ORIGIN)])
                .env("DATA", data)
                .stderr(Stdio::piped());
        } else {
            command
                .arg(file)
                .arg("0")
                .arg(data)
                .args([HOSO, ORIGIN])
                .stdout(Stdio::piped());
        }
        let mut child = command.spawn().unwrap();
        let said: Box<dyn Read + Send> = match child.stderr.take() {
            Some(stderr) => Box::new(stderr),
            None => Box::new(child.stdout.take().unwrap()),
        };
        let mut lines = BufReader::new(said);
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        // PHP prints its whole address, the others print their port.
        let after = line.rsplit("127.0.0.1:").next().unwrap();
        let port: String = after.chars().take_while(char::is_ascii_digit).collect();
        // Drains the output: PHP writes a line for each request and would block on a full pipe.
        std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
        Running {
            child,
            base: format!("http://127.0.0.1:{port}/api"),
        }
    }
}

/// Posts a dossier and returns the receipt.
fn post(base: &str, key: &str, body: &str) -> Value {
    let mut answer = ureq::post(format!("{base}/dossiers"))
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", key)
        .send(body)
        .unwrap();
    assert_eq!(answer.status(), 201);
    serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap()
}

#[track_caller]
fn conforms(backend: &Backend) {
    if !backend.is_installed() {
        return;
    }
    let data = TempDir::new().unwrap();
    let running = backend.start(data.path());
    let output = Command::new(HOSO)
        .args(["conform", "--base", &running.base, "--origin", ORIGIN])
        .args(["--format", "json"])
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let checks = report["checks"].as_array().unwrap();
    let other: Vec<&Value> = checks.iter().filter(|c| c["state"] != "ok").collect();
    assert_eq!(other, Vec::<&Value>::new());
    assert_eq!(output.status.code(), Some(0));
    assert!(checks.len() >= 60);
}

#[track_caller]
fn survives_a_kill(backend: &Backend) {
    if !backend.is_installed() {
        return;
    }
    let data = TempDir::new().unwrap();
    let now = hoso_receiver::config::system_clock();
    let envelope = hoso_conformance::sample("602b", now).unwrap();
    let (key, body) = (envelope.dossier_id.clone(), envelope.canonical());
    let receipts = [0, 1].map(|_| {
        // Kills the backend by dropping it as soon as the receipt has arrived.
        let running = backend.start(data.path());
        post(&running.base, &key, &body)
    });
    assert_eq!(receipts[0], receipts[1]);
    assert_eq!(receipts[0]["digest"], envelope.digest());
}

#[track_caller]
fn is_short(backend: &Backend) {
    let text = std::fs::read_to_string(folder().join(backend.file)).unwrap();
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    assert!(lines <= MOST_LINES, "{}: {lines} lines", backend.file);
}

#[test]
fn ok_python_conforms() {
    conforms(&PYTHON);
}

#[test]
fn ok_python_keeps_a_dossier_when_it_is_killed() {
    survives_a_kill(&PYTHON);
}

#[test]
fn ok_node_conforms() {
    conforms(&NODE);
}

#[test]
fn ok_node_keeps_a_dossier_when_it_is_killed() {
    survives_a_kill(&NODE);
}

#[test]
fn ok_php_conforms() {
    conforms(&PHP);
}

#[test]
fn ok_php_keeps_a_dossier_when_it_is_killed() {
    survives_a_kill(&PHP);
}

#[test]
fn ok_each_backend_is_short() {
    for backend in [PYTHON, NODE, PHP] {
        is_short(&backend);
    }
}

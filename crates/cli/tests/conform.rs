//! Tests the program `hoso conform`: its lines, its JSON and its exit codes.
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

fn conform(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hoso"))
        .arg("conform")
        .args(words)
        .output()
        .unwrap()
}

/// `hoso serve` on a free port, killed on drop.
struct Served {
    child: Child,
    base: String,
    _data: TempDir,
}

impl Served {
    fn start() -> Self {
        let data = TempDir::new().unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_hoso"))
            .args(["serve", "--address", "127.0.0.1:0", "--data-dir"])
            .arg(data.path())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        let after = line.rsplit("127.0.0.1:").next().unwrap();
        let port: String = after.chars().take_while(char::is_ascii_digit).collect();
        std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
        Self {
            child,
            base: format!("http://127.0.0.1:{port}/api"),
            _data: data,
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn ok_a_line_for_each_check_and_a_verdict() {
    let served = Served::start();
    let output = conform(&["--base", &served.base]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{text}");
    let lines: Vec<&str> = text.lines().collect();
    let (last, checks) = lines.split_last().unwrap();
    assert!(checks.len() >= 60);
    assert!(last.starts_with("conforms: "), "{last}");
    for line in checks {
        let is_skipped = line.starts_with("skipped cors.");
        assert!(line.starts_with("ok ") || is_skipped, "{line}");
        assert!(line.contains("[docs/backend.md, "), "{line}");
    }
}

#[test]
fn ok_json() {
    let served = Served::start();
    let output = conform(&[
        "--format",
        "json",
        "--form",
        "account",
        "--base",
        &served.base,
    ]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{report}");
    assert_eq!(report["conforms"], true);
    assert_eq!(report["failed"], 0);
    let check = &report["checks"][0];
    for key in ["name", "state", "demand", "section", "reason"] {
        assert!(check[key].is_string(), "{check}");
    }
}

/// Checks a server that answers every request with HTML.
#[test]
fn err_another_base_of_a_backend() {
    let served = Served::start();
    let output = conform(&["--base", &served.base.replace("/api", "/elsewhere")]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text.contains("FAILED  intake.answers: "), "{text}");
    assert!(
        text.lines()
            .last()
            .unwrap()
            .starts_with("does not conform: ")
    );
}

#[test]
fn err_words_for_the_developer() {
    for (words, expected) in [
        (&[][..], "conform: expected --base URL"),
        (&["--base"], "--base: expected a value"),
        (
            &["--base", "x", "--format", "xml"],
            "--format xml: expected text or json",
        ),
        (&["--speed", "9"], "--speed: unknown; the options are"),
        (
            &["--base", "localhost"],
            "--base localhost: expected an address such as",
        ),
        (
            &["--base", "http://127.0.0.1:1/api"],
            "http://127.0.0.1:1/api/intake: no HTTP server answers there",
        ),
    ] {
        let output = conform(words);
        assert_eq!(output.status.code(), Some(2));
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(error.starts_with(expected), "{error}");
        assert!(output.stdout.is_empty());
    }
}

//! Checks that `hoso verify` returns the verdict of the reference receiver.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

/// Time of the samples: 20 November 2026, 10:00 in Vietnam.
const NOW: &str = "2026-11-20T03:00:00Z";
const SECONDS: i64 = 1_795_143_600;

fn verify(words: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_hoso"))
        .arg("verify")
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Ignores the error: a program that rejects its arguments reads no input.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

/// Returns the exit code and the verdict.
fn verdict(input: &[u8]) -> (i32, Value) {
    let output = verify(&["-", "--now", NOW], input);
    let value = serde_json::from_slice(&output.stdout).unwrap();
    (output.status.code().unwrap(), value)
}

fn sample(code: &str) -> (hoso_dossier::wire::Envelope, Value) {
    let envelope = hoso_conformance::sample(code, SECONDS).unwrap();
    let value = serde_json::from_str(&envelope.canonical()).unwrap();
    (envelope, value)
}

#[test]
fn ok_digest_issues_and_missing() {
    let (envelope, value) = sample("under18");
    let (code, told) = verdict(value.to_string().as_bytes());
    assert_eq!(code, 0);
    assert_eq!(told["digest"], envelope.digest());
    assert_eq!(told["dossier_id"], envelope.dossier_id);
    let photos = json!(["portrait", "birth_certificate", "id_front", "id_back"]);
    assert_eq!(told["missing"], photos);
    let issues = told["issues"].as_array().unwrap();
    assert!(
        issues.iter().all(|issue| issue["severity"] == "warning"),
        "{issues:?}"
    );
    assert_eq!(told.get("problem"), None);
}

#[test]
fn ok_spaces_do_not_change_the_digest() {
    let (envelope, value) = sample("602b");
    let pretty = serde_json::to_string_pretty(&value).unwrap();
    assert_eq!(verdict(pretty.as_bytes()).1["digest"], envelope.digest());
}

#[test]
fn err_what_the_rules_refuse() {
    let (_, mut value) = sample("602b");
    value["answers"].as_object_mut().unwrap().remove("phone");
    let (code, told) = verdict(value.to_string().as_bytes());
    assert_eq!(code, 1);
    assert!(told["digest"].is_string());
    let issue = json!([{ "at": "phone", "code": "phone.missing" }]);
    assert_eq!(told["problem"]["issues"], issue);
    assert_eq!(told["problem"]["status"], 422);
}

#[test]
fn err_a_clock_that_is_days_behind() {
    let (_, value) = sample("602b");
    let output = verify(
        &["-", "--now", "2026-11-01T03:00:00Z"],
        value.to_string().as_bytes(),
    );
    assert_eq!(output.status.code(), Some(1));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["problem"]["issues"][0]["code"], "declared_at.future");
}

#[test]
fn err_what_cannot_be_read_as_an_envelope() {
    for (input, status, code) in [
        (&b""[..], 400, "json.syntax"),
        (b"{\"format\":1,\"format\":1}", 400, "json.duplicate_key"),
        (b"{}", 422, "dossier.refused"),
        (b"[]", 422, "dossier.refused"),
    ] {
        let (exit, told) = verdict(input);
        assert_eq!(exit, 1);
        assert_eq!(told.get("digest"), None);
        assert_eq!(
            (&told["problem"]["status"], &told["problem"]["code"]),
            (&json!(status), &json!(code))
        );
    }
}

#[test]
fn err_words_for_the_developer() {
    for (words, expected) in [
        (&[][..], "verify: expected a file"),
        (&["no-such-file.json"], "no-such-file.json: "),
        (
            &["-", "--now", "yesterday"],
            "--now yesterday: expected a form such as",
        ),
    ] {
        let output = verify(words, b"");
        assert_eq!(output.status.code(), Some(2));
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(error.starts_with(expected), "{error}");
    }
}

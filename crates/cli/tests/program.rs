//! The program, run as others run it.
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use hoso_dossier::{Value, json};

fn run(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hoso"))
        .args(words)
        .output()
        .unwrap()
}

fn file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn codes(report: &Value) -> Vec<String> {
    let text = |issue: &Value, key| issue.get(key).and_then(Value::as_str).unwrap().to_owned();
    report
        .get("issues")
        .unwrap()
        .items()
        .iter()
        .map(|i| format!("{} {}", text(i, "at"), text(i, "code")))
        .collect()
}

const EXAMPLE: &str = r#"{"today":"2026-11-20","answers":{"cases":["continue"],"phone":null,"full_name":7},"issues":[]}"#;

#[test]
fn ok_check_a_file_whatever_the_verdict() {
    let path = file("example.json", EXAMPLE);
    let output = run(&["check", "602b", path.to_str().unwrap()]);
    assert_eq!(
        (output.status.code(), output.stderr.as_slice()),
        (Some(0), &b""[..])
    );
    let codes = codes(&json::parse(&output.stdout).unwrap());
    for issue in [
        "in_compulsory_group choice.missing",
        "phone phone.missing",
        "phone answer.shape",
    ] {
        assert!(codes.iter().any(|code| code == issue), "{issue}: {codes:?}");
    }
}

/// The page and the receiver refuse the same places.
#[test]
fn x_6_a_commune_of_another_province_is_an_error() {
    let example = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../procedures/602b/examples")
            .join(name);
        let output = run(&["check", "602b", path.to_str().unwrap()]);
        codes(&json::parse(&output.stdout).unwrap())
    };
    assert_eq!(
        example("err-place-of-another-province.json"),
        ["commune addr.commune_province"]
    );
    assert_eq!(
        example("err-place-gone.json"),
        [
            "birth_province place.unknown",
            "birth_commune addr.commune_province"
        ]
    );
}

#[test]
fn err_what_cannot_be_read() {
    let bad = file("bad.json", "{");
    let no_day = file("no_day.json", r#"{"today":"2026-11","answers":{}}"#);
    let no_answers = file("no_answers.json", r#"{"today":"2026-11-20","answers":[]}"#);
    for words in [
        &["check", "602b", bad.to_str().unwrap()][..],
        &["check", "602b", no_day.to_str().unwrap()],
        &["check", "602b", no_answers.to_str().unwrap()],
        &["check", "602b", "no such file"],
        &["check", "999", "-"],
        &["schema", "999"],
        &["check", "602b"],
        &["sing"],
        &[],
    ] {
        let output = run(words);
        assert_eq!(
            (output.status.code(), output.stdout.len()),
            (Some(2), 0),
            "{words:?}"
        );
        assert!(!output.stderr.is_empty(), "{words:?}");
    }
}

#[test]
fn ok_lines_are_answered_one_by_one() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_hoso"))
        .args(["check", "602b", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
    // Each result is awaited before the next line is written.
    for (line, key) in [
        (EXAMPLE, "issues"),
        ("{", "error"),
        ("", "error"),
        ("\u{fffd}", "error"),
        (&"[".repeat(5_000_000), "error"),
        (EXAMPLE, "issues"),
    ] {
        input.write_all(line.as_bytes()).unwrap();
        input.write_all(b"\n").unwrap();
        let answer = json::parse_str(&output.next().unwrap().unwrap()).unwrap();
        assert!(answer.get(key).is_some(), "{key}");
    }
    drop(input);
    assert!(output.next().is_none());
    assert!(child.wait().unwrap().success());
}

#[test]
fn ok_procedures() {
    let listed = json::parse(&run(&["procedures"]).stdout).unwrap();
    let listed = listed.get("procedures").unwrap().items();
    let codes: Vec<_> = listed
        .iter()
        .filter_map(|p| p.get("code").and_then(Value::as_str))
        .collect();
    assert_eq!(codes, hoso_procedures::DOSSIERS.map(|p| p.definition.code));
}

/// Update with `cargo run -p hoso-cli -- schema deployment > api/deployment.schema.json`, and the same for
/// `directory`.
#[test]
fn ok_the_schemas_of_a_deployment_are_fresh() {
    for of in ["deployment", "directory"] {
        let name = format!("api/{of}.schema.json");
        let file = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../..")
            .join(&name);
        let kept = std::fs::read_to_string(file).unwrap();
        let printed = run(&["schema", of]).stdout;
        assert_eq!(kept, String::from_utf8(printed).unwrap(), "{name} is old");
    }
}

#[test]
fn ok_serve_lists_its_options() {
    let output = run(&["serve", "--help"]);
    assert_eq!(output.status.code(), Some(0));
    let help = String::from_utf8(output.stdout).unwrap();
    assert!(help.contains("hoso serve") && help.contains("--data-dir"));
    assert_eq!(run(&["serve", "--sing"]).status.code(), Some(2));
}

/// Update with `cargo run -p hoso-cli -- schema <procedure> > api/schema/<procedure>.json`.
#[test]
fn ok_the_schemas_of_the_contract_are_fresh() {
    for procedure in hoso_procedures::DOSSIERS {
        let code = procedure.definition.code;
        let name = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../api/schema")
            .join(code)
            .with_extension("json");
        let kept = std::fs::read_to_string(name).unwrap();
        assert_eq!(
            kept,
            String::from_utf8(run(&["schema", code]).stdout).unwrap(),
            "api/schema/{code}.json is old"
        );
    }
}

//! Checks the examples in `api/examples`: the typed answers become the given canonical form, the
//! rules find the given issues, and accepted answers match the published schema.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use hoso_dossier::json;
use hoso_dossier::wire::Envelope;
use serde_json::Value;

fn api() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../api")
}

fn read(file: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

fn examples() -> Vec<(PathBuf, Value)> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(api().join("examples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() >= 5, "{} examples", files.len());
    files
        .into_iter()
        .map(|file| (file.clone(), read(&file)))
        .collect()
}

fn hoso(words: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_hoso"))
        .args(words)
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), error.as_ref()), (Some(0), ""));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn ok_each_example_says_its_form_and_has_the_canonical_form() {
    let mut forms = Vec::new();
    for (file, example) in examples() {
        let (path, procedure) = (
            file.to_str().unwrap(),
            example["procedure"].as_str().unwrap(),
        );
        let canonical = hoso(&["canonical", procedure, path]);
        assert_eq!(canonical, example["canonical"], "{path}");
        let form = example["form"].as_str().unwrap();
        let is_canonical = example["answers"] == example["canonical"];
        assert_eq!(form == "canonical", is_canonical, "{path}");
        assert!(matches!(form, "canonical" | "typed"), "{path}");
        forms.push(form.to_owned());
    }
    assert!(forms.iter().any(|form| form == "typed"));
    assert!(forms.iter().any(|form| form == "canonical"));
}

#[test]
fn ok_the_rules_find_the_issues_of_each_example() {
    for (file, example) in examples() {
        let (path, procedure) = (
            file.to_str().unwrap(),
            example["procedure"].as_str().unwrap(),
        );
        let report = hoso(&["check", procedure, path]);
        assert_eq!(report["issues"], example["issues"], "{path}");
    }
}

#[test]
fn ok_what_the_rules_pass_fits_the_published_schema() {
    let mut passed = 0;
    for (file, example) in examples() {
        let issues = example["issues"].as_array().unwrap();
        if issues.iter().any(|issue| issue["severity"] == "error") {
            continue;
        }
        passed += 1;
        let procedure = example["procedure"].as_str().unwrap();
        let schema = read(&api().join(format!("schema/{procedure}.json")));
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        let wrong: Vec<String> = validator
            .iter_errors(&example["canonical"])
            .map(|error| error.to_string())
            .collect();
        assert_eq!(wrong, Vec::<String>::new(), "{}", file.display());
    }
    assert!(passed > 0);
}

/// Checks the digest, a test vector for other languages, for any version of the definition.
#[test]
fn ok_the_digest_is_that_of_the_envelope() {
    for (file, example) in examples() {
        assert_eq!(example["envelope"]["answers"], example["canonical"]);
        let text = example["envelope"].to_string();
        let envelope = Envelope::parse(&json::parse_str(&text).unwrap()).unwrap();
        assert_eq!(envelope.digest(), example["digest"], "{}", file.display());
    }
}

//! `api/openapi.yaml` and the receiver say the same.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use hoso_dossier::json;
use hoso_dossier::wire::Receipt;
use hoso_receiver::{ROUTES, Refusal};
use serde_json::Value;
use support::{Answer, CERTIFICATE, FRONT, PDF, PORTRAIT, Receiver};

fn contract() -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../api/openapi.yaml");
    serde_yaml_ng::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

fn at<'a>(value: &'a Value, path: &[&str]) -> &'a Value {
    path.iter().fold(value, |value, key| {
        value
            .get(key)
            .unwrap_or_else(|| panic!("no {key} of {path:?}"))
    })
}

fn keys(value: &Value) -> BTreeSet<String> {
    value.as_object().unwrap().keys().cloned().collect()
}

/// The statuses of a route: its own, and those that any may have.
fn statuses(route: (&str, &str)) -> BTreeSet<String> {
    let own: &[u16] = match route {
        ("get", "/intake") => &[200],
        ("put", "/attachments/{sha256}") => &[200, 201, 400, 408, 413, 415, 422],
        ("post", "/dossiers") => &[201, 400, 408, 409, 410, 413, 415, 422],
        ("get", "/dossiers/{number}") => &[200, 401, 404, 410],
        other => panic!("{other:?} is new: say which statuses it answers"),
    };
    own.iter()
        .chain(&[405, 414, 429, 431, 500, 503])
        .map(ToString::to_string)
        .collect()
}

#[test]
fn ok_every_route_and_status() {
    let contract = contract();
    let paths = at(&contract, &["paths"]);
    let told: BTreeSet<(String, String)> = paths
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| {
            keys(methods)
                .into_iter()
                .map(move |method| (method, path.clone()))
        })
        .collect();
    let real = ROUTES
        .iter()
        .map(|(method, path)| ((*method).to_owned(), (*path).to_owned()))
        .collect();
    assert_eq!(told, real);
    for (method, path) in ROUTES {
        assert_eq!(
            keys(at(paths, &[path, method, "responses"])),
            statuses((method, path)),
            "{method} {path}"
        );
    }
    let anywhere: BTreeSet<String> = ROUTES.into_iter().flat_map(statuses).collect();
    for refusal in Refusal::each() {
        assert!(
            anywhere.contains(&refusal.status().as_u16().to_string()),
            "{refusal}"
        );
    }
}

#[test]
fn ok_every_code() {
    let contract = contract();
    let told: BTreeSet<String> = at(
        &contract,
        &[
            "components",
            "schemas",
            "Problem",
            "properties",
            "code",
            "enum",
        ],
    )
    .as_array()
    .unwrap()
    .iter()
    .map(|code| code.as_str().unwrap().to_owned())
    .collect();
    let real: BTreeSet<String> = Refusal::each()
        .iter()
        .map(|refusal| refusal.code().to_owned())
        .collect();
    assert_eq!(told, real);
}

#[test]
fn ok_every_reference_leads_somewhere() {
    fn walk(value: &Value, whole: &Value) {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(whole.pointer(pointer).is_some(), "{reference}");
        }
        match value {
            Value::Object(entries) => entries.values().for_each(|value| walk(value, whole)),
            Value::Array(items) => items.iter().for_each(|value| walk(value, whole)),
            _ => {}
        }
    }
    let contract = contract();
    walk(&contract, &contract);
}

/// The codes that the program says at a place of a dossier: those that its source has as texts.
fn said(source: &str) -> BTreeSet<String> {
    source
        .split('"')
        .skip(1)
        .step_by(2)
        .filter(|text| {
            let mut parts = text.split('.');
            let name = |part: Option<&str>| {
                part.is_some_and(|part| {
                    !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
                })
            };
            name(parts.next()) && name(parts.next()) && parts.next().is_none()
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn ok_every_code_of_an_issue() {
    let contract = contract();
    let told = at(
        &contract,
        &[
            "components",
            "schemas",
            "Problem",
            "properties",
            "issues",
            "items",
            "properties",
            "code",
            "description",
        ],
    )
    .as_str()
    .unwrap();
    let told: BTreeSet<&str> = told.split('`').skip(1).step_by(2).collect();
    let source = |name| Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let validate = said(&std::fs::read_to_string(source("src/validate.rs")).unwrap());
    let store = said(&std::fs::read_to_string(source("src/store/sqlite.rs")).unwrap());
    let accept = said(&std::fs::read_to_string(source("src/accept.rs")).unwrap());
    for (code, codes) in [
        ("attachment.absent", &validate),
        ("attachment.size", &store),
        ("idempotency_key.differs", &accept),
    ] {
        assert!(codes.contains(code), "{code}: {codes:?}");
    }
    for code in validate.iter().chain(&store).chain(&accept) {
        assert!(
            told.contains(code.as_str()),
            "{code} is not in the contract"
        );
    }
}

#[test]
fn ok_the_examples_are_true() {
    let contract = contract();
    let post = at(&contract, &["paths", "/dossiers", "post"]);
    let examples = |of: &'static [&'static str], within: &Value| {
        let content = ["content", "application/json", "examples"];
        at(at(within, of), &content).clone()
    };
    let sent = examples(&["requestBody"], post);
    let receipts = examples(&["responses", "201"], post);
    let get = at(&contract, &["paths", "/dossiers/{number}", "get"]);
    let statuses = examples(&["responses", "200"], get);
    assert_eq!(keys(&sent), keys(&receipts));
    assert_eq!(keys(&sent), keys(&statuses));
    let receiver = Receiver::start();
    for bytes in [PORTRAIT, CERTIFICATE, PDF, FRONT] {
        assert_eq!(receiver.put(bytes).status, 201);
    }
    for name in keys(&sent) {
        let envelope = at(&sent, &[&name, "value"]);
        let key = at(envelope, &["dossier_id"]).as_str().unwrap();
        let answer = receiver.post(key, envelope.to_string().as_bytes());
        assert_eq!(answer.status, 201, "{name}: {:?}", answer.json());
        let told = at(&receipts, &[&name, "value"]);
        Receipt::parse(&json::parse_str(&told.to_string()).unwrap()).unwrap();
        // The number, the secret and the instant are those of another day.
        same(
            &name,
            told,
            &answer,
            &["dossier_id", "digest", "status", "attachments", "missing"],
        );
        let status = receiver.status(&answer.text("number"), &answer.text("secret"));
        same(
            &name,
            at(&statuses, &[&name, "value"]),
            &status,
            &["procedure", "digest", "status", "attachments", "missing"],
        );
    }
    let intake = receiver.get("/api/intake");
    let told = at(&contract, &["paths", "/intake", "get"]);
    let path = ["responses", "200", "content", "application/json", "example"];
    assert_eq!(
        serde_json::from_slice::<Value>(&intake.body).unwrap(),
        *at(told, &path)
    );
}

/// Has the answer the keys of the example, and these with the same values?
#[track_caller]
fn same(name: &str, told: &Value, answer: &Answer, equal: &[&str]) {
    let given: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(keys(&given), keys(told), "{name}");
    for key in equal {
        assert_eq!(at(&given, &[key]), at(told, &[key]), "{name}: {key}");
    }
}

#[test]
fn ok_the_refusals_are_problem_details() {
    for refusal in Refusal::each() {
        let value: Value = serde_json::from_str(&refusal.to_value().canonical()).unwrap();
        assert_eq!(at(&value, &["type"]), "about:blank");
        assert_eq!(at(&value, &["status"]), refusal.status().as_u16());
        for issue in at(&value, &["issues"]).as_array().unwrap() {
            assert_eq!(at(issue, &["code"]), refusal.code());
        }
    }
}

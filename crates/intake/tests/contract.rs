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
use hoso_intake::{ROUTES, Refusal};
use serde_json::Value;
use support::Receiver;

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
        ("post", "/dossiers") => &[201, 400, 408, 409, 413, 415, 422],
        ("get", "/dossiers/{number}") => &[200, 401, 404],
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

#[test]
fn ok_the_examples_are_true() {
    let contract = contract();
    let post = at(&contract, &["paths", "/dossiers", "post"]);
    let envelope = at(
        post,
        &[
            "requestBody",
            "content",
            "application/json",
            "examples",
            "return",
            "value",
        ],
    );
    let key = at(envelope, &["dossier_id"]).as_str().unwrap();
    let receiver = Receiver::start();
    let sent = receiver.post(key, envelope.to_string().as_bytes());
    assert_eq!(sent.status, 201, "{:?}", sent.json());
    let told = at(
        post,
        &["responses", "201", "content", "application/json", "example"],
    );
    let told = json::parse_str(&told.to_string()).unwrap();
    let (told, given) = (
        Receipt::read(&told).unwrap(),
        Receipt::read(&sent.json()).unwrap(),
    );
    assert_eq!(
        (told.dossier_id, told.digest),
        (given.dossier_id, given.digest)
    );
    let same_keys = |a: &hoso_dossier::Value, b: &Value| {
        let a: BTreeSet<String> = a.entries().iter().map(|(key, _)| key.clone()).collect();
        assert_eq!(a, keys(b));
    };
    same_keys(
        &sent.json(),
        at(
            post,
            &["responses", "201", "content", "application/json", "example"],
        ),
    );
    let example = |path: &str| {
        at(
            &contract,
            &[
                "paths",
                path,
                "get",
                "responses",
                "200",
                "content",
                "application/json",
                "example",
            ],
        )
    };
    let intake = receiver.get("/api/intake");
    assert_eq!(
        serde_json::from_slice::<Value>(&intake.body).unwrap(),
        *example("/intake")
    );
    let status = receiver.status(&sent.text("number"), &sent.text("secret"));
    same_keys(&status.json(), example("/dossiers/{number}"));
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

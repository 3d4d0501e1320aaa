//! Checks that the kit detects each fault, which breaks one rule of the contract.
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

mod support;

use std::sync::atomic::{AtomicU32, Ordering};

use axum::http::{HeaderValue, Method, StatusCode, header};
use hoso_conformance::{Options, State};
use hoso_dossier::wire::{Envelope, sha256_hex};
use serde_json::{Value, json};
use support::Backend;
use support::exchange::{Asked, Fault, Told};

/// Checks that run with every fault, besides those that must detect it. They are quick, and the
/// checks `all.` need responses and refusals.
const ALWAYS: [&str; 6] = ["intake.", "route.", "receipt.", "rules.", "status.", "all."];

/// Asserts that these checks detect the fault, and that fewer than half of all checks fail.
#[track_caller]
fn noticed(fault: Fault, names: &[&str]) {
    let backend = Backend::start(Some(fault));
    let only = ALWAYS.iter().chain(names).map(|name| (*name).to_owned());
    let options = Options {
        only: only.collect(),
        ..backend.options()
    };
    let report = hoso_conformance::run(&options, |_| ()).unwrap();
    assert!(!report.conforms());
    let failed: Vec<&str> = report
        .entries
        .iter()
        .filter(|entry| entry.state == State::Failed)
        .map(|entry| entry.name)
        .collect();
    for name in names {
        assert!(failed.contains(name), "{name} is not among {failed:?}");
    }
    // A fault of one rule must leave most demands met: otherwise the report does not locate it.
    assert!(failed.len() < report.entries.len() / 2, "{failed:?}");
}

fn header(told: &mut Told, name: &'static str, value: &'static str) {
    told.headers.insert(name, HeaderValue::from_static(value));
}

/// Returns the digest of a dossier in JSON.
fn digest(body: &[u8]) -> Option<String> {
    let value = hoso_dossier::json::parse(body).ok()?;
    Some(Envelope::parse(&value).ok()?.digest())
}

#[test]
fn ok_without_a_fault_nothing_is_noticed() {
    let backend = Backend::start(Some(Fault::after(|_, _| ())));
    let report = hoso_conformance::run(&backend.options(), |_| ()).unwrap();
    let failed: Vec<String> = report
        .entries
        .iter()
        .filter(|entry| entry.state != State::Ok)
        .map(ToString::to_string)
        .collect();
    assert_eq!(failed, Vec::<String>::new());
}

/// Simulates a backend that ignores the key and stores each request as another dossier.
#[test]
fn err_stores_twice() {
    static POSTS: AtomicU32 = AtomicU32::new(0);
    fn renamed(asked: &mut Asked) {
        let Some(Value::Object(mut envelope)) = asked.value().filter(|_| asked.is_dossier()) else {
            return;
        };
        let key = asked.headers.get("idempotency-key").cloned();
        let id = envelope
            .get("dossier_id")
            .and_then(Value::as_str)
            .map(str::to_owned);
        let (Some(key), Some(id)) = (key, id) else {
            return;
        };
        if key.as_bytes() != id.as_bytes() {
            return;
        }
        let n = POSTS.fetch_add(1, Ordering::Relaxed);
        let other = format!("00000000-0000-4000-8000-{n:012x}");
        envelope.insert("dossier_id".to_owned(), json!(other));
        asked
            .headers
            .insert("idempotency-key", HeaderValue::from_str(&other).unwrap());
        asked.body = Value::Object(envelope).to_string().into_bytes();
    }
    fn proven(asked: &Asked, told: &mut Told) {
        let sent = asked.value().and_then(|v| v.get("dossier_id").cloned());
        let digest = digest(&asked.body);
        if let (StatusCode::CREATED, true, Some(sent), Some(digest)) =
            (told.status, asked.is_dossier(), sent, digest)
        {
            told.edit(|receipt| {
                receipt.insert("dossier_id".to_owned(), sent);
                receipt.insert("digest".to_owned(), json!(digest));
            });
        }
    }
    noticed(
        Fault {
            before: renamed,
            after: proven,
        },
        &[
            "once.repeated",
            "once.parallel",
            "once.parallel_digests",
            "once.other_digest",
        ],
    );
}

/// Simulates a backend that creates a new receipt for a stored key.
#[test]
fn err_another_secret_for_a_repeated_key() {
    static RECEIPTS: AtomicU32 = AtomicU32::new(0);
    let fault = Fault::after(|asked, told| {
        if asked.is_dossier() && told.status == StatusCode::CREATED {
            let n = RECEIPTS.fetch_add(1, Ordering::Relaxed);
            told.edit(|receipt| {
                receipt.insert("secret".to_owned(), json!(format!("{n:032x}")));
            });
        }
    });
    noticed(fault, &["once.repeated", "once.parallel", "status.answers"]);
}

/// Simulates a backend that compares only the key: a different dossier gets the first receipt.
#[test]
fn err_ignores_the_digest_of_a_known_key() {
    let fault = Fault::after(|asked, told| {
        if told.code() == "idempotency_key.reused" {
            let id = asked.value().and_then(|v| v.get("dossier_id").cloned());
            let receipt = json!({
                "number": "HS-2026-000001", "dossier_id": id, "digest": digest(&asked.body),
                "received_at": "2026-11-20T03:00:00Z", "status": "received",
                "secret": "00000000000000000000000000000000", "attachments": [], "missing": [],
            });
            told.becomes(201, "application/json", receipt.to_string());
        }
    });
    noticed(
        fault,
        &[
            "once.other_digest",
            "once.known_before_rules",
            "photos.tampered",
        ],
    );
}

/// Simulates a backend that hashes the received bytes instead of the canonical form.
#[test]
fn err_digest_of_the_bytes() {
    let fault = Fault::after(|asked, told| {
        if asked.is_dossier() && told.status == StatusCode::CREATED {
            let digest = sha256_hex(&asked.body);
            told.edit(|receipt| {
                receipt.insert("digest".to_owned(), json!(digest));
            });
        }
    });
    noticed(
        fault,
        &["digest.rewritten", "limit.dossier_fits", "form.created"],
    );
}

#[test]
fn err_200_instead_of_201() {
    let fault = Fault::after(|asked, told| {
        if asked.is_dossier() && told.status == StatusCode::CREATED && asked.body.len() > 1000 {
            told.status = StatusCode::OK;
        }
    });
    noticed(fault, &["digest.rewritten"]);
}

#[test]
fn err_no_cors_header_on_refusals() {
    let fault = Fault::after(|_, told| {
        if !told.status.is_success() {
            told.headers.remove(header::ACCESS_CONTROL_ALLOW_ORIGIN);
        }
    });
    noticed(fault, &["cors.refusal", "cors.too_large"]);
}

#[test]
fn err_every_origin_is_allowed() {
    let fault = Fault::after(|asked, told| {
        if let Some(origin) = asked.headers.get(header::ORIGIN) {
            told.headers
                .insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            header(told, "access-control-allow-credentials", "true");
        }
    });
    noticed(fault, &["cors.foreign_origin", "cors.no_credentials"]);
}

#[test]
fn err_a_preflight_without_the_key() {
    let fault = Fault::after(|asked, told| {
        if asked.method == Method::OPTIONS {
            header(told, "access-control-allow-headers", "content-type");
        }
    });
    noticed(fault, &["cors.preflight_dossier", "cors.preflight_status"]);
}

#[test]
fn err_a_refusal_repeats_what_was_sent() {
    let fault = Fault::after(|asked, told| {
        if told.code() == "dossier.refused" {
            let answers = asked.value().and_then(|v| v.get("answers").cloned());
            told.edit(|problem| {
                problem.insert("sent".to_owned(), answers.unwrap_or_default());
            });
        }
    });
    noticed(fault, &["all.no_leak"]);
}

#[test]
fn err_the_secret_is_in_the_address() {
    let fault = Fault::after(|asked, told| {
        if asked.is_dossier() && told.status == StatusCode::CREATED {
            let receipt: Value = serde_json::from_slice(&told.body).unwrap();
            let text = |key: &str| receipt[key].as_str().unwrap().to_owned();
            let location = format!("/api/dossiers/{}?secret={}", text("number"), text("secret"));
            let location = HeaderValue::from_str(&location).unwrap();
            told.headers.insert(header::LOCATION, location);
        }
    });
    noticed(fault, &["receipt.location", "all.no_leak_in_headers"]);
}

#[test]
fn err_a_page_of_html_for_an_unknown_path() {
    let fault = Fault::after(|_, told| {
        if told.code() == "route.unknown" {
            told.becomes(404, "text/html", "<h1>Not Found</h1>");
        }
    });
    noticed(fault, &["route.unknown", "all.problem_details"]);
}

#[test]
fn err_400_instead_of_422() {
    let fault = Fault::after(|_, told| {
        if told.code() == "dossier.refused" {
            told.status = StatusCode::BAD_REQUEST;
            told.edit(|problem| {
                problem.insert("status".to_owned(), json!(400));
            });
        }
    });
    noticed(
        fault,
        &["rules.missing_answer", "envelope.unknown", "photos.not_put"],
    );
}

#[test]
fn err_500_for_a_broken_body() {
    let fault = Fault::after(|_, told| {
        if told.code().starts_with("json.") {
            let body = r#"{"type":"about:blank","title":"","status":500,"code":"server.fault","issues":[]}"#;
            told.becomes(500, "application/problem+json", body);
        }
    });
    noticed(fault, &["json.syntax", "json.encoding", "form.bad_dossier"]);
}

/// Simulates a JSON library that accepts a duplicate key and uses the last one.
#[test]
fn err_a_key_that_comes_twice_is_taken() {
    let fault = Fault::before(|asked| {
        if let (true, Some(value)) = (asked.is_dossier(), asked.value()) {
            asked.body = value.to_string().into_bytes();
        }
    });
    noticed(fault, &["json.duplicate_key"]);
}

#[test]
fn err_unknown_keys_are_taken() {
    let fault = Fault::before(|asked| {
        if let (true, Some(Value::Object(mut envelope))) = (asked.is_dossier(), asked.value()) {
            envelope.remove("more");
            asked.body = Value::Object(envelope).to_string().into_bytes();
        }
    });
    noticed(fault, &["envelope.unknown"]);
}

#[test]
fn err_a_wrong_secret_differs_from_an_unknown_number() {
    let fault = Fault::after(|asked, told| {
        if told.code() == "dossier.unknown" && !asked.path.contains("999999") {
            told.edit(|problem| {
                problem.insert("title".to_owned(), json!("Wrong secret"));
            });
        }
    });
    noticed(fault, &["status.unknown_number"]);
}

/// Simulates a backend that returns the status without a secret.
#[test]
fn err_no_secret_is_asked() {
    let fault = Fault::after(|_, told| {
        if told.code() == "secret.missing" {
            let body =
                r#"{"number":"HS","status":"received","received_at":"2026-11-20T03:00:00Z"}"#;
            told.becomes(200, "application/json", body);
        }
    });
    noticed(
        fault,
        &[
            "status.no_secret",
            "status.other_scheme",
            "status.secret_in_address",
        ],
    );
}

#[test]
fn err_bytes_of_another_hash_are_taken() {
    let fault = Fault::after(|asked, told| {
        if told.code() == "attachment.hash" {
            let hash = asked.path.rsplit('/').next().unwrap().to_owned();
            let body =
                json!({ "sha256": hash, "size": asked.body.len(), "media_type": "image/jpeg" });
            told.becomes(201, "application/json", body.to_string());
        }
    });
    noticed(fault, &["put.other_hash"]);
}

/// Simulates a backend that checks only the first three bytes.
#[test]
fn err_no_picture_is_taken() {
    let fault = Fault::after(|asked, told| {
        if told.code() == "media_type.unknown" && asked.body.starts_with(b"\xff\xd8\xff") {
            let body = json!({ "sha256": "", "size": 3, "media_type": "image/jpeg" });
            told.becomes(201, "application/json", body.to_string());
        }
    });
    noticed(fault, &["put.first_bytes_only"]);
}

#[test]
fn err_the_receipt_lists_no_files() {
    let fault = Fault::after(|_, told| {
        told.edit(|receipt| {
            if receipt.contains_key("secret") {
                receipt.insert("attachments".to_owned(), json!([]));
            }
        });
    });
    noticed(fault, &["photos.stored", "form.photos"]);
}

#[test]
fn err_nothing_is_ever_missing() {
    let fault = Fault::after(|_, told| {
        told.edit(|receipt| {
            if receipt.contains_key("missing") {
                receipt.insert("missing".to_owned(), json!([]));
            }
        });
    });
    noticed(fault, &["receipt.missing", "photos.some_missing"]);
}

#[test]
fn err_missing_in_another_order() {
    let fault = Fault::after(|_, told| {
        told.edit(|receipt| {
            if let Some(Value::Array(missing)) = receipt.get_mut("missing") {
                missing.reverse();
            }
        });
    });
    noticed(fault, &["receipt.missing", "photos.some_missing"]);
}

#[test]
fn err_a_local_time_without_an_offset() {
    let fault = Fault::after(|_, told| {
        told.edit(|receipt| {
            if receipt.contains_key("received_at") {
                receipt.insert("received_at".to_owned(), json!("2026-11-20 10:00:00"));
            }
        });
    });
    noticed(fault, &["receipt.received_at", "status.answers"]);
}

#[test]
fn err_retry_after_in_words() {
    static POSTS: AtomicU32 = AtomicU32::new(0);
    let fault = Fault::after(|asked, told| {
        // Refuses one of a hundred requests with 503 and an invalid `Retry-After`.
        if asked.is_dossier() && POSTS.fetch_add(1, Ordering::Relaxed) % 100 == 7 {
            let body = r#"{"type":"about:blank","title":"","status":503,"code":"server.busy","issues":[]}"#;
            told.becomes(503, "application/problem+json", body);
            header(told, "retry-after", "soon");
        }
    });
    noticed(fault, &["all.retry_after_seconds"]);
}

#[test]
fn err_limits_that_are_not_held() {
    let fault = Fault::after(|_, told| {
        told.edit(|intake| {
            if let Some(limits) = intake.get_mut("limits") {
                limits["attachment_bytes"] = json!(6 * 1024 * 1024);
            }
        });
    });
    noticed(
        fault,
        &[
            "limit.attachment",
            "limit.attachment_fits",
            "limit.form_part",
        ],
    );
}

#[test]
fn err_head_is_not_known() {
    let fault = Fault::after(|asked, told| {
        if asked.method == Method::HEAD {
            told.status = StatusCode::METHOD_NOT_ALLOWED;
        }
    });
    noticed(fault, &["intake.head"]);
}

#[test]
fn err_an_answer_leads_elsewhere() {
    let fault = Fault::after(|asked, told| {
        if asked.path.ends_with("/no-such-path") {
            told.becomes(302, "text/html", "");
            header(told, "location", "/login");
        }
    });
    noticed(fault, &["route.unknown", "all.no_redirect"]);
}

#[test]
fn err_a_cookie_is_set() {
    let fault = Fault::after(|_, told| header(told, "set-cookie", "session=1"));
    noticed(fault, &["all.no_cookie"]);
}

/// Simulates a form library that keeps one part of each name.
#[test]
fn err_a_form_without_its_last_file() {
    let fault = Fault::after(|asked, told| {
        let files = String::from_utf8_lossy(&asked.body)
            .matches("filename=")
            .count();
        if asked.is_dossier() && told.status == StatusCode::CREATED && files > 1 {
            told.edit(|receipt| {
                if let Some(Value::Array(files)) = receipt.get_mut("attachments") {
                    files.truncate(1);
                }
            });
        }
    });
    noticed(fault, &["form.photos", "form.many_pages"]);
}

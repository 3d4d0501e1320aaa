//! Tests health, metrics and request ids of a running receiver.
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

mod support;

use std::net::{Ipv4Addr, SocketAddr};

use support::{PDF, Receiver, call, dossier, id};

fn with_metrics() -> Receiver {
    Receiver::with(|config, _| {
        config.metrics_address = Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
    })
}

fn text(body: &[u8]) -> &str {
    core::str::from_utf8(body).unwrap()
}

#[test]
fn ok_health_is_answered_on_both_addresses() {
    let receiver = with_metrics();
    for address in [receiver.address, receiver.metrics_address.unwrap()] {
        for (path, body) in [
            ("/healthz", r#"{"alive":true}"#),
            ("/readyz", r#"{"database":true,"disk":true}"#),
        ] {
            let answer = call(address, "GET", path, &[], b"");
            assert_eq!((answer.status, text(&answer.body)), (200, body), "{path}");
            assert_eq!(answer.header("cache-control"), Some("no-store"));
        }
    }
}

/// Removes the folder of incoming files, then a table of the database.
#[test]
fn err_ready_says_what_takes_no_write() {
    let receiver = with_metrics();
    let data = receiver.folder.path().join("data");
    std::fs::remove_dir_all(data.join("incoming")).unwrap();
    let ready = || receiver.get("/readyz");
    let answer = ready();
    assert_eq!(
        (answer.status, text(&answer.body)),
        (503, r#"{"database":true,"disk":false}"#)
    );
    assert_eq!(receiver.get("/healthz").status, 200);
    std::fs::create_dir(data.join("incoming")).unwrap();
    assert_eq!(ready().status, 200);

    let other = rusqlite::Connection::open(data.join("hoso.sqlite3")).unwrap();
    other
        .execute_batch("ALTER TABLE server RENAME TO gone;")
        .unwrap();
    let answer = ready();
    assert_eq!(
        (answer.status, text(&answer.body)),
        (503, r#"{"database":false,"disk":true}"#)
    );
}

#[test]
fn ok_metrics_count_requests_and_hold_nothing_that_was_sent() {
    let receiver = with_metrics();
    assert_eq!(receiver.send(&dossier(1)).status, 201);
    assert_eq!(receiver.send(&dossier(1)).status, 201);
    assert_eq!(receiver.post(&id(2), b"{").status, 400);
    assert_eq!(receiver.put(PDF).status, 201);
    assert_eq!(receiver.get("/api/dossiers/HS-2026-000077").status, 401);
    assert_eq!(receiver.get("/api/Nguyen").status, 404);
    let address = receiver.metrics_address.unwrap();
    let answer = call(address, "GET", "/metrics", &[], b"");
    let lines: Vec<&str> = text(&answer.body).lines().collect();
    for line in [
        "hoso_receipts_total 2",
        r#"hoso_requests_total{method="POST",route="/api/dossiers",status="201",code=""} 2"#,
        r#"hoso_requests_total{method="POST",route="/api/dossiers",status="400",code="json.syntax"} 1"#,
        r#"hoso_requests_total{method="GET",route="/api/dossiers/{number}",status="401",code="secret.missing"} 1"#,
        r#"hoso_request_seconds_count{route="/api/dossiers"} 3"#,
        &format!("hoso_unclaimed_bytes {}", PDF.len()),
        "# EOF",
    ] {
        assert!(lines.contains(&line), "{line}\n{}", lines.join("\n"));
    }
    for sent in ["000077", "Nguyen", "00000000-0000"] {
        assert!(!text(&answer.body).contains(sent), "{sent}");
    }
    // The public address serves no metrics.
    assert_eq!(receiver.get("/metrics").status, 404);
}

#[test]
fn ok_each_response_has_an_id_of_its_own() {
    let receiver = Receiver::start();
    let own = ("X-Request-Id", "Nguyen");
    let ids: Vec<String> = (0..2)
        .map(|_| {
            let answer = call(receiver.address, "GET", "/api/intake", &[own], b"");
            answer.header("x-request-id").unwrap().to_owned()
        })
        .collect();
    assert_ne!(ids[0], ids[1]);
    for id in ids {
        assert!(
            id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{id}"
        );
    }
}

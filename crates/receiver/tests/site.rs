//! Static pages on the same origin.
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

mod support;

use std::fs;

use support::{Receiver, call};

fn site() -> Receiver {
    Receiver::with(|config, folder| {
        let site = folder.join("dist");
        fs::create_dir_all(site.join("602b")).unwrap();
        for (name, content) in [
            ("index.html", "<!doctype html>home"),
            ("602b/index.html", "<!doctype html>602b"),
            ("404.html", "<!doctype html>nothing here"),
            ("app.wasm", "raw"),
            ("app.wasm.br", "brotli"),
            ("app.wasm.gz", "gzip"),
            (
                "_headers",
                "/*\n  Content-Security-Policy: default-src 'none'\n  Cache-Control: no-cache\n/*.wasm\n  Cache-Control: public, max-age=31536000, immutable\n",
            ),
        ] {
            fs::write(site.join(name), content).unwrap();
        }
        config.site = Some(site);
    })
}

#[test]
fn ok_pages_with_the_headers_of_the_build() {
    let receiver = site();
    let home = receiver.get("/");
    assert_eq!(
        (home.status, home.body.as_slice()),
        (200, &b"<!doctype html>home"[..])
    );
    assert_eq!(
        home.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert_eq!(
        home.header("content-security-policy"),
        Some("default-src 'none'")
    );
    assert_eq!(home.header("cache-control"), Some("no-cache"));
    assert_eq!(receiver.get("/602b/").body, b"<!doctype html>602b");
    assert_eq!(receiver.get("/602b").header("location"), Some("/602b/"));
    assert_eq!(receiver.get("/api/intake").status, 200);
}

#[test]
fn ok_precompressed_twins() {
    let receiver = site();
    for (accepted, body, encoding) in [
        ("br, gzip", "brotli", Some("br")),
        ("gzip", "gzip", Some("gzip")),
        ("", "raw", None),
    ] {
        let answer = call(
            receiver.address,
            "GET",
            "/app.wasm",
            &[("Accept-Encoding", accepted)],
            b"",
        );
        assert_eq!(answer.body, body.as_bytes());
        assert_eq!(answer.header("content-encoding"), encoding);
        assert_eq!(answer.header("content-type"), Some("application/wasm"));
        assert_eq!(
            answer.header("cache-control"),
            Some("public, max-age=31536000, immutable")
        );
        assert!(
            answer
                .header("vary")
                .is_some_and(|v| v.eq_ignore_ascii_case("accept-encoding"))
        );
    }
}

#[test]
fn ok_head() {
    let head = call(site().address, "HEAD", "/", &[], b"");
    assert_eq!(
        (head.status, head.header("content-length"), head.body.len()),
        (200, Some("19"), 0)
    );
}

#[test]
fn err_what_is_not_there() {
    let receiver = site();
    for path in [
        "/nothing",
        "/602b/nothing.js",
        "/..%2fdata/hoso.sqlite3",
        "/../data/hoso.sqlite3",
        "/%00",
    ] {
        let answer = receiver.get(path);
        assert_eq!(
            (answer.status, answer.body.as_slice()),
            (404, &b"<!doctype html>nothing here"[..]),
            "{path}"
        );
        assert_eq!(
            answer.header("content-security-policy"),
            Some("default-src 'none'"),
            "{path}"
        );
    }
    for path in ["/_headers", "//_headers"] {
        assert_eq!(receiver.get(path).status, 404, "{path}");
    }
    for path in ["/api", "/api/", "/api/nothing"] {
        receiver.get(path).refuses(404, &["path route.unknown"]);
    }
    assert_eq!(call(receiver.address, "POST", "/", &[], b"").status, 405);
}

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
            ("nginx.conf", "server {}"),
            ("Caddyfile", "host {}"),
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

const FOREVER: &str = "public, max-age=31536000, immutable";

#[test]
fn ok_the_long_life_is_for_success_only() {
    let receiver = site();
    let ask = |method, path, headers: &[(&str, &str)]| {
        let answer = call(receiver.address, method, path, headers, b"");
        let caching = answer.header("cache-control").unwrap_or("").to_owned();
        (answer.status, caching)
    };
    let whole = call(receiver.address, "GET", "/app.wasm", &[], b"");
    let modified = whole.header("last-modified").unwrap().to_owned();
    let since = ("If-Modified-Since", modified.as_str());
    for (method, path, headers, wanted) in [
        ("GET", "/app.wasm", &[][..], (200, FOREVER)),
        ("HEAD", "/app.wasm", &[], (200, FOREVER)),
        (
            "GET",
            "/app.wasm",
            &[("Range", "bytes=0-1")],
            (206, FOREVER),
        ),
        ("GET", "/app.wasm", &[since], (304, FOREVER)),
        ("GET", "/gone.wasm", &[], (404, "no-store")),
        ("HEAD", "/gone.wasm", &[], (404, "no-store")),
        // What is asked of the file does not apply to the page that says that it is unknown.
        ("GET", "/gone.wasm", &[since], (404, "no-store")),
        (
            "GET",
            "/gone.wasm",
            &[("Range", "bytes=0-1")],
            (404, "no-store"),
        ),
        (
            "GET",
            "/app.wasm",
            &[("Range", "bytes=9-")],
            (416, "no-store"),
        ),
        ("POST", "/app.wasm", &[], (405, "no-store")),
        ("POST", "/gone.wasm", &[], (405, "no-store")),
        ("GET", "/602b", &[], (307, "no-store")),
        ("GET", "/", &[], (200, "no-cache")),
        ("GET", "/602b/index.html", &[], (200, "no-cache")),
    ] {
        let (status, caching) = ask(method, path, headers);
        assert_eq!((status, caching.as_str()), wanted, "{method} {path}");
    }
}

#[test]
fn ok_a_page_without_a_rule_is_revalidated() {
    let receiver = Receiver::with(|config, folder| {
        let site = folder.join("dist");
        fs::create_dir_all(&site).unwrap();
        fs::write(site.join("index.html"), "home").unwrap();
        config.site = Some(site);
    });
    let caching = |path: &str| {
        receiver
            .get(path)
            .header("cache-control")
            .map(str::to_owned)
    };
    assert_eq!(caching("/index.html").as_deref(), Some("no-cache"));
    // Without a page for unknown addresses too.
    let missing = receiver.get("/gone");
    assert_eq!(
        (missing.status, missing.header("cache-control")),
        (404, Some("no-store"))
    );
}

#[test]
fn err_the_files_that_configure_a_server() {
    let receiver = site();
    for path in [
        "/_headers",
        "/%5Fheaders",
        "/%5fheaders",
        "/_%68eaders",
        "//_headers",
        "/./_headers",
        "/602b/%2e%2e/_headers",
        "/_headers/",
        "/nginx.conf",
        "/Caddyfile",
        "/nginx%2Econf",
        "/%6eginx.conf",
        "//nginx.conf",
    ] {
        let answer = receiver.get(path);
        assert_eq!(
            (answer.status, answer.body.as_slice()),
            (404, &b"<!doctype html>nothing here"[..]),
            "{path}"
        );
    }
}

#[test]
fn err_a_name_that_only_begins_like_a_file() {
    let receiver = site();
    for accepted in ["identity", "br", "gzip, br", ""] {
        for path in ["/index.html.foo", "/app.wasm.foo", "/602b.foo"] {
            let headers = [("Accept-Encoding", accepted)];
            let answer = call(receiver.address, "GET", path, &headers, b"");
            assert_eq!(answer.status, 404, "{path} {accepted}");
        }
    }
}

#[test]
fn err_names_longer_than_the_file_system_takes() {
    let receiver = site();
    for length in [256, 3_000, 9_000] {
        let long = "a".repeat(length);
        for path in [
            format!("/{long}"),
            format!("/602b/{long}.js"),
            format!("/{}", "a/".repeat(length / 2)),
        ] {
            assert_eq!(receiver.get(&path).status, 404, "{length}");
        }
        // Without pages too.
        let status = Receiver::start().get(&format!("/{long}")).status;
        assert_eq!(status, 404);
        let status = receiver.get(&format!("/api/{long}")).status;
        assert_eq!(status, if length < 1_000 { 404 } else { 414 });
    }
}

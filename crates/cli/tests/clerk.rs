//! Tests the page for clerks as a program beside a running receiver.
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

#[path = "../../receiver/tests/support/mod.rs"]
mod support;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hoso_dossier::wire::sha256_hex;
use support::{FRONT, PHOTOS, Receiver, dossier, under18};

const TOKEN: &str = "a-token-of-the-office-42";
const NUMBERS: [&str; 2] = ["HS-2026-000001", "HS-2026-000002"];

/// A running `hoso clerk`; dropping the value ends it.
struct Clerk {
    process: Child,
    address: String,
}

struct Answer {
    status: u16,
    policy: String,
    media_type: String,
    location: String,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

fn clerk(receiver: &Receiver, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hoso"));
    command
        .arg("clerk")
        .args(words)
        .arg("--data-dir")
        .arg(receiver.folder.path().join("data"))
        .stdout(Stdio::piped());
    command
}

fn token_file(receiver: &Receiver, token: &str) -> String {
    let file = receiver.folder.path().join("token");
    std::fs::write(&file, token).unwrap();
    file.to_str().unwrap().to_owned()
}

impl Clerk {
    fn start(receiver: &Receiver, words: &[&str]) -> Self {
        let words = [&["--address", "127.0.0.1:0"], words].concat();
        let mut process = clerk(receiver, &words).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let address = lines.next().unwrap().unwrap();
        Self { process, address }
    }

    fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .build()
            .into();
        let address = [self.address.trim_end_matches('/'), path].concat();
        let mut request = agent.get(&address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = request.call().unwrap();
        let header = |name: &str| {
            let value = response.headers().get(name);
            value.map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
        };
        Answer {
            status: response.status().as_u16(),
            policy: header("content-security-policy"),
            media_type: header("content-type"),
            location: header("location"),
            body: response.body_mut().read_to_vec().unwrap(),
        }
    }

    fn look(&self, path: &str) -> Answer {
        let login = STANDARD.encode(format!("lan:{TOKEN}"));
        self.get(path, &[("authorization", &format!("Basic {login}"))])
    }
}

impl Drop for Clerk {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Starts a receiver with two dossiers, of which the second has photos, and the page for clerks.
fn start() -> (Receiver, Clerk) {
    let receiver = Receiver::start();
    assert_eq!(receiver.send(&dossier(1)).status, 201);
    let child = under18(2, &PHOTOS[..3]);
    assert_eq!(receiver.send_with(&child, &PHOTOS[..3]).status, 201);
    let file = token_file(&receiver, TOKEN);
    let clerk = Clerk::start(&receiver, &["--token-file", &file]);
    (receiver, clerk)
}

/// Returns the audit log.
fn audit(folder: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_hoso"))
        .args(["audit", "--data-dir"])
        .arg(folder.join("data"))
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn ok_a_clerk_finds_and_reads_a_dossier() {
    let (receiver, clerk) = start();
    let list = clerk.look("/");
    assert_eq!(
        (list.status, list.media_type.as_str()),
        (200, "text/html; charset=utf-8")
    );
    // Newest first, and nobody's name.
    let at = |number| list.text().find(&format!("/ho-so/{number}")).unwrap();
    assert!(at(NUMBERS[1]) < at(NUMBERS[0]));
    assert!(!list.text().contains("Mẫu"));
    let only = clerk.look("/?thu_tuc=602b&trang_thai=received");
    assert!(only.text().contains(NUMBERS[0]) && !only.text().contains(NUMBERS[1]));
    let found = clerk.look("/?so=%20hs-2026-000001");
    assert_eq!(
        (found.status, found.location.as_str()),
        (303, "/ho-so/HS-2026-000001")
    );

    let page = clerk.look("/ho-so/HS-2026-000001");
    assert!(page.text().contains("Nguyễn Thị Mẫu"));
    assert!(!page.text().contains("<script"));
    let form = clerk.look("/ho-so/HS-2026-000001/to-khai.pdf");
    assert!(form.body.starts_with(b"%PDF-") && form.media_type == "application/pdf");

    let page = clerk.look("/ho-so/HS-2026-000002");
    assert!(page.text().contains("Còn thiếu: "), "{}", page.text());
    let file = format!("/ho-so/HS-2026-000002/tep/{}", sha256_hex(FRONT));
    assert!(page.text().contains(&file));
    let photo = clerk.look(&file);
    assert_eq!((photo.status, photo.body.as_slice()), (200, FRONT));
    assert!(photo.policy.starts_with("sandbox"));

    let log = audit(receiver.folder.path());
    for entry in ["list", "dossier", "form", "file"] {
        assert!(log.contains(&format!("\"detail\":\"{entry}\"")), "{log}");
    }
    assert!(
        log.contains("\"by\":\"lan\"") && !log.contains("Mẫu"),
        "{log}"
    );
}

#[test]
fn err_who_looks_is_not_known() {
    let (receiver, clerk) = start();
    for headers in [
        &[][..],
        &[("authorization", "Bearer a-token-of-the-office-42")],
        &[("authorization", "Basic bGFuOndyb25n")],
        &[("authorization", "Basic %%%")],
        &[("x-user", "lan")],
    ] {
        for path in ["/", "/ho-so/HS-2026-000001", "/style.css", "/nothing"] {
            let answer = clerk.get(path, headers);
            assert_eq!(answer.status, 401, "{path} {headers:?}");
            assert!(answer.body.is_empty());
        }
    }
    // A page of another site, in a browser that knows the password.
    let login = STANDARD.encode(format!("lan:{TOKEN}"));
    let login = format!("Basic {login}");
    let cross = [
        ("authorization", login.as_str()),
        ("sec-fetch-site", "cross-site"),
    ];
    assert_eq!(clerk.get("/ho-so/HS-2026-000001", &cross).status, 403);
    assert_eq!(audit(receiver.folder.path()), "");
}

#[test]
fn err_numbers_and_files_of_others() {
    let (receiver, clerk) = start();
    for (path, status) in [
        ("/ho-so/HS-2026-000003", 404),
        ("/ho-so/HS-2026-000001%27", 404),
        ("/ho-so/..%2f..%2fetc%2fpasswd", 404),
        ("/?sau=x", 404),
        ("/nothing", 404),
    ] {
        assert_eq!(clerk.look(path).status, status, "{path}");
    }
    // A file of the other dossier.
    let file = format!("/ho-so/HS-2026-000001/tep/{}", sha256_hex(FRONT));
    assert_eq!(clerk.look(&file).status, 404);
    let erased = Command::new(env!("CARGO_BIN_EXE_hoso"))
        .args(["erase", "HS-2026-000001", "--data-dir"])
        .arg(receiver.folder.path().join("data"))
        .output()
        .unwrap();
    assert!(erased.status.success());
    assert_eq!(clerk.look("/ho-so/HS-2026-000001").status, 410);
    assert!(!clerk.look("/").text().contains("HS-2026-000001"));
}

#[test]
fn ok_the_proxy_names_who_looks() {
    let receiver = Receiver::start();
    assert_eq!(receiver.send(&dossier(1)).status, 201);
    let clerk = Clerk::start(&receiver, &["--user-header", "X-User"]);
    assert_eq!(clerk.get("/", &[]).status, 403);
    assert_eq!(clerk.get("/", &[("x-user", " ")]).status, 403);
    assert_eq!(clerk.get("/", &[("x-user", "minh")]).status, 200);
    assert!(audit(receiver.folder.path()).contains("\"by\":\"minh\""));
}

#[test]
fn err_settings() {
    let receiver = Receiver::start();
    let short = token_file(&receiver, "short");
    for words in [
        &[][..],
        &["--token-file", "/nothing"],
        &["--token-file", &short],
        &["--user-header", "X-User", "--address", "0.0.0.0:0"],
        &["--user-header", "X User"],
        &["--user-header", "X-User", "--token-file", &short],
        &["--address", "here", "--user-header", "X-User"],
    ] {
        let output = clerk(&receiver, words).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?}");
    }
}

//! Checks that the reference receiver meets every demand, and that the kit has enough checks.
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use hoso_conformance::{Options, State};
use support::{Backend, ORIGIN};

/// Asserts that every check succeeds and none is skipped.
#[track_caller]
fn all_ok(options: &Options) {
    let report = hoso_conformance::run(options, |_| ()).unwrap();
    let other: Vec<String> = report
        .entries
        .iter()
        .filter(|entry| entry.state != State::Ok)
        .map(ToString::to_string)
        .collect();
    assert_eq!(other, Vec::<String>::new());
    assert!(report.conforms());
}

#[test]
fn ok_the_reference_receiver_meets_every_demand() {
    let backend = Backend::start(None);
    all_ok(&backend.options());
    // Runs the kit again while the dossiers of the first run are stored.
    all_ok(&Options {
        form: Some("under18".to_owned()),
        ..backend.options()
    });
}

#[test]
fn ok_a_form_without_a_scan_skips_what_it_does_not_ask() {
    let backend = Backend::start(None);
    let options = Options {
        form: Some("account".to_owned()),
        ..backend.options()
    };
    let report = hoso_conformance::run(&options, |_| ()).unwrap();
    assert!(report.conforms(), "{}", report.summary());
    let skipped: Vec<&str> = report
        .entries
        .iter()
        .filter(|entry| entry.state == State::Skipped)
        .map(|entry| entry.name)
        .collect();
    assert_eq!(skipped, ["photos.pdf_for_a_scan", "form.many_pages"]);
}

#[test]
fn ok_without_an_origin_the_checks_of_another_origin_are_skipped() {
    let backend = Backend::start(None);
    let options = Options {
        origin: None,
        ..backend.options()
    };
    let report = hoso_conformance::run(&options, |_| ()).unwrap();
    assert!(report.conforms(), "{}", report.summary());
    for entry in &report.entries {
        assert_eq!(
            entry.state == State::Skipped,
            entry.name.starts_with("cors."),
            "{entry}"
        );
    }
}

#[test]
fn ok_every_check_has_a_name_of_its_own_and_a_section_that_is_there() {
    let names: Vec<&str> = hoso_conformance::all().map(|check| check.name).collect();
    let unique: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(names.len(), unique.len());
    assert!(names.len() >= 60, "{} checks", names.len());
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/backend.md");
    let page = std::fs::read_to_string(page).unwrap();
    let sections: BTreeSet<&str> = page.lines().filter_map(|l| l.strip_prefix("## ")).collect();
    for check in hoso_conformance::all() {
        assert!(
            sections.contains(check.section),
            "{}: {}",
            check.name,
            check.section
        );
    }
}

#[test]
fn err_a_base_that_is_no_http_server() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let closed = silent.local_addr().unwrap();
    drop(silent);
    for (base, words) in [
        (
            format!("http://{closed}/api"),
            "no HTTP server answers there",
        ),
        (
            "https://no-such-host.invalid/api".to_owned(),
            "no HTTP server answers there",
        ),
        ("127.0.0.1:8080".to_owned(), "expected an address such as"),
        ("file:///etc".to_owned(), "expected an address such as"),
    ] {
        let options = Options {
            base,
            ..Options::default()
        };
        let error = hoso_conformance::run(&options, |_| ()).unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[test]
fn err_a_server_that_speaks_another_protocol() {
    use std::io::Write;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(b"SSH-2.0-invented\r\n").unwrap();
    });
    let error = hoso_conformance::run(
        &Options {
            base,
            ..Options::default()
        },
        |_| (),
    )
    .unwrap_err();
    thread.join().unwrap();
    assert!(
        error.to_string().contains("no HTTP server answers there"),
        "{error}"
    );
}

#[test]
fn err_forms_that_are_not_there() {
    let backend = Backend::start(None);
    let options = Options {
        form: Some("999".to_owned()),
        ..backend.options()
    };
    let error = hoso_conformance::run(&options, |_| ()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "--form 999: expected one of 602b, under18, account"
    );
    assert_eq!(backend.options().origin.as_deref(), Some(ORIGIN));
}

//! `hoso configure` on the pages of a build.
#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use hoso_site::{Deployment, files, page, write_pages, write_server_files};
use tempfile::TempDir;

const TEMPLATE: &str = "<!doctype html>\n<html lang=\"{{lang}}\">\n<head>\n<!--hoso:head-->\n</head>\n<body>\n<!--hoso:body-->\n</body>\n</html>\n";

const FIRST: &str = r#"{"way":"intake","endpoint":"/api",
    "receiver":{"name":"Nơi nhận một","acts_for":"bhxh","hotline":"1900 0001"}}"#;

const SECOND: &str = r#"{"way":"multipart","endpoint":"https://nhan.example.vn/form","province":"01",
    "brand":"Thành phố Hà Nội","base":"/bhxh/","origin":"https://cong.example.vn",
    "frame_ancestors":"https://cong.example.vn",
    "receiver":{"name":"Nơi nhận hai","acts_for":"relay","privacy":"/rieng-tu"}}"#;

/// Builds the pages of an invented site with these settings.
fn build(settings: &str) -> TempDir {
    let dist = tempfile::tempdir().unwrap();
    let deployment = Deployment::parse(settings).unwrap();
    let mut block = deployment.page.clone();
    block.insert("home".to_owned(), "./".into());
    block.insert(
        "assets".to_owned(),
        serde_json::json!({ "56": "places/0/56.txt" }),
    );
    let parts = page::Parts {
        css: "a{}".to_owned(),
        script: "hoso-0.js".to_owned(),
        script_integrity: "sha256-AAAA".to_owned(),
        wasm: "hoso-0.wasm".to_owned(),
        settings: block,
    };
    write_pages(dist.path(), TEMPLATE, &parts, &deployment).unwrap();
    files::write(&dist.path().join("hoso-0.js"), "1").unwrap();
    write_server_files(dist.path(), &deployment).unwrap();
    dist
}

/// Returns the text of every file by its path; replaces bytes that are not UTF-8.
fn content(dist: &Path) -> BTreeMap<String, String> {
    let files = files::files(dist).unwrap().into_iter();
    files
        .map(|path| {
            let name = path.strip_prefix(dist).unwrap().display().to_string();
            let bytes = std::fs::read(path).unwrap();
            (name, String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect()
}

fn configure(dist: &Path, settings: &str, more: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("deployment.json");
    std::fs::write(&file, settings).unwrap();
    Command::new(env!("CARGO_BIN_EXE_hoso"))
        .arg("configure")
        .arg("--dist")
        .arg(dist)
        .arg("--config")
        .arg(file)
        .args(more)
        .output()
        .unwrap()
}

#[test]
fn ok_a_configured_site_is_the_one_that_would_be_built() {
    let (dist, wanted) = (build(FIRST), build(SECOND));
    let output = configure(dist.path(), SECOND, &[]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(content(dist.path()), content(wanted.path()));
    // And back.
    let output = configure(dist.path(), FIRST, &[]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(content(dist.path()), content(build(FIRST).path()));
}

#[test]
fn ok_the_pages_say_before_any_code_arrives_who_receives() {
    let dist = build(FIRST);
    configure(dist.path(), SECOND, &[]);
    let page = &content(dist.path())["602b/index.html"];
    let (_, body) = page.split_once("<body>").unwrap();
    let (shown, _) = body.split_once("<script").unwrap();
    for text in ["Thành phố Hà Nội", "Nơi nhận hai", "/rieng-tu"] {
        assert!(shown.contains(text), "{text}");
    }
    assert!(!page.contains("Nơi nhận một"));
    assert!(page.contains("href=\"https://cong.example.vn/bhxh/602b/\""));
}

#[test]
fn ok_only_servers_and_the_page_for_unknown_addresses_know_the_path() {
    let dist = build(FIRST);
    let before = content(dist.path());
    let output = configure(dist.path(), FIRST, &["--base", "/bhxh/"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let after = content(dist.path());
    let changed = after.iter().filter(|(name, text)| before[*name] != **text);
    let changed: Vec<&str> = changed.map(|(name, _)| name.as_str()).collect();
    assert_eq!(changed, ["404.html", "Caddyfile", "_headers", "nginx.conf"]);
    assert!(after["404.html"].contains("src=\"/bhxh/hoso-0.js\""));
    assert!(after["404.html"].contains("href=\"/bhxh/under18/\""));
    assert!(after["602b/index.html"].contains("src=\"../hoso-0.js\""));
    assert!(after["index.html"].contains("href=\"./under18/\""));
}

#[test]
fn err_unknown_keys_and_values_change_nothing() {
    let dist = build(FIRST);
    let before = content(dist.path());
    let with = |settings: &str| FIRST.replacen('{', &format!("{{{settings},"), 1);
    let without_way = |settings: &str| with(settings).replace("\"way\":\"intake\",", "");
    for (settings, more, known) in [
        (with(r#""enpoint":"/api""#), &[][..], "`endpoint`"),
        (without_way(r#""way":"mutlipart""#), &[], "`multipart`"),
        (with(r#""province":"99""#), &[], "56"),
        (
            with(r#""parameters":{"form_profil":"x"}"#),
            &[],
            "form_profile",
        ),
        ("{}".to_owned(), &[], "receiver"),
        ("{".to_owned(), &[], "line 1"),
        (FIRST.to_owned(), &["--base", "bhxh"], "/bhxh/"),
        (FIRST.to_owned(), &["--bas", "/bhxh/"], "--base"),
        (FIRST.to_owned(), &["--base"], "--base"),
    ] {
        let output = configure(dist.path(), &settings, more);
        assert_eq!(output.status.code(), Some(2), "{settings}");
        let problem = String::from_utf8(output.stderr).unwrap();
        assert!(problem.contains(known), "{settings}: {problem}");
        assert_eq!(content(dist.path()), before, "{settings}");
    }
}

#[test]
fn err_pages_of_another_version_are_left_alone() {
    let dist = build(FIRST);
    let page = dist.path().join("under18/index.html");
    let text = std::fs::read_to_string(&page).unwrap();
    std::fs::write(&page, text.replace("</h1>", "!</h1>")).unwrap();
    let before = content(dist.path());
    let output = configure(dist.path(), SECOND, &[]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let problem = String::from_utf8(output.stderr).unwrap();
    assert!(problem.contains("another version"), "{problem}");
    assert_eq!(content(dist.path()), before);
}

/// Checks that one row without a source makes the command fail, and that it writes nothing.
#[test]
fn r_kh_7_the_directory_of_a_deployment() {
    let dist = build(FIRST);
    let before = content(dist.path());
    let folder = tempfile::tempdir().unwrap();
    let settings = FIRST.replacen('{', r#"{"directory":"directory.json","#, 1);
    std::fs::write(folder.path().join("deployment.json"), settings).unwrap();
    let run = |directory: &str| {
        std::fs::write(folder.path().join("directory.json"), directory).unwrap();
        Command::new(env!("CARGO_BIN_EXE_hoso"))
            .args(["configure", "--dist"])
            .arg(dist.path())
            .arg("--config")
            .arg(folder.path().join("deployment.json"))
            .output()
            .unwrap()
    };
    let row = r#""id":"a","kind":"office","name":"BHXH Ví Dụ","address":"Số 1, xã Ví Dụ","checked_on":"2026-11-29""#;
    let output = run(&format!("{{\"rows\":[{{{row}}}]}}"));
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let problem = String::from_utf8(output.stderr).unwrap();
    assert!(
        problem.contains("directory.json: office \"a\": expected `source`"),
        "{problem}"
    );
    assert_eq!(content(dist.path()), before);
    let output = run(&format!(
        "{{\"rows\":[{{{row},\"source\":\"công văn 1/VD\"}}],\"off\":[\"province_office\"]}}"
    ));
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let page = &content(dist.path())["noi-tiep-nhan/index.html"];
    assert!(page.contains("công văn 1/VD"));
    assert!(!page.contains("05 Huỳnh Thúc Kháng"));
    // Without it the site is the one before.
    let output = configure(dist.path(), FIRST, &[]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(content(dist.path()), before);
}

#[test]
fn err_a_folder_without_pages() {
    let empty = tempfile::tempdir().unwrap();
    let output = configure(empty.path(), FIRST, &[]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
}

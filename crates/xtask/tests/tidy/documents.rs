//! Paths that our Markdown names exist.

use std::fs;

use crate::repository::{ENDINGS, repository};

/// What a fresh clone does not have: build output, with the folders of a site, and the folders that
/// the receiver makes for its data.
const MADE_LATER: [&str; 6] = [
    "dist/",
    "places/",
    "v1/",
    "target/",
    "attachments/",
    "incoming/",
];

/// First parts of media types, which look like paths.
const MEDIA: [&str; 4] = ["application", "image", "multipart", "text"];

/// The document without its fenced blocks, which hold code and output.
fn prose(text: &str) -> String {
    let mut fenced = false;
    let mut prose = String::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            prose.push_str(line);
            prose.push('\n');
        }
    }
    prose
}

/// Returns what is in back-quotes. A missing one harms only its own paragraph.
fn spans(text: &str) -> Vec<String> {
    prose(text)
        .split("\n\n")
        .flat_map(|paragraph| paragraph.split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect()
}

/// Returns the targets of links, other than to the web or within the page.
fn links(text: &str) -> Vec<String> {
    prose(text)
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter_map(|link| link.split('#').next())
        .filter(|link| !link.is_empty() && !link.contains("://") && !link.starts_with("mailto:"))
        .map(str::to_owned)
        .collect()
}

/// Does this name a file or folder of the repository? An address begins with a slash or
/// holds a scheme, a placeholder is in angle brackets.
fn is_path(span: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/*{},".contains(c);
    if span.is_empty() || span.starts_with('/') || !span.chars().all(plain) {
        return false;
    }
    if MADE_LATER.iter().any(|made| span.starts_with(made)) {
        return false;
    }
    match span.split_once('/') {
        Some((first, _)) => !MEDIA.contains(&first) && !first.starts_with('{'),
        None => span
            .rsplit_once('.')
            .is_some_and(|(name, ending)| !name.is_empty() && ENDINGS.contains(&ending)),
    }
}

#[test]
fn ok_every_path_in_our_documents_exists() {
    let repository = repository();
    let mut seen = 0;
    let mut lost = Vec::new();
    for document in repository.with(&["md"]) {
        let text = fs::read_to_string(document).unwrap();
        for span in spans(&text).into_iter().filter(|span| is_path(span)) {
            seen += 1;
            if !repository.has(document, &span) {
                lost.push(format!("{}: `{span}`", repository.short(document)));
            }
        }
        for link in links(&text) {
            if !document.parent().unwrap().join(&link).exists() {
                lost.push(format!("{}: link to {link}", repository.short(document)));
            }
        }
    }
    assert!(seen > 50, "only {seen} paths were found in the documents");
    assert!(lost.is_empty(), "not there:\n{}", lost.join("\n"));
}

#[test]
fn ok_what_is_a_path() {
    for path in [
        "src/dom",
        "crates/",
        "deployment.json",
        "a/{b,c}.rs",
        "../tests/x.rs",
        ".ci/run",
    ] {
        assert!(is_path(path), "{path}");
    }
    for other in [
        "/602b/",
        "application/json",
        "cargo xtask test",
        "https://a.vn/b.html",
        "procedures/<code>/definition.toml",
        "{base}/intake",
        "dist/",
        "find_map",
        "today.iso",
        ".rs",
    ] {
        assert!(!is_path(other), "{other}");
    }
}

#[test]
fn ok_spans_and_links_are_found_outside_of_code() {
    let text =
        "See `a/b.rs` and [that](c.md#d).\n\n```sh\ncat `x/y`\n```\n\n`e`, [web](https://f.vn)\n";
    assert_eq!(spans(text), ["a/b.rs", "e"]);
    assert_eq!(links(text), ["c.md"]);
}

#[test]
fn err_a_path_that_is_not_there() {
    let repository = repository();
    let document = repository.root.join("procedures/602b/README.md");
    assert!(
        repository.has(&document, "../tests/tidy.rs")
            && repository.has(&document, "definition.toml")
    );
    assert!(repository.has(&document, "locales/{vi,en}.toml"));
    assert!(repository.has(&document, "examples/ok-*.json"));
    assert!(!repository.has(&document, "locales/{vi,fr}.toml"));
    assert!(!repository.has(&document, "examples/nothing-*.json"));
    assert!(!repository.has(&document, "nowhere.toml"));
}

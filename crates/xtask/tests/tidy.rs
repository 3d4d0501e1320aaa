//! The house stays tidy: paths that our Markdown names exist, no file outgrows its reader,
//! nothing is left half done, and no folder is a drawer for odds and ends.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// A file that is longer holds more than one thing.
const LONGEST: usize = 600;

/// Folders whose content is made or written elsewhere.
const NOT_OURS: [&str; 5] = ["target", "dist", "node_modules", "vendor", "corpus"];

/// A span that ends like this is a file, even without a slash.
const ENDINGS: [&str; 14] = [
    "rs", "toml", "md", "json", "yaml", "yml", "scss", "css", "js", "mjs", "html", "csv", "lock",
    "sh",
];

/// What a fresh clone does not have: build output, and the folders that the receiver makes
/// for its data.
const MADE_LATER: [&str; 4] = ["dist/", "target/", "attachments/", "incoming/"];

/// First parts of media types, which look like paths.
const MEDIA: [&str; 4] = ["application", "image", "multipart", "text"];

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap().canonicalize().unwrap()
}

struct House {
    root: PathBuf,
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

/// Everything that people write. Folders whose name begins with a dot are looked into where
/// they are ours (`.ci`, `.cargo`), not where they belong to a tool.
fn house() -> House {
    let mut house = House {
        root: root(),
        files: Vec::new(),
        folders: Vec::new(),
    };
    let mut open = vec![house.root.clone()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if !path.is_dir() {
                house.files.push(path);
                continue;
            }
            let hidden = name.starts_with('.') && name != ".ci" && name != ".cargo";
            if !hidden && !NOT_OURS.contains(&name.as_str()) {
                house.folders.push(path.clone());
                open.push(path);
            }
        }
    }
    assert!(house.files.len() > 100, "the files were not found");
    house.files.sort();
    house
}

impl House {
    fn with(&self, endings: &[&str]) -> impl Iterator<Item = &PathBuf> {
        self.files
            .iter()
            .filter(move |file| endings.iter().any(|ending| ends(file, ending)))
    }

    fn short<'a>(&self, path: &'a Path) -> std::path::Display<'a> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }

    /// Is there such a file, seen from the root or from the folder of the document?
    fn has(&self, document: &Path, named: &str) -> bool {
        let beside = document.parent().unwrap();
        alternatives(named).iter().all(|named| {
            if named.contains('/') {
                [&self.root, beside]
                    .iter()
                    .any(|from| matches(&from.join(named)))
            } else {
                self.files
                    .iter()
                    .any(|file| fits(named, &file.file_name().unwrap().to_string_lossy()))
            }
        })
    }
}

fn ends(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found == ending)
}

/// `a/{b,c}.rs` stands for two paths, anything without braces for itself.
fn alternatives(named: &str) -> Vec<String> {
    let Some((before, rest)) = named.split_once('{') else {
        return vec![named.to_owned()];
    };
    let Some((inside, after)) = rest.split_once('}') else {
        return vec![named.to_owned()];
    };
    inside
        .split(',')
        .flat_map(|each| alternatives(&format!("{before}{each}{after}")))
        .collect()
}

/// Is the path there? A star stands for any part of the last name.
fn matches(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if !name.contains('*') {
        return path.exists();
    }
    fs::read_dir(path.parent().unwrap()).is_ok_and(|mut entries| {
        entries.any(|entry| fits(&name, &entry.unwrap().file_name().to_string_lossy()))
    })
}

fn fits(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((before, after)) => {
            name.len() >= before.len() + after.len()
                && name.starts_with(before)
                && name.ends_with(after)
        }
    }
}

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

/// What stands in back-quotes. A missing one harms only its own paragraph.
fn spans(text: &str) -> Vec<String> {
    prose(text)
        .split("\n\n")
        .flat_map(|paragraph| paragraph.split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect()
}

/// Where links lead, other than to the web or within the page.
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
/// holds a scheme, a placeholder stands in angle brackets.
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
    let house = house();
    let mut seen = 0;
    let mut lost = Vec::new();
    for document in house.with(&["md"]) {
        let text = fs::read_to_string(document).unwrap();
        for span in spans(&text).into_iter().filter(|span| is_path(span)) {
            seen += 1;
            if !house.has(document, &span) {
                lost.push(format!("{}: `{span}`", house.short(document)));
            }
        }
        for link in links(&text) {
            if !document.parent().unwrap().join(&link).exists() {
                lost.push(format!("{}: link to {link}", house.short(document)));
            }
        }
    }
    assert!(seen > 50, "only {seen} paths were found in the documents");
    assert!(lost.is_empty(), "not there:\n{}", lost.join("\n"));
}

#[test]
fn ok_no_file_is_too_long() {
    let house = house();
    let long: Vec<String> = house
        .with(&["rs", "js", "mjs", "scss"])
        .filter_map(|file| {
            let lines = fs::read_to_string(file).unwrap().lines().count();
            (lines > LONGEST).then(|| format!("{}: {lines} lines", house.short(file)))
        })
        .collect();
    assert!(
        long.is_empty(),
        "longer than {LONGEST}:\n{}",
        long.join("\n")
    );
}

#[test]
fn ok_nothing_is_half_done_and_nothing_names_this_machine() {
    let house = house();
    let here = house.root.to_string_lossy().into_owned();
    // A checkout right below the root of the disk has a name that any path may end with.
    let here = (house.root.components().count() > 2).then_some(here);
    let words: Vec<String> = [concat!("TO", "DO"), concat!("FIX", "ME")]
        .into_iter()
        .map(str::to_owned)
        .chain(here)
        .collect();
    let mut found = Vec::new();
    for file in house.with(&ENDINGS) {
        let text = fs::read_to_string(file).unwrap();
        for (at, line) in text.lines().enumerate() {
            for word in words.iter().filter(|word| line.contains(word.as_str())) {
                found.push(format!("{}:{}: {word}", house.short(file), at + 1));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn ok_no_folder_is_a_drawer() {
    let house = house();
    let names: BTreeSet<&str> = ["utils", "common", "helpers", "misc"].into();
    let drawers: Vec<String> = house
        .folders
        .iter()
        .filter(|folder| names.contains(folder.file_name().unwrap().to_string_lossy().as_ref()))
        .map(|folder| house.short(folder).to_string())
        .collect();
    assert!(drawers.is_empty(), "{}", drawers.join(", "));
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
    let house = house();
    let document = house.root.join("procedures/602b/README.md");
    assert!(house.has(&document, "../tests/tidy.rs") && house.has(&document, "definition.toml"));
    assert!(house.has(&document, "locales/{vi,en}.toml"));
    assert!(house.has(&document, "examples/ok-*.json"));
    assert!(!house.has(&document, "locales/{vi,fr}.toml"));
    assert!(!house.has(&document, "examples/nothing-*.json"));
    assert!(!house.has(&document, "nowhere.toml"));
}

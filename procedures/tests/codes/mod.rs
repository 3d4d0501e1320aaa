//! Finds the codes of messages in the sources: strings such as `phone.missing`.

#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The first parts of the codes: `pid` of `pid.length`.
const AREAS: [&str; 59] = [
    "account",
    "addr",
    "also",
    "answer",
    "att",
    "attachment",
    "back",
    "bank",
    "base",
    "base_old",
    "book",
    "bring",
    "card",
    "case",
    "change",
    "choice",
    "commit",
    "consent",
    "country",
    "date",
    "declared_at",
    "definition",
    "dossier",
    "dossier_number",
    "elig",
    "elsewhere",
    "email",
    "envelope",
    "estimate",
    "ethnic",
    "g",
    "guardian",
    "household",
    "household_code",
    "idempotency_key",
    "lead",
    "method",
    "method_old",
    "minor",
    "money",
    "month",
    "name",
    "next",
    "number",
    "office",
    "office_code",
    "official_form",
    "oldid",
    "passport",
    "phone",
    "photo",
    "pid",
    "place",
    "procedure",
    "qr",
    "refund",
    "relation",
    "req",
    "sex",
];

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn is_code(text: &str) -> bool {
    let Some((area, rest)) = text.split_once('.') else {
        return false;
    };
    (AREAS.contains(&area) || ["sin", "text"].contains(&area))
        && !rest.is_empty()
        && rest != "toml"
        && rest
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// The strings in double quotes that look like codes, outside comments and test modules.
fn codes_in(text: &str) -> BTreeSet<String> {
    let text = text.split("#[cfg(test)]").next().unwrap();
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split('"').skip(1).step_by(2))
        .filter(|piece| is_code(piece))
        .map(str::to_owned)
        .collect()
}

/// The files below a folder that end so; tests left out.
pub(crate) fn sources(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else {
        return found;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir()
            && path
                .file_name()
                .is_some_and(|n| n != "tests" && n != "target")
        {
            found.extend(sources(&path, extension));
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found
}

/// The codes in the Rust and TOML files of some folders, each with a file that has it.
pub(crate) fn codes_of(folders: &[&str]) -> BTreeMap<String, PathBuf> {
    let mut codes = BTreeMap::new();
    for folder in folders {
        let mut files = sources(&root().join(folder), "rs");
        // A translation has keys that look like codes: `phone.label`.
        let tables = sources(&root().join(folder), "toml").into_iter();
        files.extend(tables.filter(|file| file.ends_with("definition.toml")));
        assert!(!files.is_empty(), "nothing in {folder}");
        for file in files {
            for code in codes_in(&fs::read_to_string(&file).unwrap()) {
                codes.insert(code, file.clone());
            }
        }
    }
    codes
}

//! No file outgrows its reader, nothing is left half done, and no folder is a drawer for odds
//! and ends.

use std::{collections::BTreeSet, fs};

use crate::repository::{ENDINGS, repository};

/// A file that is longer holds more than one thing.
const LONGEST: usize = 600;

#[test]
fn ok_no_file_is_too_long() {
    let repository = repository();
    let long: Vec<String> = repository
        .with(&["rs", "js", "mjs", "css"])
        .filter_map(|file| {
            let lines = fs::read_to_string(file).unwrap().lines().count();
            (lines > LONGEST).then(|| format!("{}: {lines} lines", repository.short(file)))
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
    let repository = repository();
    let here = repository.root.to_string_lossy().into_owned();
    // A checkout right below the root of the disk has a name that any path may end with.
    let here = (repository.root.components().count() > 2).then_some(here);
    let words: Vec<String> = [concat!("TO", "DO"), concat!("FIX", "ME")]
        .into_iter()
        .map(str::to_owned)
        .chain(here)
        .collect();
    let mut found = Vec::new();
    for file in repository.with(&ENDINGS) {
        let text = fs::read_to_string(file).unwrap();
        for (at, line) in text.lines().enumerate() {
            for word in words.iter().filter(|word| line.contains(word.as_str())) {
                found.push(format!("{}:{}: {word}", repository.short(file), at + 1));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn ok_no_folder_is_a_drawer() {
    let repository = repository();
    let names: BTreeSet<&str> = ["utils", "common", "helpers", "misc"].into();
    let drawers: Vec<String> = repository
        .folders
        .iter()
        .filter(|folder| names.contains(folder.file_name().unwrap().to_string_lossy().as_ref()))
        .map(|folder| repository.short(folder).to_string())
        .collect();
    assert!(drawers.is_empty(), "{}", drawers.join(", "));
}

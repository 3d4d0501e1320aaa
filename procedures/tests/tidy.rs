//! Every numbered rule in the sources has a test of that number, and
//! every rule of the procedures has one.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The areas of rules of which each has a test, and how many there are.
const AREAS: [(&str, u32); 4] = [("602", 24), ("702", 18), ("acc", 5), ("kh", 10)];

/// Rules without a test, and why; a rule that has got one must leave.
const LATER: [(&str, &str); 1] = [("602_18", "602b asks for no files")];

/// Rules with two numbers: the test has the second one.
const SAME: [(&str, &str); 1] = [("x_11", "acc_3")];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "target" && name != "dist" && !name.starts_with('.') {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// `R-602-2` → `602_2`, `X-7` → `x_7`; other text around it is passed over.
fn numbers_in(line: &str) -> Vec<String> {
    let digits = |rest: &str| -> String { rest.chars().take_while(char::is_ascii_digit).collect() };
    let rules = line.match_indices("R-").filter_map(|(at, _)| {
        let (area, rest) = line.get(at + 2..)?.split_once('-')?;
        let area_ok = matches!(area, "602" | "702" | "KH" | "ACC" | "ID" | "MON" | "GEN");
        let digits = digits(rest);
        (area_ok && !digits.is_empty()).then(|| format!("{}_{digits}", area.to_lowercase()))
    });
    let checks = line.match_indices("X-").filter_map(|(at, _)| {
        // Not the end of another word, such as a header `X-Frame` or a rule `R-X-…`.
        let alone = !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-');
        let digits = digits(line.get(at + 2..)?);
        (alone && !digits.is_empty()).then(|| format!("x_{digits}"))
    });
    rules.chain(checks).collect()
}

struct Found {
    /// Number → a file that has it in a comment.
    sources: BTreeMap<String, PathBuf>,
    /// Numbers of the tests `fn r_602_2_…` and `fn x_7_…`.
    tests: BTreeSet<String>,
}

fn scan() -> Found {
    let mut files = Vec::new();
    for folder in ["procedures", "crates", "src", "tests"] {
        rust_files(&root().join(folder), &mut files);
    }
    assert!(files.len() > 20, "the sources were not found");
    let mut found = Found {
        sources: BTreeMap::new(),
        tests: BTreeSet::new(),
    };
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let is_test = file.components().any(|part| part.as_os_str() == "tests");
        for line in text.lines() {
            let line = line.trim_start();
            if line.starts_with("//") && !is_test {
                for number in numbers_in(line) {
                    found.sources.insert(number, file.clone());
                }
            }
            let line = line.strip_prefix("async ").unwrap_or(line);
            let name = line.strip_prefix("fn r_").or_else(|| {
                line.strip_prefix("fn ")
                    .filter(|name| name.starts_with("x_"))
            });
            if let Some(name) = name {
                let mut parts = name.split(['_', '(']);
                if let (Some(area), Some(number)) = (parts.next(), parts.next()) {
                    found.tests.insert(format!("{area}_{number}"));
                }
            }
        }
    }
    found
}

#[test]
fn ok_every_numbered_rule_has_its_test() {
    let found = scan();
    for known in ["602_8", "x_7"] {
        assert!(found.sources.contains_key(known), "{known} was not found");
    }
    let tested = |number: &String| {
        let same = SAME.iter().find(|(one, _)| one == number);
        found
            .tests
            .contains(same.map_or(number.as_str(), |(_, other)| *other))
    };
    let open: Vec<String> = found
        .sources
        .iter()
        .filter(|(number, _)| !tested(number))
        .map(|(number, file)| format!("{number} in {}", file.display()))
        .collect();
    assert!(
        open.is_empty(),
        "no test named r_<number>_… or x_<number>_… for {}",
        open.join(", ")
    );
}

#[test]
fn ok_every_rule_of_every_procedure_has_its_test() {
    let found = scan();
    let (mut open, mut known) = (Vec::new(), Vec::new());
    for (area, last) in AREAS {
        for number in (1..=last).map(|n| format!("{area}_{n}")) {
            let tested = found.tests.contains(&number);
            let later = LATER.iter().any(|(rule, _)| *rule == number);
            if tested && later {
                known.push(number);
            } else if !tested && !later {
                open.push(number);
            }
        }
    }
    assert!(open.is_empty(), "no test for {open:?}");
    assert!(
        known.is_empty(),
        "take {known:?} from the list: tests exist"
    );
}

#[test]
fn ok_rule_numbers_are_parsed() {
    assert_eq!(
        numbers_in("// R-602-2 (X-7), see R-MON-11, R-X-1 and X-Frame"),
        ["602_2", "mon_11", "x_7"]
    );
    assert_eq!(numbers_in("// R-602-"), Vec::<String>::new());
}

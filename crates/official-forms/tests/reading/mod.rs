//! Makes requests and reads the PDF again with other people's programs.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test program takes what it needs of this module"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

use hoso_dossier::{Answers, Definition, Value, canonical, json};
use hoso_identifiers::{Date, text};
use hoso_official_forms::{Sheet, pdf};

/// A PDF in a temporary file, which is deleted with the value.
pub struct Paper {
    pub bytes: Vec<u8>,
    pub path: PathBuf,
}

impl Drop for Paper {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// The PDF of a request.
pub fn paper(request: &Value) -> Paper {
    let sheet = Sheet::read(&request.canonical()).unwrap();
    store(pdf(&sheet).unwrap())
}

pub fn store(bytes: Vec<u8>) -> Paper {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!(
        "hoso-official-forms-{}-{}.pdf",
        std::process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    );
    let path = std::env::temp_dir().join(name);
    fs::write(&path, &bytes).unwrap();
    Paper { bytes, path }
}

/// Runs a program that reads PDF.
pub fn run(program: &str, arguments: &[&str]) -> Output {
    let output = Command::new(program).args(arguments).output();
    output.unwrap_or_else(|problem| {
        panic!(
            "{program}: {problem}. These tests need the Debian packages poppler-utils and \
             qpdf; `cargo xtask test` installs them"
        )
    })
}

impl Paper {
    /// What `pdftotext` reads, NFC, without white space and without the feet of the pages.
    pub fn text(&self, mode: &str) -> String {
        let path = self.path.to_str().unwrap();
        let output = run("pdftotext", &[mode, path, "-"]);
        assert!(output.status.success(), "{output:?}");
        let read = String::from_utf8(output.stdout).unwrap();
        let foot = |line: &&str| !line.contains(" · kê khai ngày ") && !line.starts_with("Trang ");
        let lines: String = read.lines().filter(foot).collect();
        bare(&lines)
    }

    /// What `pdftotext` reads on each page, NFC, without white space, with the foot of the page.
    pub fn page_texts(&self) -> Vec<String> {
        let output = run("pdftotext", &["-raw", self.path.to_str().unwrap(), "-"]);
        assert!(output.status.success(), "{output:?}");
        let read = String::from_utf8(output.stdout).unwrap();
        let mut pages: Vec<String> = read.split('\u{c}').map(bare).collect();
        // Every page ends in a form feed.
        assert_eq!(pages.pop().unwrap(), "");
        pages
    }

    /// The pages on which these words are, from 1.
    pub fn pages_with(&self, words: &str) -> Vec<usize> {
        pages_with(&self.page_texts(), words)
    }

    /// The top and the height of the first word that is this one, in points from the top of its page.
    pub fn word(&self, word: &str) -> (f32, f32) {
        let output = run("pdftotext", &["-bbox", self.path.to_str().unwrap(), "-"]);
        let read = text::nfc(&String::from_utf8(output.stdout).unwrap()).into_owned();
        let end = [">", word, "</word>"].concat();
        let line = read.lines().find(|line| line.ends_with(&end)).unwrap();
        let of = |name: &str| -> f32 {
            let (_, after) = line.split_once(&[name, "=\""].concat()).unwrap();
            after.split('"').next().unwrap().parse().unwrap()
        };
        (of("yMin"), of("yMax") - of("yMin"))
    }

    /// Fails unless `qpdf --check` has nothing to say.
    pub fn check(&self) {
        let output = run("qpdf", &["--check", self.path.to_str().unwrap()]);
        assert!(output.status.success(), "{output:?}");
        assert!(output.stderr.is_empty(), "{output:?}");
    }

    pub fn pages(&self) -> usize {
        let output = run("qpdf", &["--show-npages", self.path.to_str().unwrap()]);
        String::from_utf8(output.stdout)
            .unwrap()
            .trim()
            .parse()
            .unwrap()
    }
}

/// The pages on which these words are, from 1.
pub fn pages_with(pages: &[String], words: &str) -> Vec<usize> {
    let words = bare(words);
    let numbered = pages.iter().zip(1..);
    numbered
        .filter_map(|(page, number)| page.contains(&words).then_some(number))
        .collect()
}

/// NFC and without white space, so that wrapped text compares as what it was.
pub fn bare(words: &str) -> String {
    text::nfc(words)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect()
}

/// An example file: the day, and the answers in canonical form.
pub fn example(definition: &Definition, name: &str) -> (Date, Value) {
    let path = format!(
        "{}/../../procedures/{}/examples/{name}.json",
        env!("CARGO_MANIFEST_DIR"),
        definition.code
    );
    let file = json::parse(&fs::read(&path).unwrap()).unwrap();
    let today = Date::parse(file.get("today").unwrap().as_str().unwrap()).unwrap();
    let (typed, _) = Answers::from_value(file.get("answers").unwrap());
    (today, canonical::answers(definition, &typed, today))
}

/// The names of the examples without an error.
pub fn examples(code: &str) -> Vec<String> {
    let folder = format!(
        "{}/../../procedures/{code}/examples",
        env!("CARGO_MANIFEST_DIR")
    );
    let names: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter_map(|name| name.strip_suffix(".json").map(str::to_owned))
        .filter(|name| name.starts_with("ok-") || name.starts_with("warn-"))
        .collect();
    names.into_iter().collect()
}

/// A request for these answers, with a name for each code of five digits or two in them.
pub fn request(procedure: &str, today: Date, answers: Value, dossier: &str) -> Value {
    let mut names = BTreeSet::new();
    collect(&answers, &mut names);
    let names = names
        .into_iter()
        .map(|code| (code.clone(), Value::Text(name_of(&code))))
        .collect();
    Value::object([
        ("procedure", Value::text(procedure)),
        (
            "declared_at",
            Value::text([&today.iso(), "T02:00:00Z"].concat()),
        ),
        ("answers", answers),
        ("names", Value::Object(names)),
        ("receipt_number", Value::text("HS-2026-000123")),
        ("receiver", Value::text("Nơi nhận chạy thử")),
        ("noted_number", Value::text("")),
        ("dossier", Value::text(dossier)),
        ("missing", Value::List(Vec::new())),
        ("form_profile", Value::text("core")),
    ])
}

/// How the requests of these tests call a place.
pub fn name_of(code: &str) -> String {
    match code {
        "56" => "Khánh Hòa".to_owned(),
        "22366" => "Phường Nha Trang".to_owned(),
        code => ["Nơi số ", code].concat(),
    }
}

fn collect(value: &Value, found: &mut BTreeSet<String>) {
    for (key, value) in value.entries() {
        if (key.ends_with("province") || key.ends_with("commune"))
            && let Some(code) = value.as_str()
        {
            found.insert(code.to_owned());
        }
        for item in value.items() {
            collect(item, found);
        }
    }
}

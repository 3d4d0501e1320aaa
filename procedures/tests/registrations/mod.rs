//! Registrations for tests: an example that passes, with one thing changed.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]
#![allow(dead_code, reason = "each test file takes what it needs")]

use std::fs;
use std::path::Path;

use hoso_dossier::{
    Answer, Answers, Field, Message, Procedure, ProcedureLink, Report, Severity, check, json,
};
use hoso_identifiers::Date;

pub(crate) const PHOTOS: [&str; 4] = ["portrait", "birth_certificate", "id_front", "id_back"];

pub(crate) const ERROR: Option<Severity> = Some(Severity::Error);
pub(crate) const WARNING: Option<Severity> = Some(Severity::Warning);
pub(crate) const INFO: Option<Severity> = Some(Severity::Info);

pub(crate) fn procedure(code: &str) -> &'static Procedure {
    hoso_procedures::find(code).unwrap()
}

pub(crate) fn today() -> Date {
    day(2026, 11, 20)
}

pub(crate) fn day(year: u16, month: u8, day: u8) -> Date {
    Date::new(year, month, day).unwrap()
}

/// The answers of an example.
pub(crate) fn example(code: &str, name: &str) -> Answers {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(code)
        .join("examples")
        .join(name)
        .with_extension("json");
    let value = json::parse(&fs::read(path).unwrap()).unwrap();
    Answers::from_value(value.get("answers").unwrap()).0
}

pub(crate) fn with(mut answers: Answers, changes: &[(&str, &str)]) -> Answers {
    for (field, text) in changes {
        if text.is_empty() {
            answers.remove(field);
        } else {
            answers.set_text(field, *text);
        }
    }
    answers
}

pub(crate) fn with_photo(mut answers: Answers, field: &str, hash: &str) -> Answers {
    answers.set(field, Answer::Many(vec![hash.to_owned()]));
    answers
}

pub(crate) fn report(code: &str, answers: &Answers, today: Date) -> Report {
    check(procedure(code), answers, today)
}

pub(crate) fn severity(report: &Report, at: &str, code: &str) -> Option<Severity> {
    report
        .at(at)
        .find(|issue| issue.code == code)
        .map(|issue| issue.severity)
}

/// `at code` of every issue.
pub(crate) fn issues(report: &Report) -> Vec<String> {
    report
        .issues()
        .iter()
        .map(|issue| format!("{} {}", issue.at, issue.code))
        .collect()
}

fn codes(sentences: &[Message]) -> Vec<&'static str> {
    sentences.iter().map(|sentence| sentence.code).collect()
}

pub(crate) fn next_codes(code: &str, answers: &Answers, today: Date) -> Vec<&'static str> {
    codes(&(procedure(code).next_steps)(answers, today))
}

pub(crate) fn bring_codes(code: &str, answers: &Answers) -> Vec<&'static str> {
    codes(&(procedure(code).required_documents)(answers, today()))
}

pub(crate) fn related(code: &str, answers: &Answers, today: Date) -> Vec<ProcedureLink> {
    (procedure(code).related)(answers, today)
}

pub(crate) fn field(code: &str, id: &str) -> &'static Field {
    procedure(code)
        .definition
        .steps
        .iter()
        .flat_map(|step| step.fields)
        .find(|field| field.id == id)
        .unwrap()
}

/// Returns the ids of the shown fields.
pub(crate) fn asked(code: &str, answers: &Answers) -> Vec<&'static str> {
    let definition = procedure(code).definition;
    definition
        .steps
        .iter()
        .flat_map(|step| step.fields)
        .map(|field| field.id)
        .filter(|id| definition.is_asked(id, answers))
        .collect()
}

fn locale(language: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../locales/{language}.toml"));
    fs::read_to_string(path).unwrap()
}

/// Returns the message of a code.
pub(crate) fn sentence(language: &str, code: &str) -> String {
    let text = locale(language);
    let found = text
        .lines()
        .find_map(|line| line.strip_prefix(&format!("\"{code}\" = \"")))
        .unwrap_or_else(|| panic!("{language}: no sentence for {code}"));
    found.strip_suffix('"').unwrap().replace("\\\"", "\"")
}

/// Returns every message of a language.
pub(crate) fn sentences(language: &str) -> Vec<String> {
    let text = locale(language);
    let found: Vec<String> = text
        .lines()
        .filter(|line| line.starts_with('"'))
        .map(str::to_owned)
        .collect();
    assert!(found.len() > 100, "{language}");
    found
}

//! Dossiers for tests: an example that passes, with one thing changed.

#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]
#![allow(dead_code, reason = "each test file takes what it needs")]

use std::fs;
use std::path::Path;

use hoso_dossier::{Answer, Answers, Field, Procedure, Report, Severity, check, json};
use hoso_identifiers::Date;

pub(crate) const DECLARED: [&str; 7] = [
    "first_no_number",
    "first_with_number",
    "return",
    "change_method",
    "change_base",
    "back_pay",
    "identity_change",
];

pub(crate) fn procedure() -> &'static Procedure {
    hoso_procedures::find("602b").unwrap()
}

pub(crate) fn today() -> Date {
    Date::new(2026, 11, 20).unwrap()
}

/// The answers of an example that passes.
pub(crate) fn example(name: &str) -> Answers {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("602b/examples")
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

pub(crate) fn only(case: &str) -> Answers {
    let mut answers = Answers::default();
    answers.set("cases", Answer::Many(vec![case.to_owned()]));
    answers
}

pub(crate) fn report(answers: &Answers) -> Report {
    check(procedure(), answers, today())
}

pub(crate) fn severity(report: &Report, at: &str, code: &str) -> Option<Severity> {
    report
        .at(at)
        .find(|issue| issue.code == code)
        .map(|issue| issue.severity)
}

#[track_caller]
pub(crate) fn expect(answers: &Answers, at: &str, code: &str, severity_wanted: Option<Severity>) {
    let report = report(answers);
    assert_eq!(
        severity(&report, at, code),
        severity_wanted,
        "{:?}",
        report.issues()
    );
}

pub(crate) const ERROR: Option<Severity> = Some(Severity::Error);
pub(crate) const WARNING: Option<Severity> = Some(Severity::Warning);

pub(crate) fn next_codes(answers: &Answers) -> Vec<&'static str> {
    (procedure().next_steps)(answers, today())
        .iter()
        .map(|sentence| sentence.code)
        .collect()
}

pub(crate) fn asks(answers: &Answers, field: &str) -> bool {
    procedure().definition.is_asked(field, answers)
}

pub(crate) fn fields() -> impl Iterator<Item = &'static Field> {
    procedure()
        .definition
        .steps
        .iter()
        .flat_map(|step| step.fields)
}

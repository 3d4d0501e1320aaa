//! The services that calculate, with answers given by a test.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]
#![allow(dead_code, reason = "each test file takes what it needs")]

use hoso_dossier::{Answers, Figure, Procedure};
use hoso_identifiers::Date;

pub(crate) fn procedure(code: &str) -> &'static Procedure {
    hoso_procedures::find(code).unwrap()
}

pub(crate) fn day(year: u16, month: u8) -> Date {
    Date::new(year, month, 20).unwrap()
}

pub(crate) fn today() -> Date {
    day(2026, 11)
}

pub(crate) fn answers(given: &[(&str, &str)]) -> Answers {
    let mut answers = Answers::default();
    for (field, answer) in given {
        answers.set_text(field, *answer);
    }
    answers
}

pub(crate) fn figures(code: &str, given: &[(&str, &str)], today: Date) -> Vec<Figure> {
    (procedure(code).figures)(&answers(given), today)
}

/// The amount under the label of this code.
#[track_caller]
pub(crate) fn amount(figures: &[Figure], code: &str) -> u64 {
    let found = figures.iter().find(|figure| figure.label.code == code);
    let found = found.unwrap_or_else(|| panic!("{code} is not in {figures:#?}"));
    *found.amount.as_ref().unwrap()
}

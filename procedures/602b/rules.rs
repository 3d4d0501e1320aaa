//! The rules of procedure 602b on two answers, dates or amounts.
//!
//! | file | content |
//! |---|---|
//! | `cases.rs` | the requests, and which can be combined |
//! | `person.rs` | eligibility; consistency of the person's numbers; corrections \[14\] |
//! | `household.rs` | the household appendix |
//! | `input_help.rs` | the bounds and the usual answers of months and amounts |
//! | `money.rs` | months, \[15\] and \[16\] of each request; its estimate, with `procedures/estimate.rs` |
//! | `months.rs` | the months of a back payment |
//! | `request_text.rs` | the sentences for \[18\] |
//! | `request_text_checks.rs` | warnings about \[18\] and \[19\] |
//! | `next_steps.rs` | the next steps after the declaration |
//!
//! Rules have the numbers of `docs/domain/rules.md` §1; a test of that number exists.

mod cases;
mod household;
mod input_help;
mod money;
mod months;
mod next_steps;
mod person;
mod request_text;
mod request_text_checks;
mod stack_text;

use hoso_dossier::definition as d;
use hoso_dossier::{Answers, Procedure, Report};
use hoso_identifiers::Date;

use crate::address;
use cases::Cases;

/// Procedure 602b.
pub(crate) static PROCEDURE: Procedure = Procedure {
    suggested_field: "request_text",
    suggest: |field, answers, _, names| {
        (field == "request_text")
            .then(|| request_text::build(answers, names))
            .flatten()
    },
    input_help: input_help::input_help,
    figures: |answers, _| money::figures(answers),
    figure_rows: |answers, _| money::figure_rows(answers),
    transfer_text: |answers, today| money::transfer_text(answers, today),
    next_steps: next_steps::next_steps,
    ..Procedure::plain(&DEFINITION, rules)
};

/// The first step alone, for a browser that has not loaded the other rules yet.
pub(crate) static FIRST_STEP: Procedure = Procedure::plain(&FIRST_STEP_DEFINITION, first_step_rules);

static FIRST_STEP_DEFINITION: d::Definition = include!(concat!(env!("OUT_DIR"), "/602b.first_step.rs"));

static DEFINITION: d::Definition = include!(concat!(env!("OUT_DIR"), "/602b.rs"));

/// The rules on the first step alone.
fn first_step_rules(answers: &Answers, today: Date, report: &mut Report) {
    cases::check(Cases::of(answers), report);
    person::check_eligibility(answers, false, today, report);
}

fn rules(answers: &Answers, today: Date, report: &mut Report) {
    let cases = Cases::of(answers);
    let person = person::Person::read(cases, answers);
    cases::check(cases, report);
    let is_retired = person::is_retired(&person, today);
    person::check_eligibility(answers, is_retired, today, report);
    if !cases.any(cases::DECLARED) {
        return;
    }
    person::check(cases, &person, answers, today, report);
    if cases.any(cases::A) {
        household::check(&person, answers, today, report);
    }
    money::check(cases, &person, answers, today, report);
    request_text_checks::check(cases, answers, report);
    address::check_street(&DEFINITION, "street_line", answers, report);
    address::check_street(&DEFINITION, "household_street_line", answers, report);
}

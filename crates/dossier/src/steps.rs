//! Which step may be opened: a pure function of the answers, so that a stale
//! address can't skip a rule.

use hoso_identifiers::Severity;

use crate::answers::Answers;
use crate::definition::{Definition, Step};
use crate::path::Path;
use crate::report::{Issue, Report};

/// The steps that are asked, given these answers.
pub fn shown<'a>(
    definition: &'a Definition,
    answers: &'a Answers,
) -> impl Iterator<Item = &'a Step> {
    definition
        .steps
        .iter()
        .filter(|step| step.is_shown(answers))
}

/// The issues of the fields of this step.
pub fn issues_of<'a>(step: &'a Step, report: &'a Report) -> impl Iterator<Item = &'a Issue> {
    report.issues().iter().filter(move |issue| {
        let path = Path::parse(&issue.at);
        step.fields.iter().any(|field| field.id == path.field)
    })
}

/// The first step that holds an error, or `None` when all may be passed.
#[must_use]
pub fn first_to_mend<'a>(
    definition: &'a Definition,
    answers: &'a Answers,
    report: &'a Report,
) -> Option<&'a Step> {
    shown(definition, answers)
        .find(|step| issues_of(step, report).any(|issue| issue.severity == Severity::Error))
}

/// The step that opens when this one is asked for: itself, if every step before
/// it is free of errors, else the first that is not. An unknown or hidden step
/// leads to the first to mend too, or to the first of all.
#[must_use]
pub fn open<'a>(
    definition: &'a Definition,
    answers: &'a Answers,
    report: &'a Report,
    wanted: &str,
) -> Option<&'a Step> {
    let mut first = None;
    for step in shown(definition, answers) {
        first = first.or(Some(step));
        let wrong = issues_of(step, report).any(|issue| issue.severity == Severity::Error);
        if step.id == wanted || wrong {
            return Some(step);
        }
    }
    first
}

//! Computes which step may be opened. It depends on the answers only, so a stale URL cannot skip a
//! rule.

use hoso_identifiers::Severity;

use crate::answers::Answers;
use crate::definition::{Definition, Step};
use crate::path::Path;
use crate::report::{Issue, Report};

/// Iterates over the steps that are shown for these answers.
pub fn shown<'a>(
    definition: &'a Definition,
    answers: &'a Answers,
) -> impl Iterator<Item = &'a Step> {
    definition
        .steps
        .iter()
        .filter(|step| step.is_shown(answers))
}

/// Iterates over the issues of a step's fields.
pub fn issues_of<'a>(step: &'a Step, report: &'a Report) -> impl Iterator<Item = &'a Issue> {
    report.issues().iter().filter(move |issue| {
        let path = Path::parse(&issue.at);
        step.fields.iter().any(|field| field.id == path.field)
    })
}

/// Returns the step to open when the step `wanted` is requested: that step if no earlier step has
/// an error, else the first step with an error. For an unknown or hidden step it is the first step
/// with an error, or the first step.
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
        let has_error = issues_of(step, report).any(|issue| issue.severity == Severity::Error);
        if step.id == wanted || has_error {
            return Some(step);
        }
    }
    first
}

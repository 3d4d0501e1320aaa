//! Merges issues into entries of the error summary: one for all photos that were left out, and one for
//! the empty fields of a person in a list. Names the photo of an issue about one photo. Every other issue is an entry with its own link.

use hoso_dossier::path::Path;
use hoso_dossier::{Issue, Severity};

use crate::components::fields::group::{issue_fields, member_name};
use crate::components::fields::issue_text::{PHOTO_MISSING, issue_text, photos_missing};
use crate::i18n::catalog::translate;
use crate::i18n::lang::Lang;
use crate::i18n::messages::format_message;
use crate::wizard::Wizard;
use crate::wizard::device_checks::PHOTO_NUMBER;
use crate::wizard::validation::SummaryEntry;

/// Returns the number of the photo that an issue is about; `None` if it is about no single photo.
fn photo_number(issue: &Issue) -> Option<&str> {
    let mut args = issue.args.iter();
    let number = args.find(|(name, _)| *name == PHOTO_NUMBER);
    number.map(|(_, number)| number.as_str())
}

/// Returns the entries, in the order of their first issues.
#[must_use]
pub fn merge_issues(wizard: Wizard, lang: Lang, issues: Vec<Issue>) -> Vec<SummaryEntry> {
    let is_photo = |issue: &Issue| issue.code == PHOTO_MISSING;
    let is_missing = |issue: &Issue| {
        let field = wizard.procedure().definition.field_at(&issue.at);
        issue.severity == Severity::Error && field.is_some_and(|field| field.missing == issue.code)
    };
    let row_of = |issue: &Issue| {
        let path = Path::parse(&issue.at);
        path.row.map(|row| (path.field.to_owned(), row))
    };
    let mut entries: Vec<SummaryEntry> = Vec::new();
    for issue in &issues {
        let text = if is_photo(issue) {
            if entries.iter().any(|entry| is_photo(&entry.issue)) {
                continue;
            }
            let photos = issues.iter().filter(|issue| is_photo(issue));
            let paths: Vec<&str> = photos.map(|issue| issue.at.as_str()).collect();
            Some(photos_missing(wizard, lang, &paths))
        } else if let Some((group, row)) = row_of(issue) {
            let who = member_name(lang, row + 1);
            if is_missing(issue) {
                let is_same = |other: &Issue| {
                    is_missing(other) && row_of(other).is_some_and(|at| at == (group.clone(), row))
                };
                if entries.iter().any(|entry| is_same(&entry.issue)) {
                    continue;
                }
                let missing: Vec<&Issue> = issues.iter().filter(|other| is_same(other)).collect();
                let fields = ("fields", issue_fields(wizard, lang, &missing));
                Some(format_message(
                    lang,
                    "ui.member_lacks",
                    &[("who", who), fields],
                ))
            } else {
                Some([&who, ": ", &issue_text(wizard, lang, issue)].concat())
            }
        } else {
            photo_number(issue).map(|number| {
                let field = wizard.procedure().definition.field_at(&issue.at);
                let label = field.map_or("", |field| translate(lang, wizard.label(field)));
                let args = [("what", label.to_owned()), ("n", number.to_owned())];
                let photo = format_message(lang, "ui.photo_n", &args);
                [&photo, ": ", &issue_text(wizard, lang, issue)].concat()
            })
        };
        let issue = issue.clone();
        entries.push(SummaryEntry { issue, text });
    }
    entries
}

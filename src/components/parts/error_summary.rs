//! The error summary above the fields.
//!
//! It takes the focus when it appears, so that a screen reader starts there. Each entry links to
//! its field, also on an earlier step. Warnings appear in the same component, once, and may be
//! ignored. Without an issue it renders nothing. The behaviour is that of GOV.UK Frontend's error
//! summary.

use hoso_dossier::path::Path;
use hoso_dossier::{Issue, Severity};
use hoso_view::html::{a, div, h2, li, ul};
use hoso_view::{IntoNode, Node, ev};

use crate::components::fields::issue_text::{PHOTO_MISSING, issue_text};
use crate::i18n::catalog::translate;
use crate::i18n::lang::Lang;
use crate::i18n::messages::format_message;
use crate::second_module;
use crate::wizard::Wizard;
use crate::wizard::navigation::View;
use crate::wizard::validation::Summary;

/// Renders the error summary of a step.
pub fn error_summary(wizard: Wizard, step_index: usize) -> Node {
    (move || {
        let (severity, class, title) = match wizard.validation.summary.get() {
            Summary::None => return Node::Empty,
            Summary::Errors => (Severity::Error, "error-summary", "ui.errors_title"),
            Summary::Warnings => (
                Severity::Warning,
                "error-summary error-summary--warning",
                "ui.warnings_title",
            ),
        };
        let mut issues = match severity {
            Severity::Warning => wizard.warnings_at(step_index),
            _ => wizard.issues_up_to(step_index, severity),
        };
        if issues.is_empty() {
            return Node::Empty;
        }
        let lang = wizard.lang.get();
        let errors = issues.len();
        // The fields show their warnings too, so the summary counts and lists them.
        if severity == Severity::Error {
            let mut warnings = wizard.issues_up_to(step_index, Severity::Warning);
            warnings.retain(|issue| wizard.step_index_of(&issue.at) == Some(step_index));
            issues.extend(warnings);
        }
        let warnings = issues.len() - errors;
        let (title, args) = if severity == Severity::Error && warnings > 0 {
            let warnings = ("warnings", warnings.to_string());
            let args = vec![("n", errors.to_string()), warnings];
            ("ui.errors_and_warnings", args)
        } else {
            (title, vec![("n", errors.to_string())])
        };
        let title = format_message(lang, title, &args);
        // One entry for all photos that were left out.
        let is_photo = |issue: &Issue| issue.code == PHOTO_MISSING;
        let photos = issues.iter().filter(|issue| is_photo(issue));
        let photos: Vec<&str> = photos.map(|issue| issue.at.as_str()).collect();
        let photos = second_module::get()
            .filter(|_| !photos.is_empty())
            .map(|module| (module.photos_missing)(wizard, lang, &photos));
        let mut has_photo = false;
        issues.retain(|issue| !is_photo(issue) || !core::mem::replace(&mut has_photo, true));
        // Merges the issues of a row into one entry, which links to the first of them: thirty
        // people with five issues each would make a list too long to read.
        let row_of = |issue: &Issue| {
            let path = Path::parse(&issue.at);
            path.row.map(|row| (path.field.to_owned(), row))
        };
        let rows: Vec<_> = issues.iter().map(row_of).collect();
        let occurrences: Vec<_> = issues.iter().map(|i| (i.code, i.at.clone())).collect();
        let merged = issues.into_iter().enumerate().filter_map(|(i, issue)| {
            let row = rows.get(i).cloned().flatten();
            if row.is_none() {
                return Some((issue, 1));
            }
            let is_first = rows.iter().position(|other| *other == row) == Some(i);
            let count = rows.iter().filter(|other| **other == row).count();
            is_first.then_some((issue, count))
        });
        let entries = merged.map(|(issue, count)| {
            let target = wizard.element_id_at(&issue.at);
            let step = wizard.step_index_of(&issue.at);
            let text = if count > 1 {
                format_message(lang, "ui.member_issues", &[("n", count.to_string())])
            } else if is_photo(&issue) {
                photos.clone().unwrap_or_default()
            } else {
                issue_text(wizard, lang, &issue)
            };
            // The same message at two fields would not identify the field.
            let is_ambiguous = occurrences
                .iter()
                .any(|(code, at)| *code == issue.code && *at != issue.at);
            let entry_text = [subject(wizard, lang, &issue, is_ambiguous), text].concat();
            li().child(
                a().attr("href", ["#", &target].concat())
                    .child(entry_text)
                    .on(ev::click, move |ev| {
                        ev.prevent_default();
                        if let Some(step) = step
                            && wizard.navigation.view.get_untracked() != View::Step(step)
                        {
                            wizard.navigation.view.set(View::Step(step));
                        }
                        wizard.navigation.focus_element(target.clone());
                    }),
            )
        });
        div()
            .class(class)
            .attr("tabindex", "-1")
            .attr("data-hoso-summary", "")
            .child(
                div()
                    .attr("role", "alert")
                    .child(h2().class("error-summary__title").child(title))
                    .child(
                        ul().class("error-summary__list")
                            .attr("role", "list")
                            .children(entries),
                    ),
            )
            .into_node()
    })
    .into_node()
}

/// Returns the prefix of an entry whose message does not name its field: the member of a group, or
/// the label of the field.
fn subject(wizard: Wizard, lang: Lang, issue: &Issue, is_ambiguous: bool) -> String {
    let mut subject = match Path::parse(&issue.at).row {
        Some(row) => format_message(lang, "ui.member_n", &[("n", (row + 1).to_string())]),
        None if is_ambiguous
            || issue.code == "choice.missing"
            || issue.code.starts_with("ui.photo") =>
        {
            let field = wizard.procedure().definition.field_at(&issue.at);
            field
                .map(|field| translate(lang, field.label).to_owned())
                .filter(|_| issue.code != PHOTO_MISSING)
                .unwrap_or_default()
        }
        None => return String::new(),
    };
    if subject.is_empty() {
        return subject;
    }
    subject.push_str(if subject.ends_with('?') { " " } else { ": " });
    subject
}

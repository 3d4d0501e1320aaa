//! The list of everything to mend, shown above the questions.
//!
//! It takes the focus when it appears, so that a screen reader starts there, and
//! each entry leads to its question, on an earlier step too. Warnings come in the
//! same place, once, and say that they may be passed. With nothing to mend it
//! renders nothing. The algorithm is that of GOV.UK Frontend's error summary.

use hoso_dossier::path::Path;
use hoso_dossier::{Issue, Severity};

use crate::dom::{Node, dynamic, el};
use crate::form::{Form, Page, Summary};
use crate::texts;

/// The summary of the step that is shown.
pub fn error_summary(form: Form, place: usize) -> Node {
    dynamic(move || {
        let (severity, class, title) = match form.summary.get() {
            Summary::None => return Node::Empty,
            Summary::Errors => (Severity::Error, "error-summary", "ui.errors_title"),
            Summary::Warnings => (
                Severity::Warning,
                "error-summary error-summary--warning",
                "ui.warnings_title",
            ),
        };
        let issues = match severity {
            Severity::Warning => form.warnings_at(place),
            _ => form.issues_up_to(place, severity),
        };
        if issues.is_empty() {
            return Node::Empty;
        }
        let lang = form.lang.get();
        let title = texts::filled(lang, title, &[("n", issues.len().to_string())]);
        // Thirty people with five open questions each would be a list that nobody reads: one
        // line to a person, which leads to the first of theirs.
        let row_of = |issue: &Issue| {
            let path = Path::parse(&issue.at);
            path.row.map(|row| (path.field.to_owned(), row))
        };
        let rows: Vec<_> = issues.iter().map(row_of).collect();
        let places: Vec<_> = issues.iter().map(|i| (i.code, i.at.clone())).collect();
        let kept = issues.into_iter().enumerate().filter_map(|(i, issue)| {
            let row = rows.get(i).cloned().flatten();
            if row.is_none() {
                return Some((issue, 1));
            }
            let first = rows.iter().position(|other| *other == row) == Some(i);
            let count = rows.iter().filter(|other| **other == row).count();
            first.then_some((issue, count))
        });
        let entries = kept.map(|(issue, count)| {
            let target = form.element_id_at(&issue.at);
            let step = form.place_of(&issue.at);
            let said = if count > 1 {
                texts::filled(lang, "ui.member_issues", &[("n", count.to_string())])
            } else {
                said(form, lang, &issue)
            };
            // The same sentence at two questions would leave open which is which.
            let again = places
                .iter()
                .any(|(code, at)| *code == issue.code && *at != issue.at);
            let sentence = [subject(form, lang, &issue, again), said].concat();
            el("li").child(
                el("a")
                    .attr("href", ["#", &target].concat())
                    .child(sentence)
                    .on("click", move |ev| {
                        ev.prevent_default();
                        if let Some(step) = step
                            && form.page.get_untracked() != Page::Step(step)
                        {
                            form.page.set(Page::Step(step));
                        }
                        form.focus.set(Some(target.clone()));
                    }),
            )
        });
        el("div")
            .class(class)
            .attr("tabindex", "-1")
            .attr("data-hoso-summary", "")
            .child(
                el("div")
                    .attr("role", "alert")
                    .child(el("h2").class("error-summary__title").child(title))
                    .child(
                        el("ul")
                            .class("error-summary__list")
                            .attr("role", "list")
                            .children(entries),
                    ),
            )
            .into()
    })
}

/// The sentence of an issue. Where it has room for the name of a photo, that is the question's own.
#[must_use]
pub fn said(form: Form, lang: texts::Lang, issue: &Issue) -> String {
    if issue.code != "photo.missing" {
        return texts::filled(lang, issue.code, &issue.args);
    }
    let label = form.procedure().definition.field_at(&issue.at);
    let label = label.map_or("", |field| lang.pick(&field.label));
    let mut letters = label.chars();
    let name: String = match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    };
    texts::filled(lang, issue.code, &[("photo", name)])
}

/// Whom or what a sentence is about, where it does not say so itself: a member of
/// the household, a question of yes or no, one of several with the same sentence.
fn subject(form: Form, lang: texts::Lang, issue: &Issue, again: bool) -> String {
    let mut subject = match Path::parse(&issue.at).row {
        Some(row) => texts::filled(lang, "ui.member_n", &[("n", (row + 1).to_string())]),
        None if again || issue.code == "choice.missing" || issue.code.starts_with("ui.photo") => {
            let field = form.procedure().definition.field_at(&issue.at);
            field
                .map(|field| lang.pick(&field.label).to_owned())
                .filter(|_| issue.code != "photo.missing")
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

//! The list of everything to mend, shown above the questions.
//!
//! It takes the focus when it appears, so that a screen reader starts there, and
//! each entry leads to its question, on an earlier step too. Warnings come in the
//! same place, once, and say that they may be passed. With nothing to mend it
//! renders nothing. The algorithm is that of GOV.UK Frontend's error summary.

use hoso_dossier::path::Path;
use hoso_dossier::{Issue, Severity};

use crate::components::fields::issue_text::issue_text;
use crate::dom::{Node, dynamic, el};
use crate::i18n::english::pick;
use crate::i18n::lang::Lang;
use crate::i18n::messages::format_message;
use crate::wizard::Wizard;
use crate::wizard::navigation::View;
use crate::wizard::validation::Summary;

/// The summary of the step that is shown.
pub fn error_summary(wizard: Wizard, place: usize) -> Node {
    dynamic(move || {
        let (severity, class, title) = match wizard.validation.summary.get() {
            Summary::None => return Node::Empty,
            Summary::Errors => (Severity::Error, "error-summary", "ui.errors_title"),
            Summary::Warnings => (
                Severity::Warning,
                "error-summary error-summary--warning",
                "ui.warnings_title",
            ),
        };
        let issues = match severity {
            Severity::Warning => wizard.warnings_at(place),
            _ => wizard.issues_up_to(place, severity),
        };
        if issues.is_empty() {
            return Node::Empty;
        }
        let lang = wizard.lang.get();
        let title = format_message(lang, title, &[("n", issues.len().to_string())]);
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
            let target = wizard.element_id_at(&issue.at);
            let step = wizard.step_index_of(&issue.at);
            let text = if count > 1 {
                format_message(lang, "ui.member_issues", &[("n", count.to_string())])
            } else {
                issue_text(wizard, lang, &issue)
            };
            // The same sentence at two questions would leave open which is which.
            let again = places
                .iter()
                .any(|(code, at)| *code == issue.code && *at != issue.at);
            let sentence = [subject(wizard, lang, &issue, again), text].concat();
            el("li").child(
                el("a")
                    .attr("href", ["#", &target].concat())
                    .child(sentence)
                    .on("click", move |ev| {
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

/// Whom or what a sentence is about, where it does not say so itself: a member of
/// the household, a question of yes or no, one of several with the same sentence.
fn subject(wizard: Wizard, lang: Lang, issue: &Issue, again: bool) -> String {
    let mut subject = match Path::parse(&issue.at).row {
        Some(row) => format_message(lang, "ui.member_n", &[("n", (row + 1).to_string())]),
        None if again || issue.code == "choice.missing" || issue.code.starts_with("ui.photo") => {
            let field = wizard.procedure().definition.field_at(&issue.at);
            field
                .map(|field| pick(lang, &field.label).to_owned())
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

//! The error summary above the fields.
//!
//! It takes the focus when it appears, so that a screen reader starts there. Each entry links to
//! its field, also on an earlier step. Warnings appear in the same component, once, and may be
//! ignored. Without an issue it renders nothing. The behaviour is that of GOV.UK Frontend's error
//! summary.

use hoso_dossier::{Issue, Severity};
use hoso_view::html::{a, div, h2, li, ul};
use hoso_view::{IntoNode, Node, ev};

use crate::components::fields::issue_text::issue_text;
use crate::components::parts::step_button::step_button_label;
use crate::i18n::catalog::translate;
use crate::i18n::lang::Lang;
use crate::i18n::messages::{format_message, template};
use crate::second_module;
use crate::wizard::Wizard;
use crate::wizard::navigation::View;
use crate::wizard::validation::{Summary, SummaryEntry};

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
        let title = if severity == Severity::Error && warnings > 0 {
            "ui.errors_and_warnings"
        } else {
            title
        };
        let button = template(lang, step_button_label(wizard, step_index));
        let title = format_message(
            lang,
            title,
            &[
                ("n", errors.to_string()),
                ("warnings", warnings.to_string()),
                ("button", button.to_owned()),
            ],
        );
        // The second module merges issues of photos and of rows, which no first step has.
        let entries: Vec<SummaryEntry> = match second_module::get() {
            Some(module) => (module.merge_issues)(wizard, lang, issues),
            None => issues.into_iter().map(SummaryEntry::from).collect(),
        };
        let occurrences: Vec<_> = entries
            .iter()
            .map(|e| (e.issue.code, e.issue.at.clone()))
            .collect();
        let entries = entries.into_iter().map(|SummaryEntry { issue, text }| {
            let target = wizard.element_id_at(&issue.at);
            let step = wizard.step_index_of(&issue.at);
            // The same message at two fields would not identify the field.
            let is_ambiguous = occurrences
                .iter()
                .any(|(code, at)| *code == issue.code && *at != issue.at);
            let own_text = || {
                let text = issue_text(wizard, lang, &issue);
                [subject(wizard, lang, &issue, is_ambiguous), text].concat()
            };
            let entry_text = text.unwrap_or_else(own_text);
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

/// Returns the prefix of an entry whose message does not name its field: the label of the field.
fn subject(wizard: Wizard, lang: Lang, issue: &Issue, is_ambiguous: bool) -> String {
    if !is_ambiguous && issue.code != "choice.missing" && !issue.code.starts_with("ui.photo") {
        return String::new();
    }
    let field = wizard.procedure().definition.field_at(&issue.at);
    let label = field.map_or("", |field| {
        let label = wizard.label(field);
        translate(lang, label)
    });
    if label.is_empty() {
        return String::new();
    }
    [label, if label.ends_with('?') { " " } else { ": " }].concat()
}

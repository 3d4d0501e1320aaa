//! The issues of one field, shown at the field.

use hoso_dossier::{Issue, Severity};
use hoso_view::html::{button, div, p, span};
use hoso_view::{IntoNode, Node, Track, ev};

use crate::components::fields::issue_text::issue_text;
use crate::i18n::lang::Lang;
use crate::i18n::messages::{format_message, template};
use crate::wizard::Wizard;
use crate::wizard::device_checks::PHOTO_NUMBER;
use crate::wizard::field_ref::FieldRef;

/// The issues of one field. Reading them subscribes the current effect.
#[derive(Clone, Copy)]
pub struct IssuesOf {
    wizard: Wizard,
    at: FieldRef,
}

/// Returns the issues of a field.
#[must_use]
pub const fn issues_of(wizard: Wizard, at: FieldRef) -> IssuesOf {
    IssuesOf { wizard, at }
}

impl IssuesOf {
    /// Calls `visit` with each issue, and subscribes to changes.
    fn each(self, visit: &mut dyn FnMut(&Issue)) {
        // Removing an earlier row changes the path of this field.
        self.wizard.answers.visibility_changed.track();
        let path = self.wizard.answers.path(self.at);
        self.wizard.validation.issues.with(|issues| {
            issues
                .iter()
                // A photo shows the issues about itself.
                .filter(|issue| {
                    issue.at == path && !issue.args.iter().any(|(name, _)| *name == PHOTO_NUMBER)
                })
                .for_each(visit)
        });
    }

    /// Returns the highest severity, or `None` without an issue.
    fn worst(self) -> Option<Severity> {
        let mut worst = None;
        self.each(&mut |issue| {
            worst = Some(worst.map_or(issue.severity, |w: Severity| w.min(issue.severity)))
        });
        worst
    }
}

/// Returns the CSS class of a field by its highest severity.
pub fn field_class(issues: IssuesOf) -> impl Fn() -> Option<&'static str> + Copy + 'static {
    move || {
        Some(match issues.worst() {
            Some(Severity::Error) => "field field--error",
            Some(Severity::Warning) => "field field--warning",
            _ => "field",
        })
    }
}

/// Returns the value of `aria-describedby`: the element ids of the hints and of the messages that
/// are rendered.
pub fn described_by(
    wizard: Wizard,
    at: FieldRef,
    issues: IssuesOf,
    hints: &'static [&'static str],
) -> impl Fn() -> Option<String> + Copy + 'static {
    move || {
        let mut ids = String::new();
        let own = (!at.field.hint.is_empty()).then_some("-hint");
        let message = issues.worst().is_some().then_some("-message");
        for part in own.into_iter().chain(hints.iter().copied()).chain(message) {
            if !ids.is_empty() {
                ids.push(' ');
            }
            ids.push_str(&wizard.element_id(at, part));
        }
        (!ids.is_empty()).then_some(ids)
    }
}

/// Returns the value of `aria-invalid`: set if the field has an error.
pub fn invalid(issues: IssuesOf) -> impl Fn() -> Option<&'static str> + Copy + 'static {
    move || {
        let has_error = issues.worst() == Some(Severity::Error);
        has_error.then_some("true")
    }
}

/// Renders the messages of a field. A message with a proposal has a button that applies it with one
/// tap.
///
/// The error summary shows the same text.
pub fn messages(wizard: Wizard, at: FieldRef, issues: IssuesOf) -> Node {
    div()
        .class("messages")
        .id(wizard.element_id(at, "-message"))
        .child(move || {
            let lang = wizard.lang.get();
            let mut nodes = Vec::new();
            issues.each(&mut |issue| nodes.extend(render_issue(wizard, at, issue, lang)));
            nodes
        })
        .into_node()
}

fn render_issue(wizard: Wizard, at: FieldRef, issue: &Issue, lang: Lang) -> [Node; 2] {
    let (class, word) = match issue.severity {
        Severity::Error => ("message message--error", "ui.error_word"),
        Severity::Warning => ("message message--warning", "ui.warning_word"),
        Severity::Info => ("message message--info", "ui.info_word"),
    };
    let word = [template(lang, word), " "].concat();
    let message = p().class(class).child(
        span()
            .child(span().class("visually-hidden").child(word))
            .child(issue_text(wizard, lang, issue)),
    );
    let proposal = issue.proposal.clone().map(|value| {
        let label = format_message(lang, "ui.apply_proposal", &[("value", value.clone())]);
        button()
            .class("proposal")
            .attr("type", "button")
            .on(ev::click, move |_| {
                wizard.accept_proposal(at, value.clone())
            })
            .child(label)
    });
    [message.into_node(), proposal.into_node()]
}

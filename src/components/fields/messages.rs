//! What is wrong with one question, said at the question.

use hoso_dossier::{Issue, Severity};

use crate::components::fields::issue_text::issue_text;
use crate::dom::{Node, dynamic, el};
use crate::i18n::lang::Lang;
use crate::i18n::messages::{format_message, template};
use crate::wizard::Wizard;
use crate::wizard::field_ref::FieldRef;

/// The issues of one question, for those who listen to them.
#[derive(Clone, Copy)]
pub struct IssuesOf {
    wizard: Wizard,
    at: FieldRef,
}

/// The issues of one question.
#[must_use]
pub const fn issues_of(wizard: Wizard, at: FieldRef) -> IssuesOf {
    IssuesOf { wizard, at }
}

impl IssuesOf {
    /// Looks at them in turn, as long as the look says so, and listens.
    fn each(self, look: &mut dyn FnMut(&Issue)) {
        // A row before this one may go, and the path with it.
        self.wizard.answers.visibility_changed.track();
        let path = self.wizard.answers.path(self.at);
        self.wizard.validation.issues.with(|issues| {
            issues
                .iter()
                .filter(|issue| issue.at == path)
                .for_each(look)
        });
    }

    /// The worst of them, or nothing.
    fn worst(self) -> Option<Severity> {
        let mut worst = None;
        self.each(&mut |issue| {
            worst = Some(worst.map_or(issue.severity, |w: Severity| w.min(issue.severity)))
        });
        worst
    }
}

/// The class of a question in its state.
pub fn field_class(issues: IssuesOf) -> impl Fn() -> Option<&'static str> + Copy + 'static {
    move || {
        Some(match issues.worst() {
            Some(Severity::Error) => "field field--error",
            Some(Severity::Warning) => "field field--warning",
            _ => "field",
        })
    }
}

/// What `aria-describedby` names: the hints and the messages that are there.
pub fn described_by(
    wizard: Wizard,
    at: FieldRef,
    issues: IssuesOf,
    hints: &'static [&'static str],
) -> impl Fn() -> Option<String> + Copy + 'static {
    move || {
        let mut ids = String::new();
        let own = (!at.field.hint.vi.is_empty()).then_some("-hint");
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

/// What `aria-invalid` says.
pub fn invalid(issues: IssuesOf) -> impl Fn() -> Option<&'static str> + Copy + 'static {
    move || {
        let wrong = issues.worst() == Some(Severity::Error);
        wrong.then_some("true")
    }
}

/// The messages of a question, each with what may be taken over.
///
/// The same sentence stands in the error summary. A proposal is one tap.
pub fn messages(wizard: Wizard, at: FieldRef, issues: IssuesOf) -> Node {
    el("div")
        .class("messages")
        .attr("id", wizard.element_id(at, "-message"))
        .child(dynamic(move || {
            let lang = wizard.lang.get();
            let mut shown = Vec::new();
            issues.each(&mut |issue| shown.extend(one(wizard, at, issue, lang)));
            shown
        }))
        .into()
}

fn one(wizard: Wizard, at: FieldRef, issue: &Issue, lang: Lang) -> [Node; 2] {
    let (class, word) = match issue.severity {
        Severity::Error => ("message message--error", "ui.error_word"),
        Severity::Warning => ("message message--warning", "ui.warning_word"),
        Severity::Info => ("message message--info", "ui.info_word"),
    };
    let word = [template(lang, word), " "].concat();
    let message = el("p").class(class).child(
        el("span")
            .child(el("span").class("visually-hidden").child(word))
            .child(issue_text(wizard, lang, issue)),
    );
    let proposal = issue.proposal.clone().map(|value| {
        let label = format_message(lang, "ui.take_over", &[("value", value.clone())]);
        el("button")
            .class("proposal")
            .attr("type", "button")
            .on("click", move |_| wizard.apply_proposal(at, value.clone()))
            .child(label)
    });
    [message.into(), proposal.into()]
}

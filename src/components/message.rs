//! What is wrong with one question, said at the question.

use hoso_dossier::{Issue, Severity};
use leptos::prelude::*;

use crate::dom::{Node, dynamic, el};
use crate::form::{At, Form};
use crate::texts;

/// The issues of one question, as it listens to them.
#[must_use]
pub fn issues_of(form: Form, at: At) -> Memo<Vec<Issue>> {
    Memo::new(move |_| {
        // A row before this one may go, and the path with it.
        form.shape.track();
        let path = form.path(at);
        form.issues.with(|issues| issues.iter().filter(|issue| issue.at == path).cloned().collect())
    })
}

/// The worst of some issues, or nothing.
#[must_use]
pub fn worst(issues: &[Issue]) -> Option<Severity> {
    issues.iter().map(|issue| issue.severity).min()
}

/// The class of a question in its state.
pub fn field_class(issues: Memo<Vec<Issue>>) -> impl Fn() -> Option<&'static str> + Copy + 'static {
    move || {
        Some(match issues.with(|issues| worst(issues)) {
            Some(Severity::Error) => "field field--error",
            Some(Severity::Warning) => "field field--warning",
            _ => "field",
        })
    }
}

/// What `aria-describedby` names: the hints and the messages that are there.
pub fn described_by(
    form: Form,
    at: At,
    issues: Memo<Vec<Issue>>,
    hints: &'static [&'static str],
) -> impl Fn() -> Option<String> + Copy + 'static {
    move || {
        let mut ids = String::new();
        let own = (!at.field.hint.vi.is_empty()).then_some("-hint");
        let message = issues.with(|issues| !issues.is_empty()).then_some("-message");
        for part in own.into_iter().chain(hints.iter().copied()).chain(message) {
            if !ids.is_empty() {
                ids.push(' ');
            }
            ids.push_str(&form.element_id(at, part));
        }
        (!ids.is_empty()).then_some(ids)
    }
}

/// What `aria-invalid` says.
pub fn invalid(issues: Memo<Vec<Issue>>) -> impl Fn() -> Option<&'static str> + Copy + 'static {
    move || {
        let wrong = issues.with(|issues| worst(issues) == Some(Severity::Error));
        wrong.then_some("true")
    }
}

/// The messages of a question, each with what may be taken over.
///
/// The same sentence stands in the error summary. A proposal is one tap.
pub fn messages(form: Form, at: At, issues: Memo<Vec<Issue>>) -> Node {
    el("div")
        .class("messages")
        .attr("id", form.element_id(at, "-message"))
        .child(dynamic(move || {
            let lang = form.lang.get();
            issues.get().iter().flat_map(|issue| one(form, at, issue, lang)).collect::<Vec<_>>()
        }))
        .into()
}

fn one(form: Form, at: At, issue: &Issue, lang: texts::Lang) -> [Node; 2] {
    let (class, word) = match issue.severity {
        Severity::Error => ("message message--error", "ui.error_word"),
        Severity::Warning => ("message message--warning", "ui.warning_word"),
        Severity::Info => ("message message--info", "ui.info_word"),
    };
    let word = [texts::raw(lang, word), " "].concat();
    let message = el("p").class(class).child(
        el("span")
            .child(el("span").class("visually-hidden").child(word))
            .child(texts::filled(lang, issue.code, &issue.args)),
    );
    let proposal = issue.proposal.clone().map(|value| {
        let label = texts::filled(lang, "ui.take_over", &[("value", value.clone())]);
        el("button")
            .class("proposal")
            .attr("type", "button")
            .on("click", move |_| form.take_over(at, value.clone()))
            .child(label)
    });
    [message.into(), proposal.into()]
}

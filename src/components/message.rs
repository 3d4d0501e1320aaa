//! What is wrong with one question, said at the question.

use hoso_dossier::{Issue, Severity};
use leptos::prelude::*;

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
pub fn field_class(issues: Memo<Vec<Issue>>) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    move || match issues.with(|issues| worst(issues)) {
        Some(Severity::Error) => "field field--error",
        Some(Severity::Warning) => "field field--warning",
        _ => "field",
    }
}

/// What `aria-describedby` names: the hint and the messages that are there.
pub fn described_by(
    form: Form,
    at: At,
    issues: Memo<Vec<Issue>>,
) -> impl Fn() -> Option<String> + Copy + Send + Sync + 'static {
    move || {
        let mut ids = String::new();
        if !at.field.hint.vi.is_empty() {
            ids.push_str(&form.element_id(at, "-hint"));
        }
        if issues.with(|issues| !issues.is_empty()) {
            if !ids.is_empty() {
                ids.push(' ');
            }
            ids.push_str(&form.element_id(at, "-message"));
        }
        (!ids.is_empty()).then_some(ids)
    }
}

/// What `aria-invalid` says.
pub fn invalid(issues: Memo<Vec<Issue>>) -> impl Fn() -> Option<&'static str> + Copy + Send + Sync + 'static {
    move || {
        let wrong = issues.with(|issues| worst(issues) == Some(Severity::Error));
        wrong.then_some("true")
    }
}

/// The messages of a question, worst first, each with what may be taken over.
///
/// The same sentence stands in the error summary. A proposal is one tap.
pub fn messages(form: Form, at: At, issues: Memo<Vec<Issue>>) -> impl IntoView {
    let id = form.element_id(at, "-message");
    view! {
        <div id=id class="messages">
            {move || {
                let lang = form.lang.get();
                issues.get().into_iter().map(|issue| one(form, at, &issue, lang)).collect::<Vec<_>>()
            }}
        </div>
    }
}

fn one(form: Form, at: At, issue: &Issue, lang: texts::Lang) -> impl IntoView + use<> {
    let (class, word) = match issue.severity {
        Severity::Error => ("message message--error", "ui.error_word"),
        Severity::Warning => ("message message--warning", "ui.warning_word"),
        Severity::Info => ("message message--info", "ui.info_word"),
    };
    let proposal = issue.proposal.clone().map(|value| {
        let label = texts::filled(lang, "ui.take_over", &[("value", value.clone())]);
        view! {
            <button type="button" class="proposal" on:click=move |_| form.take_over(at, value.clone())>
                {label}
            </button>
        }
    });
    view! {
        <p class=class>
            <span>
                <span class="visually-hidden">{texts::raw(lang, word)}" "</span>
                {texts::filled(lang, issue.code, &issue.args)}
            </span>
        </p>
        {proposal}
    }
}

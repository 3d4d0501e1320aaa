//! What is wrong with one question, said at the question.

use crate::components::error_summary::said;
use crate::dom::{Node, dynamic, el};
use crate::form::{At, Form};
use crate::texts;
use hoso_dossier::{Issue, Severity};

/// The issues of one question, for those who listen to them.
#[derive(Clone, Copy)]
pub struct IssuesOf {
    form: Form,
    at: At,
}

/// The issues of one question.
#[must_use]
pub const fn issues_of(form: Form, at: At) -> IssuesOf {
    IssuesOf { form, at }
}

impl IssuesOf {
    /// Looks at them in turn, as long as the look says so, and listens.
    fn each(self, look: &mut dyn FnMut(&Issue)) {
        // A row before this one may go, and the path with it.
        self.form.shape.track();
        let path = self.form.path(self.at);
        self.form.issues.with(|issues| {
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
    form: Form,
    at: At,
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
            ids.push_str(&form.element_id(at, part));
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
pub fn messages(form: Form, at: At, issues: IssuesOf) -> Node {
    el("div")
        .class("messages")
        .attr("id", form.element_id(at, "-message"))
        .child(dynamic(move || {
            let lang = form.lang.get();
            let mut said = Vec::new();
            issues.each(&mut |issue| said.extend(one(form, at, issue, lang)));
            said
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
            .child(said(form, lang, issue)),
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

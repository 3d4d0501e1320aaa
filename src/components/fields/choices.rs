//! Radios and check boxes as large cards, one group to a question.

use hoso_dossier::{Answer, Choice, Required};
use hoso_view::html::{button, div, fieldset, label, legend, p};
use hoso_view::{IntoNode, Node, Track, ev, html};

use crate::components::fields::label::{hint, label_text};
use crate::components::fields::messages::{
    described_by, field_class, invalid, issues_of, messages,
};
use crate::i18n::messages::{localized, message};
use crate::platform;
use crate::wizard::Wizard;
use crate::wizard::field_ref::FieldRef;

/// A question that is answered by tapping one or several cards.
///
/// The first card bears the id of the question, so that the error summary leads to it.
pub fn choices(wizard: Wizard, at: FieldRef, offered: &'static [Choice], many: bool) -> Node {
    let issues = issues_of(wizard, at);
    let short = offered.len() == 2 && offered.iter().all(|c| c.hint.vi.is_empty());
    div()
        .class(field_class(issues))
        .child(
            fieldset()
                .attr("aria-describedby", described_by(wizard, at, issues, &[]))
                .child(
                    legend()
                        .class("field__legend")
                        .children(label_text(wizard, at.field)),
                )
                .child(hint(wizard, at))
                .child(messages(wizard, at, issues))
                .child(
                    div()
                        .class(if short {
                            "choices choices--inline"
                        } else {
                            "choices"
                        })
                        .children(
                            offered
                                .iter()
                                .enumerate()
                                .map(|(i, choice)| card(wizard, at, choice, i, many)),
                        ),
                )
                .child(untick(wizard, at, many)),
        )
        .into_node()
}

/// A radio cannot be unticked by itself; where no answer is needed, a button takes it back.
fn untick(wizard: Wizard, at: FieldRef, many: bool) -> Node {
    if many || at.field.required != Required::No {
        return Node::Empty;
    }
    (move || {
        wizard.answers.answers_replaced.track();
        wizard.answers.answer_changed.track();
        (!wizard.answers.text(at).is_empty()).then(|| {
            button()
                .class("proposal")
                .attr("type", "button")
                .on(ev::click, move |_| wizard.apply_proposal(at, String::new()))
                .child(message(wizard.lang, "ui.untick"))
        })
    })
    .into_node()
}

fn card(wizard: Wizard, at: FieldRef, choice: &'static Choice, i: usize, many: bool) -> Node {
    let issues = issues_of(wizard, at);
    let mut part = String::new();
    if i > 0 {
        part.push('-');
        part.push_str(choice.id);
    }
    let id = wizard.element_id(at, &part);
    let about = (!choice.hint.vi.is_empty()).then(|| [id.as_str(), "-about"].concat());
    let hint = about.clone().map(|about| {
        p().class("choice__hint")
            .id(about)
            .child(localized(wizard.lang, &choice.hint))
    });
    let input = html::input()
        .class("choice__input")
        .attr("type", if many { "checkbox" } else { "radio" })
        .id(id.clone())
        .attr("value", choice.id)
        .attr("aria-describedby", about)
        .attr("name", move || {
            wizard.answers.visibility_changed.track();
            Some(wizard.answers.path(at))
        })
        .attr("aria-invalid", invalid(issues))
        .prop("checked", move || {
            wizard.answers.answers_replaced.track();
            wizard.answers.has(at, choice.id)
        })
        .on(ev::change, move |ev| {
            if many {
                wizard.toggle_choice(at, choice.id, platform::checked_of(&ev));
            } else {
                wizard.commit_answer(at, Answer::Text(choice.id.to_owned()));
            }
        });
    div()
        .class("choice")
        .child(input)
        .child(
            label()
                .class("choice__label")
                .attr("for", id)
                .child(localized(wizard.lang, &choice.label)),
        )
        .child(hint)
        .into_node()
}

/// The tick under the declaration.
pub fn commitment(wizard: Wizard, at: FieldRef) -> Node {
    let issues = issues_of(wizard, at);
    let id = wizard.element_id(at, "");
    let input = html::input()
        .class("choice__input")
        .attr("type", "checkbox")
        .id(id.clone())
        .attr("name", at.field.id)
        .attr("value", "yes")
        .attr("aria-describedby", described_by(wizard, at, issues, &[]))
        .attr("aria-invalid", invalid(issues))
        .prop("checked", move || {
            wizard.answers.answers_replaced.track();
            wizard.answers.has(at, "yes")
        })
        .on(ev::change, move |ev| {
            let answer = if platform::checked_of(&ev) {
                "yes"
            } else {
                "no"
            };
            wizard.commit_answer(at, Answer::Text(answer.to_owned()));
        });
    div()
        .class(field_class(issues))
        .child(messages(wizard, at, issues))
        .child(
            div().class("choice").child(input).child(
                label()
                    .class("choice__label")
                    .attr("for", id)
                    .child(localized(wizard.lang, &at.field.label)),
            ),
        )
        .into_node()
}

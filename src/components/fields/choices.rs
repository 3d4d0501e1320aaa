//! Radio buttons and checkboxes as large cards, one group per field.

use hoso_dossier::{Answer, Choice, Required};
use hoso_view::html::{button, div, fieldset, label, legend, p};
use hoso_view::{IntoNode, Node, Track, ev, html};

use crate::components::fields::label::{hint, label_text, required};
use crate::components::fields::messages::{
    described_by, field_class, invalid, issues_of, messages,
};
use crate::i18n::messages::{localized, message};
use crate::platform;
use crate::wizard::Wizard;
use crate::wizard::field_ref::FieldRef;

/// Renders a field that a person answers by tapping one or several cards.
///
/// Options of a field with several answers that exclude others are radio buttons and come first.
/// The first card has the element id of the field, so that the error summary can link to it.
pub fn choices(wizard: Wizard, at: FieldRef, options: &'static [Choice], many: bool) -> Node {
    let issues = issues_of(wizard, at);
    let is_inline = options.len() == 2 && options.iter().all(|c| c.hint.is_empty());
    let list = move |has_radios: bool| {
        let cards = options.iter().enumerate();
        let cards = cards.filter(move |(_, choice)| is_radio(choice, many) == has_radios);
        div()
            .class(if is_inline {
                "choices choices--inline"
            } else {
                "choices"
            })
            .children(cards.map(move |(index, choice)| card(wizard, at, choice, index, many)))
    };
    let has_radios = options.iter().any(|choice| is_radio(choice, many));
    let more = (many && has_radios).then(|| {
        [
            p().class("choices__more")
                .child(message(wizard.lang, "ui.choose_more"))
                .into_node(),
            list(false).into_node(),
        ]
    });
    let group = fieldset().attr("aria-describedby", described_by(wizard, at, issues, &[]));
    // A group of checkboxes has no attribute that says that it is required.
    let group = if many {
        group
    } else {
        group
            .attr("role", "radiogroup")
            .attr("aria-required", required(wizard, at))
    };
    div()
        .class(field_class(issues))
        .child(
            group
                .child(
                    legend()
                        .class("field__legend")
                        .children(label_text(wizard, at)),
                )
                .child(hint(wizard, at))
                .child(messages(wizard, at, issues))
                .child(list(has_radios))
                .child(has_radios.then(|| clear_button(wizard, at, options, many)))
                .child(more.map(|more| more.into_node())),
        )
        .into_node()
}

/// Returns whether an option is a radio button.
fn is_radio(choice: &Choice, many: bool) -> bool {
    !many || !choice.excludes.is_empty()
}

/// Renders a button that clears the radio buttons of a field that may stay empty: a selected radio
/// button cannot be deselected by tapping it.
fn clear_button(wizard: Wizard, at: FieldRef, options: &'static [Choice], many: bool) -> Node {
    if !many && at.field.required != Required::No {
        return Node::Empty;
    }
    (move || {
        wizard.answers.answers_replaced.track();
        wizard.answers.answer_changed.track();
        let mut radios = options
            .iter()
            .enumerate()
            .filter(|(_, choice)| is_radio(choice, many));
        let selected = radios.find(|(_, choice)| wizard.answers.has(at, choice.id));
        selected.map(|(index, choice)| {
            button()
                .class("proposal")
                .attr("type", "button")
                .on(ev::click, move |_| {
                    if many {
                        wizard.toggle_choice(at, choice.id, false);
                    } else {
                        wizard.apply_proposal(at, String::new());
                    }
                    // The button disappears.
                    wizard
                        .navigation
                        .focus_element(card_id(wizard, at, choice, index));
                })
                .child(message(wizard.lang, "ui.untick"))
        })
    })
    .into_node()
}

/// Returns the element id of a card's control.
fn card_id(wizard: Wizard, at: FieldRef, choice: &Choice, index: usize) -> String {
    let mut part = String::new();
    if index > 0 {
        part.push('-');
        part.push_str(choice.id);
    }
    wizard.element_id(at, &part)
}

fn card(wizard: Wizard, at: FieldRef, choice: &'static Choice, index: usize, many: bool) -> Node {
    let issues = issues_of(wizard, at);
    let id = card_id(wizard, at, choice, index);
    let hint_id = (!choice.hint.is_empty()).then(|| [id.as_str(), "-about"].concat());
    let hint = hint_id.clone().map(|hint_id| {
        p().class("choice__hint")
            .id(hint_id)
            .child(localized(wizard.lang, choice.hint))
    });
    let input = html::input()
        .class("choice__input")
        .attr(
            "type",
            if is_radio(choice, many) {
                "radio"
            } else {
                "checkbox"
            },
        )
        .id(id.clone())
        .attr("value", choice.id)
        .attr("aria-describedby", hint_id)
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
            let is_checked = platform::checked_of(&ev);
            if is_checked == wizard.answers.has(at, choice.id) {
                return;
            }
            if many {
                wizard.toggle_choice(at, choice.id, is_checked);
            } else if is_checked {
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
                .child(localized(wizard.lang, choice.label)),
        )
        .child(hint)
        .into_node()
}

/// Renders the checkbox by which a person confirms the declaration.
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
        .attr("aria-required", required(wizard, at))
        .attr("aria-invalid", invalid(issues))
        .prop("checked", move || {
            wizard.answers.answers_replaced.track();
            wizard.answers.has(at, "yes")
        })
        .on(ev::change, move |ev| {
            let is_checked = platform::checked_of(&ev);
            if is_checked != wizard.answers.has(at, "yes") {
                let answer = if is_checked { "yes" } else { "no" };
                wizard.commit_answer(at, Answer::Text(answer.to_owned()));
            }
        });
    div()
        .class(field_class(issues))
        .child(messages(wizard, at, issues))
        .child(
            div().class("choice").child(input).child(
                label()
                    .class("choice__label")
                    .attr("for", id)
                    .child(localized(wizard.lang, wizard.label(at.field))),
            ),
        )
        .into_node()
}

//! Single-line and multi-line text fields.
//!
//! The control never rewrites its text: letter case, spaces and Unicode form are normalised in the
//! stored answer only, so neither the caret nor a Vietnamese input method is disturbed. An issue
//! appears when the field loses the focus, and disappears as soon as the answer is valid.

use hoso_dossier::TextKind;
use hoso_identifiers::amount;
use hoso_view::html::{button, div, input, label, p, textarea};
use hoso_view::{Element, IntoNode, Node, Track, ev};

use crate::components::fields::label::{hint, label_text};
use crate::components::fields::messages::{
    described_by, field_class, invalid, issues_of, messages,
};
use crate::components::parts::linkify::linkify;
use crate::i18n::catalog::translate;
use crate::i18n::format;
use crate::i18n::messages::{format_message, localized, message};
use crate::platform;
use crate::wizard::Wizard;
use crate::wizard::field_ref::FieldRef;

/// Returns the CSS class, the `inputmode` and the `autocapitalize` for a kind of text.
const fn attributes(kind: TextKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        TextKind::Phone { .. } => ("input input--digits input--medium", "tel", "off"),
        TextKind::Email => ("input", "email", "off"),
        TextKind::SocialInsuranceNumber | TextKind::HouseholdCode | TextKind::OldIdCardNumber => {
            ("input input--digits input--medium", "numeric", "off")
        }
        // A passport number has letters, so it needs the full keyboard.
        TextKind::IdentityNumber { .. } => ("input input--digits input--medium", "text", "off"),
        TextKind::BirthDate | TextKind::Month => {
            ("input input--digits input--short", "text", "off")
        }
        TextKind::Money => ("input input--digits input--medium", "decimal", "off"),
        TextKind::Number { .. } => ("input input--digits input--short", "numeric", "off"),
        TextKind::PersonName => ("input", "text", "words"),
        TextKind::SingleLine { .. } | TextKind::MultiLine { .. } => ("input", "text", "off"),
    }
}

/// Renders a field that a person answers by typing.
pub fn text_input(wizard: Wizard, at: FieldRef, kind: TextKind) -> Node {
    let issues = issues_of(wizard, at);
    let (max_chars, is_amount) = match kind {
        TextKind::MultiLine { max, .. } => (Some(max), false),
        TextKind::Money => (None, true),
        TextKind::SingleLine { .. }
        | TextKind::PersonName
        | TextKind::IdentityNumber { .. }
        | TextKind::OldIdCardNumber
        | TextKind::SocialInsuranceNumber
        | TextKind::HouseholdCode
        | TextKind::Phone { .. }
        | TextKind::Email
        | TextKind::BirthDate
        | TextKind::Month
        | TextKind::Number { .. } => (None, false),
    };
    let control = match max_chars {
        Some(_) => textarea().class("textarea").attr("rows", "7"),
        None => single_line(at, kind),
    };
    let suggest_button = (max_chars.is_some() && wizard.can_suggest(at)).then(|| {
        button()
            .class("button button--secondary")
            .attr("type", "button")
            .on(ev::click, move |_| wizard.insert_suggestion(at))
            .child(message(wizard.lang, "ui.fill_for_me"))
    });
    let control = control
        .id(wizard.element_id(at, ""))
        .attr("name", move || {
            wizard.answers.visibility_changed.track();
            Some(wizard.answers.path(at))
        })
        .attr("aria-describedby", described_by(wizard, at, issues, &[]))
        .attr("aria-invalid", invalid(issues))
        .prop("value", move || {
            wizard.answers.answers_replaced.track();
            wizard.answers.text(at)
        })
        .on(ev::input, move |ev| {
            wizard.type_text(at, platform::value_of(&ev))
        })
        .on(ev::change, move |ev| {
            // Autofill may set the value without `input`.
            let text = platform::value_of(&ev);
            if text != wizard.answers.text(at) {
                wizard.type_text(at, text);
            }
            wizard.on_blur(at);
        });
    div()
        .class(field_class(issues))
        .child(
            label()
                .class("field__label")
                .attr("for", wizard.element_id(at, ""))
                .children(label_text(wizard, at.field)),
        )
        .child(linkified_hint(wizard, at))
        .child(messages(wizard, at, issues))
        .child(suggest_button)
        .child(control)
        .child(is_amount.then(|| amount_read_back(wizard, at)))
        .child(offers(wizard, at))
        .child(max_chars.map(|max| char_count(wizard, at, max)))
        .into_node()
}

/// Renders the hint of a field, with web addresses as links.
fn linkified_hint(wizard: Wizard, at: FieldRef) -> Node {
    if !at.field.hint.contains(".gov.vn") {
        return hint(wizard, at);
    }
    p().class("field__hint")
        .id(wizard.element_id(at, "-hint"))
        .child(move || linkify(translate(wizard.lang.get(), at.field.hint)))
        .into_node()
}

/// Renders the amount with thousands separators, because zeros are hard to count in the input.
fn amount_read_back(wizard: Wizard, at: FieldRef) -> Node {
    (move || {
        wizard.answers.answer_changed.track();
        wizard.answers.answers_replaced.track();
        match amount::parse(&wizard.answers.text(at)) {
            Ok(dong) if dong >= 1000 => p()
                .class("field__count")
                .child(format::dong(wizard.lang.get(), dong))
                .into_node(),
            _ => Node::Empty,
        }
    })
    .into_node()
}

/// Renders buttons that fill in a predefined text.
fn offers(wizard: Wizard, at: FieldRef) -> Node {
    let offers = at.field.kind.offers();
    offers
        .iter()
        .map(|offer| {
            button()
                .class("proposal")
                .attr("type", "button")
                .on(ev::click, move |_| {
                    wizard.apply_proposal(at, offer.id.to_owned());
                })
                .child(message(wizard.lang, "ui.choose_this"))
                .child(" ")
                .child(localized(wizard.lang, offer.label))
                .into_node()
        })
        .collect::<Vec<Node>>()
        .into_node()
}

fn single_line(at: FieldRef, kind: TextKind) -> Element {
    let (class, inputmode, autocapitalize) = attributes(kind);
    // Lets the browser autofill the declarant's own fields, not those of a row, which describes
    // another person.
    let autocomplete = if at.row.is_some() || at.field.autocomplete.is_empty() {
        "off"
    } else {
        at.field.autocomplete
    };
    input()
        .class(class)
        .attr("type", if inputmode == "tel" { "tel" } else { "text" })
        .attr("inputmode", inputmode)
        .attr("autocomplete", autocomplete)
        .attr("autocapitalize", autocapitalize)
        .attr("spellcheck", "false")
}

fn char_count(wizard: Wizard, at: FieldRef, max: usize) -> Node {
    let count = move || {
        wizard.answers.answer_changed.track();
        wizard.answers.answers_replaced.track();
        wizard.answers.char_count(at)
    };
    p().attr("aria-hidden", "true")
        .class(move || {
            Some(if count() > max {
                "field__count field__count--over"
            } else {
                "field__count"
            })
        })
        .child(move || {
            format_message(
                wizard.lang.get(),
                "ui.count",
                &[("n", count().to_string()), ("max", max.to_string())],
            )
        })
        .into_node()
}

//! A line or a few lines to type.
//!
//! What is typed is never rewritten: capitals, spaces and Unicode form are put
//! right in the stored answer, so the caret and a Vietnamese input method are
//! left alone. An issue shows when the person leaves the question, and goes as
//! soon as it is mended.

use hoso_dossier::Kind;
use hoso_identifiers::amount;
use hoso_view::html::{button, div, input, label, p, textarea};
use hoso_view::{Element, IntoNode, Node, Track, ev};

use crate::components::fields::label::{hint, label_text};
use crate::components::fields::messages::{
    described_by, field_class, invalid, issues_of, messages,
};
use crate::components::parts::linkify::linkify;
use crate::i18n::english::pick;
use crate::i18n::format;
use crate::i18n::messages::{format_message, localized, message};
use crate::platform;
use crate::wizard::Wizard;
use crate::wizard::field_ref::FieldRef;

/// The class of the box and the keyboard for a kind.
const fn class_and_inputmode(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Phone { .. } => ("input input--digits input--medium", "tel"),
        Kind::Email => ("input", "email"),
        Kind::SocialInsuranceNumber | Kind::HouseholdCode | Kind::OldIdCardNumber => {
            ("input input--digits input--medium", "numeric")
        }
        // A passport has letters, so the keyboard stays whole.
        Kind::IdentityNumber => ("input input--digits input--medium", "text"),
        Kind::BirthDate | Kind::Month => ("input input--digits input--short", "text"),
        Kind::Money => ("input input--digits input--medium", "decimal"),
        Kind::Number { .. } => ("input input--digits input--short", "numeric"),
        _ => ("input", "text"),
    }
}

/// A question that is answered by typing.
pub fn text_input(wizard: Wizard, at: FieldRef) -> Node {
    let issues = issues_of(wizard, at);
    let note = match at.field.kind {
        Kind::MultilineText { max, .. } => Some(max),
        _ => None,
    };
    let control = match note {
        Some(_) => textarea().class("textarea").attr("rows", "7"),
        None => single_line(at),
    };
    let helper = (note.is_some() && wizard.can_suggest(at)).then(|| {
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
        .on(ev::change, move |_| wizard.on_blur(at));
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
        .child(helper)
        .child(control)
        .child(matches!(at.field.kind, Kind::Money).then(|| amount_read_back(wizard, at)))
        .child(offers(wizard, at))
        .child(note.map(|max| char_count(wizard, at, max)))
        .into_node()
}

/// The help of a question, with its addresses as links.
fn linkified_hint(wizard: Wizard, at: FieldRef) -> Node {
    if !at.field.hint.vi.contains(".gov.vn") {
        return hint(wizard, at);
    }
    p().class("field__hint")
        .id(wizard.element_id(at, "-hint"))
        .child(move || linkify(pick(wizard.lang.get(), &at.field.hint)))
        .into_node()
}

/// A sum with its points: how many zeros there are is hard to see in the box.
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

/// Texts that a tap fills in.
fn offers(wizard: Wizard, at: FieldRef) -> Node {
    let Kind::Text { offers, .. } = at.field.kind else {
        return Node::Empty;
    };
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
                .child(localized(wizard.lang, &offer.label))
                .into_node()
        })
        .collect::<Vec<Node>>()
        .into_node()
}

fn single_line(at: FieldRef) -> Element {
    let (class, mode) = class_and_inputmode(at.field.kind);
    // Which answers a browser may offer by itself; another person's row takes none.
    let fill = if at.row.is_some() || at.field.autocomplete.is_empty() {
        "off"
    } else {
        at.field.autocomplete
    };
    let capitals = if matches!(at.field.kind, Kind::PersonName) {
        "words"
    } else {
        "off"
    };
    input()
        .class(class)
        .attr("type", if mode == "tel" { "tel" } else { "text" })
        .attr("inputmode", mode)
        .attr("autocomplete", fill)
        .attr("autocapitalize", capitals)
        .attr("spellcheck", "false")
}

fn char_count(wizard: Wizard, at: FieldRef, max: usize) -> Node {
    let n = move || {
        wizard.answers.answer_changed.track();
        wizard.answers.answers_replaced.track();
        wizard.answers.char_count(at)
    };
    p().attr("aria-hidden", "true")
        .class(move || {
            Some(if n() > max {
                "field__count field__count--over"
            } else {
                "field__count"
            })
        })
        .child(move || {
            format_message(
                wizard.lang.get(),
                "ui.count",
                &[("n", n().to_string()), ("max", max.to_string())],
            )
        })
        .into_node()
}

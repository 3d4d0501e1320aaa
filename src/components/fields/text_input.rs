//! Single-line and multi-line text fields.
//!
//! The control never rewrites its text: letter case, spaces and Unicode form are normalised in the
//! stored answer only, so neither the caret nor a Vietnamese input method is disturbed. An issue
//! appears when the field loses the focus, and disappears as soon as the answer is valid.

use hoso_dossier::definition::PASSPORT;
use hoso_dossier::{Kind, TextKind};
use hoso_identifiers::amount;
use hoso_view::html::{button, div, input, label, p, textarea};
use hoso_view::{Element, IntoNode, Node, Signal, Track, ev};

use crate::components::fields::input_help::{help, sum};
use crate::components::fields::label::{hint, label_text, required};
use crate::components::fields::messages::{
    described_by, field_class, invalid, issues_of, messages,
};
use crate::components::fields::slider::slider;
use crate::components::parts::directory::{keeps, offices};
use crate::components::parts::linkify::linkify;
use crate::i18n::catalog::translate;
use crate::i18n::format;
use crate::i18n::messages::{format_message, localized, message, template};
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
        // The number of a passport has letters: `single_line` switches the keyboard.
        TextKind::IdentityNumber { .. } => ("input input--digits input--medium", "numeric", "off"),
        // The rules read dates and months without separators too: a phone's keyboard for digits
        // may have none.
        TextKind::BirthDate | TextKind::Month => {
            ("input input--digits input--short", "numeric", "off")
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
    // What is rendered besides the hint and the messages.
    let parts: &[&str] = match (max_chars, is_amount) {
        (Some(_), _) => &["-count"],
        (None, true) => &["-amount"],
        (None, false) => &[],
    };
    // Whether the person has asked for a keyboard with letters.
    let needs_letters = Signal::new(false);
    let control = match max_chars {
        Some(_) => textarea().class("textarea").attr("rows", "7"),
        None => single_line(wizard, at, kind, needs_letters),
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
        .attr("aria-describedby", described_by(wizard, at, issues, parts))
        .attr("aria-required", required(wizard, at))
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
                .children(label_text(wizard, at)),
        )
        .child(linkified_hint(wizard, at))
        .child(messages(wizard, at, issues))
        .child(suggest_button)
        .child(control)
        .child(letters_button(wizard, at, kind, needs_letters))
        .child(
            (max_chars.is_some() && wizard.can_suggest(at)).then(|| suggestion_notice(wizard, at)),
        )
        .child(is_amount.then(|| slider(wizard, at)))
        .child(is_amount.then(|| amount_read_back(wizard, at)))
        .child(offers(wizard, at))
        .child(usual_values(wizard, at, kind))
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

/// Renders the bounds of an amount, the amount with thousands separators, because zeros are hard to
/// count in the input, and what it comes to.
fn amount_read_back(wizard: Wizard, at: FieldRef) -> Node {
    div()
        .class("field__amount")
        .id(wizard.element_id(at, "-amount"))
        .child(move || {
            let lang = wizard.lang.get();
            let range = help(wizard, at).range.map(|(least, most)| {
                let args = [
                    ("min", amount::display(least)),
                    ("max", amount::display(most)),
                ];
                p().class("field__count")
                    .child(format_message(lang, "ui.amount_range", &args))
            });
            let entered = amount::parse(&wizard.answers.text(at));
            let entered = entered.ok().filter(|dong| *dong >= 1000);
            let entered = entered.map(|dong| {
                let sum = range.is_some().then(|| sum(wizard)).flatten();
                let dong = format::dong(lang, dong);
                let text = sum.map_or(dong.clone(), |sum| [&dong, ". ", &sum].concat());
                p().class("field__sum").child(text)
            });
            [range.into_node(), entered.into_node()]
        })
        .into_node()
}

/// Renders a button for each usual answer, unless it is the answer already.
fn usual_values(wizard: Wizard, at: FieldRef, kind: TextKind) -> Node {
    if at.row.is_some() || !matches!(kind, TextKind::Money | TextKind::Month) {
        return Node::Empty;
    }
    (move || {
        let lang = wizard.lang.get();
        let answer = wizard.answers.text(at);
        let values = help(wizard, at).values.into_iter();
        let buttons = values.filter(|value| *value != answer).map(|value| {
            let (label, args) = match kind {
                TextKind::Month => ("ui.use_month", [("month", value.clone())]),
                _ => ("ui.use_amount", [("amount", value.clone())]),
            };
            button()
                .class("proposal")
                .attr("type", "button")
                .on(ev::click, move |_| {
                    wizard.accept_proposal(at, value.clone())
                })
                .child(format_message(lang, label, &args))
                .into_node()
        });
        let buttons: Vec<Node> = buttons.collect();
        (!buttons.is_empty()).then(|| div().class("proposals").children(buttons))
    })
    .into_node()
}

/// Announces that the text was filled in, as long as nobody has changed it.
fn suggestion_notice(wizard: Wizard, at: FieldRef) -> Node {
    p().class("field__filled")
        .attr("role", "status")
        .child(move || {
            wizard.answers.answer_changed.track();
            wizard.answers.answers_replaced.track();
            let text = wizard.answers.text(at);
            let is_suggestion = !text.is_empty() && text == wizard.suggestions.last();
            if is_suggestion {
                template(wizard.lang.get(), "ui.suggestion_filled")
            } else {
                ""
            }
        })
        .into_node()
}

/// Renders buttons that fill in a predefined text. Offices of the deployment precede those of the build.
fn offers(wizard: Wizard, at: FieldRef) -> Node {
    let offer = |text: String, label: Node| {
        button()
            .class("proposal")
            .attr("type", "button")
            .on(ev::click, move |_| wizard.apply_proposal(at, text.clone()))
            .child(message(wizard.lang, "ui.choose_this"))
            .child(" ")
            .child(label)
            .into_node()
    };
    let takes_offices = matches!(
        at.field.kind,
        Kind::Text(TextKind::SingleLine { offices: true, .. })
    );
    let offices = if takes_offices {
        offices(wizard)
    } else {
        Vec::new()
    };
    let offices = offices.into_iter().map(|(name, is_verified)| {
        let lang = wizard.lang;
        let label = name.clone();
        // R-KH-7
        let label = move || {
            let mark = if is_verified {
                ""
            } else {
                template(lang.get(), "ui.call_first_short")
            };
            [label.as_str(), mark].concat()
        };
        offer(name, label.into_node())
    });
    let offers = at.field.kind.offers().iter();
    let offers = offers
        .filter(|choice| keeps(wizard, choice.id))
        .map(|choice| offer(choice.id.to_owned(), localized(wizard.lang, choice.label)));
    offices.chain(offers).collect::<Vec<Node>>().into_node()
}

/// Renders the button that brings up a keyboard with letters: the number of an identity paper is
/// entered with digits, that of a passport has letters too.
fn letters_button(
    wizard: Wizard,
    at: FieldRef,
    kind: TextKind,
    needs_letters: Signal<bool>,
) -> Option<Node> {
    if !matches!(kind, TextKind::IdentityNumber { .. }) {
        return None;
    }
    let render = move || {
        (!needs_letters.get()).then(|| {
            button()
                .class("proposal")
                .attr("type", "button")
                .on(ev::click, move |_| {
                    needs_letters.set(true);
                    let id = wizard.element_id(at, "");
                    wizard.navigation.focus_element(id);
                })
                .child(message(wizard.lang, "ui.passport_letters"))
        })
    };
    Some(render.into_node())
}

fn single_line(
    wizard: Wizard,
    at: FieldRef,
    kind: TextKind,
    needs_letters: Signal<bool>,
) -> Element {
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
        .attr("inputmode", move || {
            let TextKind::IdentityNumber { paper } = kind else {
                return Some(inputmode);
            };
            wizard.answers.visibility_changed.track();
            wizard.answers.answers_replaced.track();
            let is_passport = wizard.answers.text_beside(at, paper) == PASSPORT;
            Some(if is_passport || needs_letters.get() {
                "text"
            } else {
                inputmode
            })
        })
        .attr("autocomplete", autocomplete)
        .attr("autocapitalize", autocapitalize)
        .attr("spellcheck", "false")
}

fn char_count(wizard: Wizard, at: FieldRef, max: usize) -> Node {
    // The message converts it to the separators of the language.
    let figure = |count: usize| amount::display(count as u64);
    let count = move || {
        wizard.answers.answer_changed.track();
        wizard.answers.answers_replaced.track();
        wizard.answers.char_count(at)
    };
    p().id(wizard.element_id(at, "-count"))
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
                &[("n", figure(count())), ("max", figure(max))],
            )
        })
        .into_node()
}

//! A line or a few lines to type.
//!
//! What is typed is never rewritten: capitals, spaces and Unicode form are put
//! right in the stored answer, so the caret and a Vietnamese input method are
//! left alone. An issue shows when the person leaves the question, and goes as
//! soon as it is mended.

use hoso_dossier::Kind;
use hoso_identifiers::amount;

use crate::components::field::{hint, label_text};
use crate::components::linked::linked;
use crate::components::message::{described_by, field_class, invalid, issues_of, messages};
use crate::dom::{Element, Node, dynamic, el, live};
use crate::form::{At, Form};
use crate::texts::{self, say, tell};
use crate::web;

/// The class of the box and the keyboard for a kind.
const fn look(kind: Kind) -> (&'static str, &'static str) {
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
pub fn text_input(form: Form, at: At) -> Node {
    let issues = issues_of(form, at);
    let note = match at.field.kind {
        Kind::MultilineText { max, .. } => Some(max),
        _ => None,
    };
    let control = match note {
        Some(_) => el("textarea").class("textarea").attr("rows", "7"),
        None => line(at),
    };
    let helper = (note.is_some() && form.can_suggest(at)).then(|| {
        el("button")
            .class("button button--secondary")
            .attr("type", "button")
            .on("click", move |_| form.fill_for_me(at))
            .child(say(form.lang, "ui.fill_for_me"))
    });
    let control = control
        .attr("id", form.element_id(at, ""))
        .live("name", move || {
            form.shape.track();
            Some(form.path(at))
        })
        .live("aria-describedby", described_by(form, at, issues, &[]))
        .live("aria-invalid", invalid(issues))
        .value(move || {
            form.painted.track();
            form.text(at)
        })
        .on("input", move |ev| form.type_text(at, web::value_of(&ev)))
        .on("change", move |_| form.leave(at));
    el("div")
        .live("class", field_class(issues))
        .child(
            el("label")
                .class("field__label")
                .attr("for", form.element_id(at, ""))
                .children(label_text(form, at.field)),
        )
        .child(linked_hint(form, at))
        .child(messages(form, at, issues))
        .child(helper)
        .child(control)
        .child(matches!(at.field.kind, Kind::Money).then(|| amount_read_back(form, at)))
        .child(offers(form, at))
        .child(note.map(|max| count(form, at, max)))
        .into()
}

/// The help of a question, with its addresses as links.
fn linked_hint(form: Form, at: At) -> Node {
    if !at.field.hint.vi.contains(".gov.vn") {
        return hint(form, at);
    }
    el("p")
        .class("field__hint")
        .attr("id", form.element_id(at, "-hint"))
        .child(dynamic(move || {
            linked(form.lang.get().pick(&at.field.hint))
        }))
        .into()
}

/// A sum with its points: how many zeros there are is hard to see in the box.
fn amount_read_back(form: Form, at: At) -> Node {
    dynamic(move || {
        form.typed.track();
        form.painted.track();
        match amount::parse(&form.text(at)) {
            Ok(dong) if dong >= 1000 => el("p")
                .class("field__count")
                .child(form.lang.get().amount(dong))
                .into(),
            _ => Node::Empty,
        }
    })
}

/// Texts that a tap fills in.
fn offers(form: Form, at: At) -> Node {
    let Kind::Text { offers, .. } = at.field.kind else {
        return Node::Empty;
    };
    offers
        .iter()
        .map(|offer| {
            el("button")
                .class("proposal")
                .attr("type", "button")
                .on("click", move |_| {
                    form.take_over(at, offer.id.to_owned());
                })
                .child(say(form.lang, "ui.choose_this"))
                .child(" ")
                .child(tell(form.lang, &offer.label))
                .into()
        })
        .collect::<Vec<Node>>()
        .into()
}

fn line(at: At) -> Element {
    let (class, mode) = look(at.field.kind);
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
    el("input")
        .class(class)
        .attr("type", if mode == "tel" { "tel" } else { "text" })
        .attr("inputmode", mode)
        .attr("autocomplete", fill)
        .attr("autocapitalize", capitals)
        .attr("spellcheck", "false")
}

fn count(form: Form, at: At, max: usize) -> Node {
    let n = move || {
        form.typed.track();
        form.painted.track();
        form.in_chars(at)
    };
    el("p")
        .attr("aria-hidden", "true")
        .live("class", move || {
            Some(if n() > max {
                "field__count field__count--over"
            } else {
                "field__count"
            })
        })
        .child(live(move || {
            texts::filled(
                form.lang.get(),
                "ui.count",
                &[("n", n().to_string()), ("max", max.to_string())],
            )
        }))
        .into()
}

//! The label and the hint of a field.

use hoso_dossier::{Field, Required};
use hoso_view::html::{p, span};
use hoso_view::{IntoNode, Node};

use crate::i18n::messages::{localized, message, template};
use crate::wizard::Wizard;
use crate::wizard::field_ref::FieldRef;

/// Renders the label of a field: its name, whether it may stay empty, and its box number.
pub fn label_text(wizard: Wizard, at: FieldRef) -> [Node; 3] {
    // The page on how to pay asks fields that a step requires, and needs none of them.
    let may_be_empty = at.field.required != Required::Always || !wizard.is_required(at);
    let optional = may_be_empty.then(|| {
        (move || {
            (!wizard.is_required(at)).then(|| {
                // The space is in the same text: one of its own is no part of the accessible name in
                // Chromium.
                span()
                    .class("field__optional")
                    .child(move || [" ", template(wizard.lang.get(), "ui.optional")].concat())
            })
        })
        .into_node()
    });
    let [name, number] = field_name(wizard, at.field);
    [name, optional.into_node(), number]
}

/// Renders the name of a field, with its box number on the official form. The number is hidden from
/// assistive technology, because it is no part of the question.
pub fn field_name(wizard: Wizard, field: &'static Field) -> [Node; 2] {
    let number = (!field.box_number.is_empty()).then(|| {
        span()
            .class("box-number")
            .attr("aria-hidden", "true")
            .child(message(wizard.lang, "ui.box"))
            .child([" [", field.box_number, "]"].concat())
    });
    let number = number.map(|number| Node::Fragment(vec![" ".into_node(), number.into_node()]));
    let label = wizard.label(field);
    [localized(wizard.lang, label), number.into_node()]
}

/// Returns the value of `aria-required`, and subscribes.
pub fn required(
    wizard: Wizard,
    at: FieldRef,
) -> impl Fn() -> Option<&'static str> + Copy + 'static {
    move || wizard.is_required(at).then_some("true")
}

/// Renders the hint of a field, if it has one.
pub fn hint(wizard: Wizard, at: FieldRef) -> Node {
    (!at.field.hint.is_empty())
        .then(|| {
            p().class("field__hint")
                .id(wizard.element_id(at, "-hint"))
                .child(localized(wizard.lang, at.field.hint))
        })
        .into_node()
}

//! The label and the hint of a field.

use hoso_dossier::Field;
use hoso_view::html::{p, span};
use hoso_view::{IntoNode, Node};

use crate::i18n::messages::{localized, message};
use crate::wizard::Wizard;
use crate::wizard::field_ref::FieldRef;

/// Renders the label of a field, with its box number on the official form.
pub fn label_text(wizard: Wizard, field: &'static Field) -> [Node; 2] {
    let number = (!field.box_number.is_empty()).then(|| {
        span()
            .class("box-number")
            .child(message(wizard.lang, "ui.box"))
            .child([" [", field.box_number, "]"].concat())
    });
    let number = number.map(|number| Node::Fragment(vec![" ".into_node(), number.into_node()]));
    [localized(wizard.lang, field.label), number.into_node()]
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

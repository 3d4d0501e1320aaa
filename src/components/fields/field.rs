//! One question: label, help, messages, control. The kind decides the control.

use hoso_dossier::{Field, Kind};
use hoso_view::{IntoNode, Node, show};

use crate::components::fields::choices::choices;
use crate::i18n::messages::YES_NO;
use crate::second_module;
use crate::wizard::Wizard;
use crate::wizard::field_ref::FieldRef;

/// A question that comes and goes with the answer it depends on. While it is
/// there it is never built anew, so the caret stays where the person left it.
pub fn field(wizard: Wizard, at: FieldRef) -> Node {
    if at.field.show.is_none() {
        return control(wizard, at);
    }
    show(move || wizard.is_shown(at), move || control(wizard, at))
}

fn control(wizard: Wizard, at: FieldRef) -> Node {
    match at.field.kind {
        Kind::Choice(offered) => choices(wizard, at, offered, false),
        Kind::MultiChoice(offered) => choices(wizard, at, offered, true),
        Kind::YesNo => choices(wizard, at, &YES_NO, false),
        Kind::Setting(_) => Node::Empty,
        _ => second_module::get()
            .map(|module| (module.control)(wizard, at))
            .into_node(),
    }
}

/// Whether the control of a question is in the first part of the program.
#[must_use]
pub const fn is_in_first_module(field: &Field) -> bool {
    matches!(
        field.kind,
        Kind::Choice(_) | Kind::MultiChoice(_) | Kind::YesNo | Kind::Setting(_)
    )
}

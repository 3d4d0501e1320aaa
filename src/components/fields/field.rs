//! One field: label, hint, messages and control. The kind selects the control.

use hoso_dossier::{Field, Kind};
use hoso_view::{IntoNode, Node, show};

use crate::components::fields::choices::choices;
use crate::i18n::messages::YES_NO;
use crate::second_module;
use crate::wizard::Wizard;
use crate::wizard::field_ref::FieldRef;

/// Renders a field, which appears and disappears with the answer that its condition depends on.
/// While it is shown it is never rebuilt, so the caret does not move.
pub fn field(wizard: Wizard, at: FieldRef) -> Node {
    if at.field.show.is_none() {
        return control(wizard, at);
    }
    show(move || wizard.is_shown(at), move || control(wizard, at))
}

/// Renders the control of a field, whether its condition holds or not.
pub fn control(wizard: Wizard, at: FieldRef) -> Node {
    match at.field.kind {
        Kind::Choice(options) => choices(wizard, at, options, false),
        Kind::MultiChoice(options) => choices(wizard, at, options, true),
        Kind::YesNo => choices(wizard, at, &YES_NO, false),
        Kind::Setting(_) => Node::Empty,
        Kind::Text(_)
        | Kind::Commitment
        | Kind::Select(_)
        | Kind::Country
        | Kind::Province
        | Kind::Commune(_)
        | Kind::Photo(_)
        | Kind::Group { .. } => second_module::get()
            .map(|module| (module.control)(wizard, at))
            .into_node(),
    }
}

/// Returns whether the control of a field is in the first module.
#[must_use]
pub const fn is_in_first_module(field: &Field) -> bool {
    match field.kind {
        Kind::Choice(_) | Kind::MultiChoice(_) | Kind::YesNo | Kind::Setting(_) => true,
        Kind::Text(_)
        | Kind::Commitment
        | Kind::Select(_)
        | Kind::Country
        | Kind::Province
        | Kind::Commune(_)
        | Kind::Photo(_)
        | Kind::Group { .. } => false,
    }
}

//! Dispatches a field kind to its control in the second module.

use hoso_dossier::Kind;
use hoso_view::{IntoNode, Node};

use crate::components::fields::card_scan::card_scan;
use crate::components::fields::choices::commitment;
use crate::components::fields::text_input::text_input;
use crate::components::fields::{combobox, group, photo, select};
use crate::wizard::Wizard;
use crate::wizard::field_ref::FieldRef;

/// Renders the control of a field whose kind the first module does not render.
pub fn control(wizard: Wizard, at: FieldRef) -> Node {
    let control = match at.field.kind {
        Kind::Commitment => commitment(wizard, at),
        Kind::Select(choices) => select::select(wizard, at, select::Options::Choices(choices)),
        Kind::Country => select::select(wizard, at, select::Options::Countries),
        Kind::Province => select::select(wizard, at, select::Options::Provinces),
        Kind::Commune(commune) => combobox::combobox(wizard, at, commune.province),
        Kind::Photo(kind) => photo::photo(wizard, at, kind),
        Kind::Group { fields, max, head } => group::group(wizard, at, fields, max, head),
        Kind::Text(kind) => text_input(wizard, at, kind),
        // The first module renders these.
        Kind::Choice(_) | Kind::MultiChoice(_) | Kind::YesNo | Kind::Setting(_) => Node::Empty,
    };
    match at.field.card {
        Some(card) => [card_scan(wizard, at, card), control].into_node(),
        None => control,
    }
}

//! The controls of the second module, by kind of field.

use hoso_dossier::Kind;

use crate::components::fields::choices::commitment;
use crate::components::fields::text_input::text_input;
use crate::components::fields::{combobox, group, photo, select};
use crate::dom::Node;
use crate::wizard::Wizard;
use crate::wizard::field_ref::FieldRef;

/// The controls of the later part.
pub fn control(wizard: Wizard, at: FieldRef) -> Node {
    match at.field.kind {
        Kind::Commitment => commitment(wizard, at),
        Kind::Select(offered) => select::select(wizard, at, select::Options::Choices(offered)),
        Kind::Country => select::select(wizard, at, select::Options::Countries),
        Kind::Province => select::select(wizard, at, select::Options::Provinces),
        Kind::Commune { province, .. } => combobox::combobox(wizard, at, province),
        Kind::Photo { .. } => photo::photo(wizard, at),
        Kind::Group { fields, max } => group::group(wizard, at, fields, max),
        _ => text_input(wizard, at),
    }
}

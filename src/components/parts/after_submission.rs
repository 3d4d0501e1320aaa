//! Optional fields after the submission (R-702-7).

use hoso_view::{IntoNode, Node};

use crate::components::fields::field::field;
use crate::wizard::Wizard;
use crate::wizard::field_ref::FieldRef;

/// Renders fields in which a person may note something after the submission. The draft stores
/// them; they are never sent (R-702-7).
pub fn after_submission_fields(wizard: Wizard) -> Node {
    let fields = wizard.procedure().definition.after_submission;
    fields
        .iter()
        .map(|definition| field(wizard, FieldRef::of_form(definition)))
        .collect::<Vec<_>>()
        .into_node()
}

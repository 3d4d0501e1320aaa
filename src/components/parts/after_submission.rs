//! Fields that may be noted after sending; stored with the draft, never sent (R-702-7).

use crate::components::fields::field::field;
use crate::dom::Node;
use crate::wizard::Wizard;
use crate::wizard::field_ref::FieldRef;

/// What may be noted after sending; kept with the draft, never sent (R-702-7).
pub fn after_submission_fields(wizard: Wizard) -> Node {
    let fields = wizard.procedure().definition.after_submission;
    fields
        .iter()
        .map(|f| field(wizard, FieldRef::of_form(f)))
        .collect::<Vec<_>>()
        .into()
}

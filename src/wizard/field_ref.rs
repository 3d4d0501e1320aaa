//! A reference to one field, and the ids of the elements that show it.

use hoso_dossier::Field;
use hoso_view::prelude::*;

/// A field of the form itself, or of one row of a repeating group.
#[derive(Clone, Copy)]
pub struct FieldRef {
    /// The field's definition.
    pub field: &'static Field,
    /// The group's field id and the stable id of the row.
    pub row: Option<(&'static str, StoredValue<String>)>,
}

impl FieldRef {
    /// References a field of the form itself.
    #[must_use]
    pub const fn of_form(field: &'static Field) -> Self {
        Self { field, row: None }
    }

    /// References a field of a row.
    #[must_use]
    pub const fn in_row(
        field: &'static Field,
        group: &'static str,
        row: StoredValue<String>,
    ) -> Self {
        Self {
            field,
            row: Some((group, row)),
        }
    }

    /// Returns the id of an element of this field. The id is stable: it holds the row's id, not
    /// its index. `scope` precedes it, `part` follows it; an empty part is the control itself.
    #[must_use]
    pub fn element_id(&self, scope: &str, part: &str) -> String {
        let mut id = scope.to_owned();
        if let Some((group, row)) = self.row {
            id.push_str(group);
            id.push('-');
            row.with_value(|row| id.push_str(row));
            id.push('-');
        }
        id.push_str(self.field.id);
        id.push_str(part);
        id
    }
}

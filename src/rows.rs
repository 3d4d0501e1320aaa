//! The rows of a group, such as the members of a household: one more, one fewer.

use hoso_dossier::{Answers, Row};

use crate::form::Form;

impl Form {
    /// Adds a row to a group and tells its id.
    pub fn add_row(&self, group: &'static str) -> String {
        let id = self.change(|state| {
            let id = state.next_row.to_string();
            state.next_row = state.next_row.saturating_add(1);
            state.answers.add_row(
                group,
                Row {
                    id: id.clone(),
                    answers: Answers::default(),
                },
            );
            id
        });
        self.bump(self.shape);
        self.bump(self.dirty);
        id
    }

    /// Takes a row out of a group.
    pub fn remove_row(&self, group: &'static str, id: &str) {
        self.change(|state| {
            if let Some(row) = state
                .answers
                .rows(group)
                .iter()
                .position(|row| row.id == id)
            {
                state.answers.remove_row(group, row);
                // Paths behind the row have moved; what was shown there is judged anew.
                let prefix = [group, "."].concat();
                state.touched.retain(|path| !path.starts_with(&prefix));
            }
        });
        self.bump(self.shape);
        self.bump(self.dirty);
        self.judge();
    }
}

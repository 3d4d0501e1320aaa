//! The rows of a group, such as the members of a household: one more, one fewer.

use hoso_dossier::{Answers, Field, Row};

use crate::form::Form;

impl Form {
    /// Adds a row to a group and tells its id.
    pub fn add_row(&self, group: &'static str) -> String {
        self.add_row_with(group, Answers::default())
    }

    /// Adds a row with answers in it and tells its id.
    pub fn add_row_with(&self, group: &'static str, answers: Answers) -> String {
        let id = self.change(|state| {
            let id = state.next_row.to_string();
            state.next_row = state.next_row.saturating_add(1);
            state.answers.add_row(
                group,
                Row {
                    id: id.clone(),
                    answers,
                },
            );
            id
        });
        self.bump(self.shape);
        self.bump(self.dirty);
        id
    }

    /// What the person has said about themselves that the rows of a group ask too: the answers
    /// to questions of the same id.
    #[must_use]
    pub fn about_myself(&self, fields: &'static [Field]) -> Answers {
        let mut own = Answers::default();
        self.answers(|answers| {
            for field in fields {
                if let Some(answer) = answers.get(field.id) {
                    own.set(field.id, answer.clone());
                }
            }
        });
        own
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

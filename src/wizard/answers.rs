//! The answers, and the triggers for each kind of change.
//!
//! Typing must stay fast with thirty members in the list, so an input event writes the answer
//! without notifying what does not depend on it. Views subscribe to the trigger they need.

use hoso_view::{Notify, Trigger};
use std::cell::{Cell, RefCell};

use hoso_dossier::path::Path;
use hoso_dossier::{Answer, Answers, Definition, Field, Row};
use hoso_identifiers::text;
use hoso_view::prelude::*;

use crate::config::DeploymentConfig;
use crate::wizard::field_ref::FieldRef;

/// The answers of one wizard.
pub struct AnswerStore {
    answers: RefCell<Answers>,
    next_row_id: Cell<u32>,
    generation: Cell<u32>,
    /// Notified on every input.
    pub answer_changed: Trigger,
    /// Notified when answers were set by code; controls must re-read them.
    pub answers_replaced: Trigger,
    /// Notified when a condition may have changed which fields and steps are asked.
    pub visibility_changed: Trigger,
}

impl Default for AnswerStore {
    fn default() -> Self {
        Self {
            answers: RefCell::default(),
            next_row_id: Cell::new(1),
            generation: Cell::new(0),
            answer_changed: Trigger::new(),
            answers_replaced: Trigger::new(),
            visibility_changed: Trigger::new(),
        }
    }
}

impl AnswerStore {
    /// Reads the answers without subscribing.
    pub fn with<T>(&self, read: impl FnOnce(&Answers) -> T) -> T {
        read(&self.answers.borrow())
    }

    /// Returns a copy of the answers.
    #[must_use]
    pub fn snapshot(&self) -> Answers {
        self.answers.borrow().clone()
    }

    /// Counts the calls of [`AnswerStore::load`]. Work that was begun for an older generation
    /// must not change the answers of a newer one.
    #[must_use]
    pub fn generation(&self) -> u32 {
        self.generation.get()
    }

    /// Replaces all answers, fills in what the deployment decides and, if it `has_presets`, the presets,
    /// and lets the controls re-read them.
    pub fn load(
        &self,
        answers: Answers,
        definition: &Definition,
        config: &DeploymentConfig,
        has_presets: bool,
    ) {
        self.generation.set(self.generation.get().wrapping_add(1));
        *self.answers.borrow_mut() = answers;
        for field in definition.steps.iter().flat_map(|step| step.fields) {
            self.fill_in(field, config, has_presets);
        }
        self.answers_replaced.notify();
        self.visibility_changed.notify();
        self.answer_changed.notify();
    }

    fn fill_in(&self, field: &Field, config: &DeploymentConfig, has_presets: bool) {
        let mut answers = self.answers.borrow_mut();
        // A deployment's decision overrides what an older draft says.
        if let Some(offered) = field.kind.setting() {
            let decided = config.parameters.iter().find(|(id, _)| id == field.id);
            let decided = decided.filter(|(_, is)| offered.iter().any(|choice| choice.id == is));
            answers.set_text(
                field.id,
                decided.map_or(field.preset, |(_, is)| is.as_str()),
            );
        }
        let preset = config.preset(field);
        if has_presets && !preset.is_empty() && answers.get(field.id).is_none() {
            answers.set_text(field.id, preset);
        }
        if !field.kind.fields().is_empty() {
            let ids = answers.rows(field.id).iter();
            let highest = ids.filter_map(|row| row.id.parse::<u32>().ok()).max();
            let after = highest.map_or(0, |id| id.saturating_add(1));
            self.next_row_id.set(self.next_row_id.get().max(after));
        }
    }

    /// Returns whether the person has answered something: a preset is nobody's answer, and neither is
    /// what the deployment decides.
    #[must_use]
    pub fn has_own(&self, definition: &Definition, config: &DeploymentConfig) -> bool {
        let answers = self.answers.borrow();
        answers.iter().any(|(id, answer)| {
            definition.field(id).is_none_or(|(_, field)| {
                let is_preset = matches!(answer, Answer::Text(id) if id == config.preset(field));
                field.kind.setting().is_none() && !is_preset
            })
        })
    }

    /// Empties the store for the next dossier, without notifying anyone.
    pub fn reset(&self) {
        self.next_row_id.set(1);
        *self.answers.borrow_mut() = Answers::default();
    }

    /// Returns the current path of a field. It changes when an earlier row is removed.
    #[must_use]
    pub fn path(&self, at: FieldRef) -> String {
        match at.row {
            None => at.field.id.to_owned(),
            Some(_) => {
                let group = at.row.map_or("", |(group, _)| group);
                let row = self.row_index(at).unwrap_or(usize::MAX);
                Path::in_row(group, row, at.field.id)
            }
        }
    }

    fn row_index(&self, at: FieldRef) -> Option<usize> {
        let (group, id) = at.row?;
        let answers = self.answers.borrow();
        id.with_value(|id| answers.rows(group).iter().position(|row| row.id == *id))
    }

    /// Reads the answers of the field's scope: those of the form, or of its row.
    pub fn with_scope<T>(&self, at: FieldRef, read: impl FnOnce(&Answers) -> T) -> T {
        let answers = self.answers.borrow();
        let Some((group, id)) = at.row else {
            return read(&answers);
        };
        let row = id.with_value(|id| answers.rows(group).iter().find(|row| row.id == *id));
        match row {
            Some(row) => read(&row.answers),
            None => read(&Answers::default()),
        }
    }

    /// Returns the text of a field without subscribing.
    #[must_use]
    pub fn text(&self, at: FieldRef) -> String {
        self.text_beside(at, at.field.id)
    }

    /// Returns the text of another field of the same form or row, without subscribing.
    #[must_use]
    pub fn text_beside(&self, at: FieldRef, field: &str) -> String {
        self.with_scope(at, |answers| answers.text(field).to_owned())
    }

    /// Returns whether this choice is selected, without subscribing.
    #[must_use]
    pub fn has(&self, at: FieldRef, choice: &str) -> bool {
        self.with_scope(at, |answers| answers.has(at.field.id, choice))
    }

    /// Counts the characters of a text as the rules count them.
    #[must_use]
    pub fn char_count(&self, at: FieldRef) -> usize {
        text::clean_lines(&self.text(at)).chars().count()
    }

    /// Writes one answer without notifying anyone.
    pub fn set(&self, at: FieldRef, answer: Answer) {
        let row = self.row_index(at);
        let mut answers = self.answers.borrow_mut();
        match at.row {
            None => answers.set(at.field.id, answer),
            Some((group, _)) => {
                if let Some(row) = row.and_then(|row| answers.row_mut(group, row)) {
                    row.answers.set(at.field.id, answer);
                }
            }
        }
    }

    /// Withdraws the commitment; see [`withdraw_commitment`].
    pub fn withdraw_commitment(&self, definition: &Definition) {
        withdraw_commitment(&mut self.answers.borrow_mut(), definition);
    }

    /// Adds a row to a group and returns the row's id.
    pub fn add_row(&self, group: &'static str, answers: Answers) -> String {
        let id = self.next_row_id.get();
        self.next_row_id.set(id.saturating_add(1));
        let id = id.to_string();
        let row = Row {
            id: id.clone(),
            answers,
        };
        self.answers.borrow_mut().add_row(group, row);
        self.visibility_changed.notify();
        id
    }

    /// Removes a row from a group.
    pub fn remove_row(&self, group: &'static str, id: &str) {
        let row = self.with(|answers| answers.rows(group).iter().position(|row| row.id == id));
        if let Some(row) = row {
            self.answers.borrow_mut().remove_row(group, row);
        }
        self.visibility_changed.notify();
    }

    /// Returns the answers of the form itself to questions that the rows of a group ask too:
    /// those with the same field id.
    #[must_use]
    pub fn own_answers_for(&self, fields: &'static [Field]) -> Answers {
        let mut own = Answers::default();
        let answers = self.answers.borrow();
        for field in fields {
            if let Some(answer) = answers.get(field.id) {
                own.set(field.id, answer.clone());
            }
        }
        own
    }
}

/// Removes the commitment: it was given for other answers, or for a dossier that was sent.
pub fn withdraw_commitment(answers: &mut Answers, definition: &Definition) {
    for field in definition.steps.iter().flat_map(|step| step.fields) {
        if field.kind.is_commitment() {
            answers.remove(field.id);
        }
    }
}

//! The state of one wizard: its answers, its position, its issues, its dossier.
//!
//! [`Wizard`] is a handle of one word. Each part owns its state and methods; an operation that
//! crosses two parts is a method of [`Wizard`], in this file or, if it begins or ends the state of a
//! wizard, in `lifecycle.rs`, or, if it is about sending, in `sending.rs`. Everything is in memory: storing and sending are in `src/browser`, which
//! takes [`commands::Command`]s from the queue.

pub mod answers;
pub mod card_scan;
pub mod commands;
pub mod delivery;
pub mod device_checks;
pub mod draft;
pub mod expiry;
pub mod field_ref;
mod lifecycle;
pub mod navigation;
pub mod object_url;
pub mod official_form;
pub mod parts;
pub mod photos;
pub mod places;
pub mod request_timing;
pub mod residence;
mod sending;
pub mod stored_delivery;
pub mod submission;
pub mod suggestions;
pub mod validation;

#[cfg(test)]
mod tests;

use std::ops::Deref;

use hoso_dossier::{Answer, Answers, Kind, Procedure, Severity, Sort, TextKind, steps};
use hoso_view::prelude::*;

use commands::Command;
use delivery::Delivery;
use field_ref::FieldRef;
use navigation::View;
use parts::{ModuleStatus, Parts, Rules};
use photos::Photo;
use places::search;
use validation::Summary;

/// One wizard. A handle of one word, cheap to copy into closures.
#[derive(Clone, Copy)]
pub struct Wizard(&'static Parts);

impl Deref for Wizard {
    type Target = Parts;

    fn deref(&self) -> &Self::Target {
        self.0
    }
}

impl Wizard {
    /// Replaces the first step by the full procedure once the second module is loaded.
    pub fn install_procedure(self, procedure: &'static Procedure, rules: Rules) {
        self.procedure.set(procedure);
        self.rules.set(Some(rules));
        self.load_answers(self.answers.snapshot());
        self.module.set(ModuleStatus::Ready);
        self.validate();
    }

    /// Replaces all answers; see [`load`](answers::AnswerStore::load). A dossier that may have been sent
    /// gets no presets: it would differ from what was sent.
    pub fn load_answers(self, answers: Answers) {
        let definition = self.procedure().definition;
        let has_presets = !self.submission.with(Delivery::is_sealed_or_received);
        self.with_config(|config| {
            self.answers.load(answers, definition, config, has_presets);
        });
    }

    /// Returns whether the answers are sent as a dossier.
    #[must_use]
    pub fn is_dossier(self) -> bool {
        self.procedure().definition.sort == Sort::Dossier
    }

    /// Returns whether the answers are saved as a draft.
    #[must_use]
    pub fn keeps_draft(self) -> bool {
        self.procedure().definition.sort.has_draft()
    }

    // Answers

    /// Writes an answer, withdraws the commitment and requests that the draft is saved.
    fn set_answer(self, at: FieldRef, answer: Answer) {
        let is_note = self.is_after_submission(at);
        if !is_note && !at.field.kind.is_commitment() {
            self.answers
                .withdraw_commitment(self.procedure().definition);
        }
        self.answers.set(at, answer);
        self.draft.mark_edited();
    }

    /// Writes the text of a control on input. Checks again only if issues are shown, so that a
    /// message disappears as soon as its cause is corrected.
    pub fn type_text(self, at: FieldRef, text: String) {
        self.set_search_text(at, text);
        if self
            .validation
            .issues
            .with_untracked(|issues| !issues.is_empty())
        {
            self.validate();
        }
    }

    /// Writes the text of a search box on input. It is not checked before the person leaves it.
    pub fn set_search_text(self, at: FieldRef, text: String) {
        self.set_answer(at, Answer::Text(text));
        self.answers.answer_changed.notify();
    }

    /// Writes an answer that is complete: chosen, ticked, picked.
    pub fn commit_answer(self, at: FieldRef, answer: Answer) {
        self.set_answer(at, answer);
        self.answers.visibility_changed.notify();
        self.answers.answer_changed.notify();
        self.touch(at);
        self.validate();
    }

    /// Writes a text that was proposed, and shows it in the control.
    pub fn apply_proposal(self, at: FieldRef, text: String) {
        self.set_answer(at, Answer::Text(text));
        self.answers.answers_replaced.notify();
        self.answers.answer_changed.notify();
        self.touch(at);
        self.validate();
    }

    /// Applies a proposal whose button was pressed. The button disappears, so the control gets the
    /// focus.
    pub fn accept_proposal(self, at: FieldRef, text: String) {
        self.apply_proposal(at, text);
        self.navigation.focus_element(self.element_id(at, ""));
    }

    /// Ticks or unticks one of several choices.
    pub fn toggle_choice(self, at: FieldRef, choice: &str, on: bool) {
        let mut ids = self
            .answers
            .with(|answers| answers.many(at.field.id).to_vec());
        let before = ids.len();
        if on {
            at.field.kind.choose(&mut ids, choice);
        } else {
            ids.retain(|other| other != choice);
        }
        let only_added = ids.len() > before;
        self.commit_answer(at, Answer::Many(ids));
        // Other choices may have been removed, or a radio button cleared.
        if !only_added {
            self.answers.answers_replaced.notify();
        }
    }

    /// Writes the choice of a select. A commune belongs to its province, so another province
    /// clears it (R-ID-9).
    pub fn select_option(self, at: FieldRef, choice: String) {
        if self.answers.text(at) == choice {
            return;
        }
        self.clear_communes_of(at);
        self.commit_answer(at, Answer::Text(choice));
    }

    fn clear_communes_of(self, province: FieldRef) {
        for field in self.siblings(province) {
            if let Some(commune) = field.kind.commune()
                && commune.province == province.field.id
            {
                let row = province.row;
                let commune = FieldRef { field, row };
                if !self.answers.text(commune).is_empty() {
                    self.apply_proposal(commune, String::new());
                }
            }
        }
    }

    /// Adds a row with these answers to a group, and returns its id.
    pub fn add_row(self, group: &'static str, answers: Answers) -> String {
        let id = self.answers.add_row(group, answers);
        self.draft.mark_edited();
        id
    }

    /// Removes a row from a group.
    pub fn remove_row(self, group: &'static str, id: &str) {
        self.validation.untouch_rows(group);
        self.answers.remove_row(group, id);
        self.draft.mark_edited();
        self.validate();
    }

    // Places

    /// Fetches the place file of a province; see [`request`](places::PlaceFiles::request).
    pub fn request_places(self, province: &str) {
        self.0.places.request(province, self.is_outdated);
    }

    /// Requests again the place files that failed; see [`retry_failed`](places::PlaceFiles::retry_failed).
    pub fn retry_failed_places(self) {
        self.0.places.retry_failed(self.is_outdated);
    }

    /// Fetches the names of the countries; see [`request_countries`](places::PlaceFiles::request_countries).
    pub fn request_countries(self) {
        self.0.places.request_countries();
    }

    /// Fetches the place files of all provinces that the answers name.
    pub fn request_all_places(self) {
        let definition = self.procedure().definition;
        let mut provinces: Vec<String> = Vec::new();
        self.answers.with(|answers| {
            for (_, field) in definition.shown(answers) {
                if field.kind.is_province() {
                    provinces.push(answers.text(field.id).to_owned());
                }
                for inner in field.kind.fields().iter().filter(|f| f.kind.is_province()) {
                    let rows = answers.rows(field.id).iter();
                    provinces.extend(rows.map(|row| row.answers.text(inner.id).to_owned()));
                }
            }
        });
        for province in provinces {
            self.request_places(&province);
        }
    }

    /// Writes a commune that was picked. Writes its old name into the field for it, unless that
    /// field has a text.
    pub fn pick_commune(self, at: FieldRef, code: String, old_name: &str) {
        self.commit_answer(at, Answer::Text(code));
        if let Some(commune) = at.field.kind.commune()
            && at.row.is_none()
            && !old_name.is_empty()
            && let Some((_, field)) = self.procedure().definition.field(commune.old_name)
        {
            let note = FieldRef::of_form(field);
            if self.answers.text(note).trim().is_empty() {
                self.apply_proposal(note, old_name.to_owned());
            }
        }
        self.answers.answers_replaced.notify();
    }

    /// Handles the blur of a commune's box: a complete name or a code counts as picked.
    pub fn commit_commune_text(self, at: FieldRef, province: &'static str) {
        let text = self.answers.text(at);
        let places = self.places.ready(&self.answers.text_beside(at, province));
        let code = places.as_ref().filter(|_| !text.is_empty());
        let code = code.and_then(|places| places.exact(&text));
        let (Some(places), Some(code)) = (places, code) else {
            return self.on_blur(at);
        };
        let found = search(&places, &text)
            .into_iter()
            .find(|found| found.code == code);
        let old_name = found.map(|found| found.old_name).unwrap_or_default();
        self.pick_commune(at, code, &old_name);
    }

    /// Writes the suggested text of a field.
    pub fn insert_suggestion(self, at: FieldRef) {
        let (suggestion, _) = self.suggestion(at);
        self.suggestions.unavailable.set(suggestion.is_none());
        if let Some(suggestion) = suggestion {
            let text = self.suggestions.merge(&self.answers.text(at), &suggestion);
            self.suggestions.set_last(suggestion);
            self.apply_proposal(at, text);
        }
    }

    /// Fills in the suggested text of a step that asks for it, unless it was suggested before: the
    /// person may have deleted it.
    pub fn prefill_suggestion(self) {
        let View::Step(step) = self.navigation.view.get_untracked() else {
            return;
        };
        let asked = self.procedure().suggested_field;
        let mut fields = self.step(step).fields.iter();
        let Some(at) = fields.find(|f| f.id == asked).map(FieldRef::of_form) else {
            return;
        };
        let is_empty = self.answers.text(at).is_empty() && self.suggestions.last().is_empty();
        // A text with the name of a place waits until that name is fetched.
        if is_empty && let (Some(text), true) = self.suggestion(at) {
            self.suggestions.set_last(text.clone());
            self.apply_proposal(at, text);
        }
    }

    /// Replaces a suggested text that nobody has changed when the answers it was made from have.
    fn refresh_suggestion(self) {
        let procedure = self.procedure();
        let Some((_, field)) = procedure.definition.field(procedure.suggested_field) else {
            return;
        };
        let at = FieldRef::of_form(field);
        let last = self.suggestions.last();
        if last.is_empty() || self.answers.text(at) != last {
            return;
        }
        // A text with the name of a place is kept while that name is still being fetched.
        if let (Some(suggestion), true) = self.suggestion(at)
            && suggestion != last
        {
            self.suggestions.set_last(suggestion.clone());
            self.apply_proposal(at, suggestion);
        }
    }

    /// Checks all answers and shows the issues that may be shown.
    pub fn validate(self) {
        self.validation
            .show(&self.report(), |path| self.step_index_of(path));
    }

    /// Handles the blur of a control: its issues are shown from now on, unless it is empty. They
    /// are shown after the tap that moved the focus, because a message moves the button below it,
    /// and the tap would miss that button.
    pub fn on_blur(self, at: FieldRef) {
        self.touch(at);
        self.validation.field_blurred.set(Some(at));
    }

    /// Shows the issues of a field that was left, and asks which paper a number is of. Call it after
    /// the tap that left the field: both move what is below.
    pub fn validate_after_blur(self, at: FieldRef) {
        if matches!(at.field.kind, Kind::Text(TextKind::IdentityNumber { .. })) {
            self.answers.visibility_changed.notify();
        }
        self.validate();
    }

    fn touch(self, at: FieldRef) {
        let is_empty = |answers: &Answers| at.field.is_empty(answers.get(at.field.id));
        if !self.answers.with_scope(at, is_empty) {
            self.validation.touch(self.answers.path(at));
        }
    }

    /// Validates a step that the person wants to pass. Returns true if it may be left.
    ///
    /// Errors of this step and of those before it block. Warnings block once; the next attempt
    /// passes.
    pub fn validate_step(self, step_index: usize) -> bool {
        let steps = self.shown_steps().into_iter();
        steps
            .filter(|step| *step <= step_index)
            .for_each(|step| self.validation.attempt(step));
        self.validate();
        let summary = untrack(|| {
            if !self.issues_up_to(step_index, Severity::Error).is_empty() {
                return Summary::Errors;
            }
            let warnings = self.issues_up_to(step_index, Severity::Warning);
            if self.validation.acknowledge(warnings) {
                Summary::Warnings
            } else {
                Summary::None
            }
        });
        self.validation.summary.set(summary);
        summary == Summary::None
    }

    // Navigation

    /// Shows a view and moves the focus to its heading.
    pub fn show(self, view: View) {
        self.refresh_suggestion();
        let last = self.shown_steps().last().copied();
        if last.is_none_or(|last| view == View::Step(last)) || !matches!(view, View::Step(_)) {
            self.navigation.returns_to_review.set(false);
        }
        self.validation.summary.set(Summary::None);
        self.navigation.view.set(view);
        self.navigation.focus_heading();
    }

    /// Opens a step to change an answer. Its button leads back to the review.
    pub fn open_from_review(self, step_index: usize, field: &str) {
        self.show(View::Step(step_index));
        self.navigation.returns_to_review.set(true);
        self.navigation.focus_element(self.element_id_at(field));
    }

    /// Shows the view after a step that was passed: the next step or, after a change, the review, as
    /// far as the answers allow it.
    pub fn go_to_next(self, step_index: usize) {
        if self.navigation.returns_to_review.get()
            && let Some(last) = self.shown_steps().last()
        {
            if !self.is_dossier() {
                return self.open(View::Outcome.fragment(self.procedure().definition));
            }
            return self.open(self.step(*last).id);
        }
        let next = self
            .shown_steps()
            .into_iter()
            .find(|step| *step > step_index);
        let after_steps = match self.procedure().definition.outcome {
            Some(_) => View::Outcome,
            None => View::Payment,
        };
        self.show(next.map_or(after_steps, View::Step));
    }

    /// Shows the step before the current view.
    pub fn go_to_previous(self) {
        let shown = self.shown_steps();
        let previous = match self.navigation.view.get_untracked() {
            View::Step(index) => shown.into_iter().rfind(|step| *step < index),
            _ => shown.last().copied(),
        };
        if let Some(step) = previous {
            self.show(View::Step(step));
        }
    }

    /// Shows the last step.
    pub fn show_last_step(self) {
        if let Some(last) = self.shown_steps().last() {
            self.show(View::Step(*last));
        }
    }

    /// Shows the last step with the issues that block it.
    pub fn return_to_last_step(self) {
        if let Some(last) = self.shown_steps().last() {
            self.show(View::Step(*last));
            self.validate_step(*last);
            self.navigation.focus_summary();
        }
    }

    /// Opens the view of a fragment, or the first step before it that has an error; then the
    /// error summary shows that error. A stale URL cannot skip a rule.
    pub fn open(self, fragment: &str) {
        let definition = self.procedure().definition;
        let report = self.report();
        let is_step = definition.steps.iter().any(|step| step.id == fragment);
        let declares = self
            .answers
            .with(|answers| definition.requires_declaration(answers));
        if fragment == "payment" && !declares && report.passes() {
            return self.show(View::Payment);
        }
        if fragment == "outcome" && definition.outcome.is_some() && report.passes() {
            return self.show(View::Outcome);
        }
        // The views after the questions are reached through the last step only.
        let wanted = match fragment {
            "sending" | "receipt" | "download" | "outcome" => {
                let last = self.shown_steps().last().copied();
                last.map_or("", |last| self.step(last).id)
            }
            fragment => fragment,
        };
        let step = self.answers.with(|answers| {
            let step = steps::open(definition, answers, &report, wanted)?;
            definition
                .steps
                .iter()
                .position(|other| other.id == step.id)
        });
        let step = step.unwrap_or(0);
        if View::Step(step) != self.navigation.view.get_untracked() {
            self.show(View::Step(step));
        }
        let has_answers = self.with_config(|config| self.answers.has_own(definition, config));
        let has_error = report.issues().iter().any(|issue| {
            issue.severity == Severity::Error && self.step_index_of(&issue.at) == Some(step)
        });
        if is_step && has_answers && has_error && self.step(step).id != wanted {
            self.validate_step(step);
            self.navigation.focus_summary();
        }
    }

    /// Adds a photo to a field, or replaces another one if that is still there.
    pub fn add_photo(self, field: &'static str, photo: Photo, replaces: &str) {
        let mut hashes = self.answers.with(|answers| answers.many(field).to_vec());
        match hashes.iter_mut().find(|hash| *hash == replaces) {
            Some(old) => old.clone_from(&photo.sha256),
            None => hashes.push(photo.sha256.clone()),
        }
        self.photos.insert(photo);
        self.set_photos(field, hashes);
    }

    /// Removes a photo from a field. Its bytes are collected later.
    pub fn remove_photo(self, field: &'static str, sha256: &str) {
        let mut hashes = self.answers.with(|answers| answers.many(field).to_vec());
        hashes.retain(|hash| hash != sha256);
        self.photos.set_progress(field, None);
        self.set_photos(field, hashes);
    }

    fn set_photos(self, field: &'static str, hashes: Vec<String>) {
        if let Some((_, field)) = self.procedure().definition.field(field) {
            self.commit_answer(FieldRef::of_form(field), Answer::Many(hashes));
            self.answers.answers_replaced.notify();
        }
    }

    /// Queues a command for the browser.
    pub fn dispatch(self, command: Command) {
        self.commands.dispatch(command);
    }
}

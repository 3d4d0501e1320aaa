//! Which steps and fields are shown, asked and empty, given the answers.

use hoso_identifiers::text;

use crate::answers::{Answer, Answers};
use crate::definition::{
    Advice, Condition, Definition, Field, Sheet, Step, TextWhen, UNRECOGNISED, is_unrecognised,
};
use crate::outcome::RowKind;

impl Condition {
    /// Returns whether the condition holds for these answers.
    #[must_use]
    pub fn is_met(&self, answers: &Answers) -> bool {
        match answers.get(self.field) {
            Some(Answer::Text(text)) => {
                self.is.contains(&text.as_str())
                    || (self.is.contains(&UNRECOGNISED) && is_unrecognised(text))
            }
            Some(Answer::Many(ids)) => ids.iter().any(|id| self.is.contains(&id.as_str())),
            _ => false,
        }
    }
}

impl TextWhen {
    /// Returns whether the text is for this receiver, or for these answers.
    #[must_use]
    pub fn fits(&self, receiver: &str, answers: &Answers) -> bool {
        self.answer
            .map_or(self.receiver == receiver, |answer| answer.is_met(answers))
    }
}

impl Step {
    /// Returns the text below the heading for a receiver and these answers; may be empty.
    #[must_use]
    pub fn hint_for(&self, receiver: &str, answers: &Answers) -> &'static str {
        let mut hints = self.hint_when.iter();
        hints
            .find(|hint| hint.fits(receiver, answers))
            .map_or(self.hint, |hint| hint.text)
    }

    /// Returns whether the step is shown. A step without a shown field is not.
    #[must_use]
    pub fn is_shown(&self, answers: &Answers) -> bool {
        self.show.is_none_or(|show| show.is_met(answers))
            && self.fields.iter().any(|field| field.is_shown(answers))
    }
}

impl Field {
    /// Returns the label for a receiver and the answers of the form.
    #[must_use]
    pub fn label_for(&self, receiver: &str, answers: &Answers) -> &'static str {
        let mut labels = self.label_when.iter();
        let other = labels.find(|label| label.fits(receiver, answers));
        other.map_or(self.label, |label| label.text)
    }

    /// Returns whether the field has no answer. Spaces and invisible characters do not count.
    #[must_use]
    pub fn is_empty(&self, answer: Option<&Answer>) -> bool {
        match answer {
            None => true,
            Some(Answer::Text(text)) if self.kind.is_commitment() => text != "yes",
            Some(Answer::Text(text)) => text::is_blank(text),
            Some(Answer::Many(ids)) => ids.is_empty(),
            Some(Answer::Rows(rows)) => rows.is_empty(),
        }
    }

    /// Returns whether the field is shown, given the answers of the form or of its row.
    #[must_use]
    pub fn is_shown(&self, answers: &Answers) -> bool {
        self.show.is_none_or(|show| show.is_met(answers))
    }
}

impl Definition {
    /// Iterates over the shown fields with their steps, in order.
    pub fn shown<'a>(
        &'a self,
        answers: &'a Answers,
    ) -> impl Iterator<Item = (&'static Step, &'static Field)> + 'a {
        self.steps
            .iter()
            .filter(|step| self.condition_holds(step.show, answers))
            .flat_map(|step| {
                let fields = step
                    .fields
                    .iter()
                    .filter(|field| self.condition_holds(field.show, answers));
                fields.map(move |field| (step, field))
            })
    }

    /// Returns whether a condition holds and its own field is shown. The answer of a hidden field is
    /// kept, but must not require further answers.
    fn condition_holds(&self, show: Option<Condition>, answers: &Answers) -> bool {
        // The recursion ends: the definition compiler accepts conditions on earlier fields only.
        show.is_none_or(|show| show.is_met(answers) && self.is_asked(show.field, answers))
    }

    /// Returns whether the field of this id and its step are shown.
    #[must_use]
    pub fn is_asked(&self, id: &str, answers: &Answers) -> bool {
        self.field(id).is_some_and(|(step, field)| {
            self.condition_holds(step.show, answers) && self.condition_holds(field.show, answers)
        })
    }

    /// Returns whether these answers make a declaration, which has to be sent.
    #[must_use]
    pub fn requires_declaration(&self, answers: &Answers) -> bool {
        self.no_declaration
            .is_none_or(|case| !case.when.is_met(answers))
    }

    /// Returns the kinds of rows of the directory that the last page shows.
    pub fn directory_rows<'a>(
        &'a self,
        answers: &'a Answers,
    ) -> impl Iterator<Item = RowKind> + 'a {
        let rows = self.outcome.map_or(&[][..], |outcome| outcome.rows);
        rows.iter()
            .filter(|rows| self.condition_holds(rows.when, answers))
            .map(|rows| rows.kind)
    }

    /// Iterates over the advice of the last page.
    pub fn advice<'a>(
        &'a self,
        answers: &'a Answers,
    ) -> impl Iterator<Item = &'static Advice> + 'a {
        let advice = self.outcome.map_or(&[][..], |outcome| outcome.advice);
        advice
            .iter()
            .filter(|advice| self.condition_holds(advice.when, answers))
    }

    /// Returns the sheet on which these answers are printed.
    #[must_use]
    pub fn sheet(&self, answers: &Answers) -> Option<Sheet> {
        let sheet = self.outcome?.sheet?;
        self.condition_holds(sheet.when, answers).then_some(sheet)
    }

    /// Iterates over the shown photo fields without a photo.
    pub fn missing_photos<'a>(
        &'a self,
        answers: &'a Answers,
    ) -> impl Iterator<Item = &'static Field> + 'a {
        self.shown(answers)
            .map(|(_, field)| field)
            .filter(|field| field.kind.photo().is_some())
            .filter(|field| answers.many(field.id).is_empty())
    }
}

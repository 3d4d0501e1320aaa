//! What the wizard does for the person: drafts a text, ticks, picks.

use std::cell::Cell;

use hoso_dossier::{Answer, Kind};
use hoso_identifiers::text;
use leptos::prelude::*;

use crate::form::{At, Form};

impl Form {
    /// How many characters the answer has as the rules count them.
    #[must_use]
    pub fn in_chars(&self, at: At) -> usize {
        text::clean_lines(&self.text(at)).chars().count()
    }

    /// Is this a question for which the procedure can draft a text?
    #[must_use]
    pub fn can_suggest(&self, at: At) -> bool {
        at.row.is_none() && self.procedure().suggested_field == at.field.id
    }

    /// Drafts the text of a question from the other answers. What the person has
    /// written is kept: the draft goes below it.
    pub fn fill_for_me(&self, at: At) {
        let today = self.today.get_untracked();
        let draft = self.answers(|answers| {
            (self.procedure().suggest)(at.field.id, answers, today, &|code| self.place_name(code))
        });
        let Some(draft) = draft else {
            self.nothing_to_draft.set(true);
            return;
        };
        self.nothing_to_draft.set(false);
        let old = self.text(at);
        let old = old.trim();
        let fresh = if old.is_empty() || old == draft || self.drafted.get_value() == old {
            draft.clone()
        } else if old.contains(draft.as_str()) {
            old.to_owned()
        } else {
            [old, draft.as_str()].join("\n")
        };
        self.drafted.set_value(draft);
        self.take_over(at, fresh);
    }

    /// The name of a province or of a commune whose province file is here.
    #[must_use]
    pub fn place_name(&self, code: &str) -> Option<String> {
        hoso_places::province_name(code)
            .map(str::to_owned)
            .or_else(|| self.commune_name(code))
    }

    /// A drafted text that nobody has changed follows the answers that it was made from.
    pub fn follow_the_draft(&self) {
        let procedure = self.procedure();
        let Some((_, field)) = procedure.definition.field(procedure.suggested_field) else {
            return;
        };
        let at = At { field, row: None };
        let drafted = self.drafted.get_value();
        if drafted.is_empty() || self.text(at) != drafted {
            return;
        }
        let today = self.today.get_untracked();
        // While a name of a place is still on its way, the text that has it is not taken back.
        let missed = Cell::new(false);
        let names = |code: &str| {
            let name = self.place_name(code);
            missed.set(missed.get() || name.is_none());
            name
        };
        let fresh = self.answers(|answers| (procedure.suggest)(field.id, answers, today, &names));
        if let Some(fresh) = fresh.filter(|fresh| *fresh != drafted && !missed.get()) {
            self.drafted.set_value(fresh.clone());
            self.take_over(at, fresh);
        }
    }

    /// The `name` of a group of cards. Radios of another row must not switch each
    /// other off, so theirs bears the row.
    #[must_use]
    pub fn group_name(&self, at: At) -> String {
        self.path(at)
    }

    /// Ticks an answer or takes the tick away.
    pub fn tick(&self, at: At, id: &str, on: bool) {
        let mut ids = self.answers(|answers| answers.many(at.field.id).to_vec());
        ids.retain(|other| other != id);
        if on {
            ids.push(id.to_owned());
        }
        self.choose(at, Answer::Many(ids));
    }

    /// Clears the communes that were chosen within a province that changes (R-ID-9).
    pub fn clear_communes_of(&self, province: At) {
        let siblings: &'static [hoso_dossier::Field] = match province.row {
            Some((group, _)) => match self.procedure().definition.field(group) {
                Some((
                    _,
                    hoso_dossier::Field {
                        kind: Kind::Group { fields, .. },
                        ..
                    },
                )) => fields,
                _ => return,
            },
            None => match self.procedure().definition.field(province.field.id) {
                Some((step, _)) => step.fields,
                None => return,
            },
        };
        for field in siblings {
            if let Kind::Commune { province: of, .. } = field.kind
                && of == province.field.id
            {
                let commune = At {
                    field,
                    row: province.row,
                };
                if !self.text(commune).is_empty() {
                    self.take_over(commune, String::new());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

    use hoso_dossier::{Answers, Row};
    use hoso_identifiers::Date;

    use super::*;
    use crate::settings::Settings;

    #[test]
    fn r_id_9_another_province_clears_its_commune_and_no_other() {
        Owner::new().with(|| {
            let procedure = hoso_procedures::find("602b").unwrap();
            let mut born = Answers::default();
            born.set_text("birth_province", "56");
            born.set_text("birth_commune", "22366");
            let mut answers = born.clone();
            answers.set_text("province", "56");
            answers.set_text("commune", "22366");
            for id in ["1", "2"] {
                answers.add_row(
                    "members",
                    Row {
                        id: id.to_owned(),
                        answers: born.clone(),
                    },
                );
            }
            let today = Date::new(2026, 11, 20).unwrap();
            let form = Form::new(
                procedure,
                Settings::default(),
                String::new(),
                answers,
                today,
            );
            let communes = || {
                form.answers(|answers| {
                    [
                        "birth_commune",
                        "commune",
                        "members.0.birth_commune",
                        "members.1.birth_commune",
                    ]
                    .map(|path| answers.text_at(path).to_owned())
                })
            };

            let (_, province) = procedure.definition.field("birth_province").unwrap();
            let at = At {
                field: province,
                row: None,
            };
            form.choose_in_list(at, "56".to_owned());
            assert_eq!(communes(), ["22366"; 4], "the same province clears nothing");
            form.choose_in_list(at, "79".to_owned());
            assert_eq!(communes(), ["", "22366", "22366", "22366"]);

            let in_row = procedure
                .definition
                .field_at("members.1.birth_province")
                .unwrap();
            let second = Some(("members", StoredValue::new("2".to_owned())));
            form.choose_in_list(
                At {
                    field: in_row,
                    row: second,
                },
                "79".to_owned(),
            );
            assert_eq!(communes(), ["", "22366", "22366", ""]);
        });
    }
}

//! Formats answers as they are printed.

use hoso_dossier::{Answers, Choice, Field, Kind, TextKind};
use hoso_identifiers::{Month, PartialDate, amount, text};

use crate::sheet::Sheet;

/// The end of the label of an optional field.
const OPTIONAL: &str = "(không bắt buộc)";

/// Returns the answers for the boxes of a form, and records which fields have been printed.
pub(crate) struct Answered<'a> {
    sheet: &'a Sheet,
    printed: Vec<&'static str>,
    /// Whether names of persons are printed in upper case (R-ID-7).
    upper_case_names: bool,
}

impl<'a> Answered<'a> {
    pub(crate) const fn new(sheet: &'a Sheet, upper_case_names: bool) -> Self {
        Self {
            sheet,
            printed: Vec::new(),
            upper_case_names,
        }
    }

    /// Returns the answer of a field for its box; empty if the field is not shown.
    pub(crate) fn take(&mut self, id: &'static str) -> String {
        self.printed.push(id);
        self.text(id)
    }

    fn text(&self, id: &str) -> String {
        let definition = self.sheet.definition;
        match definition.field(id) {
            Some((_, field)) if definition.is_asked(id, &self.sheet.answers) => {
                self.value(field.kind, &self.sheet.answers, id)
            }
            _ => String::new(),
        }
    }

    /// Returns whether a shown field has this id among its answers.
    pub(crate) fn has(&mut self, field: &'static str, id: &str) -> bool {
        self.printed.push(field);
        let answers = &self.sheet.answers;
        self.sheet.definition.is_asked(field, answers) && answers.has(field, id)
    }

    /// Returns the options of a choice field; empty for other fields.
    pub(crate) fn choices(&self, field: &str) -> &'static [Choice] {
        self.sheet
            .definition
            .field(field)
            .map_or(&[], |(_, field)| field.choices())
    }

    /// Returns the address from street line, commune and province, the smallest unit first.
    pub(crate) fn address(
        &mut self,
        street: &'static str,
        commune: &'static str,
        province: &'static str,
    ) -> String {
        let parts = [self.take(street), self.take(commune), self.take(province)];
        let parts: Vec<&str> = parts
            .iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        parts.join(", ")
    }

    /// Returns the rows of a group; each column joins the answers of its fields.
    pub(crate) fn rows(
        &mut self,
        group: &'static str,
        columns: &[&'static [&'static str]],
    ) -> Vec<Vec<String>> {
        self.printed.push(group);
        let definition = self.sheet.definition;
        let fields = match definition.field(group) {
            Some((_, field)) if definition.is_asked(group, &self.sheet.answers) => {
                field.kind.fields()
            }
            _ => &[],
        };
        let cell = |answers: &Answers, ids: &[&str]| {
            let values = ids.iter().filter_map(|id| {
                let field = fields.iter().find(|field| field.id == *id)?;
                let value = self.value(field.kind, answers, id);
                (!value.is_empty() && field.is_shown(answers)).then_some(value)
            });
            values.collect::<Vec<_>>().join(", ")
        };
        let rows = self.sheet.answers.rows(group).iter();
        rows.map(|row| columns.iter().map(|ids| cell(&row.answers, ids)).collect())
            .collect()
    }

    /// Returns how each page names the person: by name, without one by the social insurance number.
    /// Empty if neither is answered.
    pub(crate) fn person(&self) -> String {
        let name = self.text("full_name");
        let number = self.text("social_insurance_number");
        if name.is_empty() && !number.is_empty() {
            ["Mã số BHXH ", &number].concat()
        } else {
            name
        }
    }

    /// Returns the answered fields without a box: label and value, in the order of the steps.
    ///
    /// The labels are `labels` by the id of the field. The definition's own labels speak to the person
    /// who answers, so of a field without an entry only the words of the subject are left.
    pub(crate) fn unprinted(&self, labels: &[(&str, &str)]) -> Vec<(String, String)> {
        let label = |field: &Field| {
            let own = labels.iter().find(|(id, _)| *id == field.id);
            own.map_or_else(
                || {
                    let label = field.label.trim_end_matches(OPTIONAL).trim_end();
                    label.trim_end_matches('?')
                },
                |(_, label)| label,
            )
            .to_owned()
        };
        let definition = self.sheet.definition;
        definition
            .shown(&self.sheet.answers)
            .map(|(_, field)| field)
            .filter(|field| !self.printed.contains(&field.id))
            .map(|field| (label(field), self.text(field.id)))
            .filter(|(_, value)| !value.is_empty())
            .collect()
    }

    fn value(&self, kind: Kind, answers: &Answers, id: &str) -> String {
        if let Kind::MultiChoice(choices) = kind {
            let labels = answers.many(id).iter().map(|id| label(choices, id));
            return labels.collect::<Vec<_>>().join("; ");
        }
        let raw = answers.text(id);
        if raw.is_empty() {
            return String::new();
        }
        match kind {
            Kind::Text(TextKind::PersonName) if self.upper_case_names => text::upper(raw),
            Kind::Text(TextKind::BirthDate) => {
                PartialDate::parse(raw).map_or_else(|_| raw.to_owned(), |date| date.to_string())
            }
            Kind::Text(TextKind::Month) => {
                Month::parse(raw).map_or_else(|_| raw.to_owned(), |month| month.to_string())
            }
            Kind::Text(TextKind::Money) => raw.parse().map_or_else(
                |_| raw.to_owned(),
                |dong| [&amount::display(dong), " đồng"].concat(),
            ),
            Kind::YesNo | Kind::Commitment => match raw {
                "yes" => "Có".to_owned(),
                "no" => "Không".to_owned(),
                other => other.to_owned(),
            },
            Kind::Choice(choices) | Kind::Select(choices) => label(choices, raw),
            Kind::Country if raw == "VN" => "Việt Nam".to_owned(),
            Kind::Country | Kind::Province | Kind::Commune(_) => self.sheet.name(raw),
            Kind::Text(
                TextKind::SingleLine { .. }
                | TextKind::MultiLine { .. }
                | TextKind::PersonName
                | TextKind::IdentityNumber { .. }
                | TextKind::OldIdCardNumber
                | TextKind::SocialInsuranceNumber
                | TextKind::HouseholdCode
                | TextKind::Phone { .. }
                | TextKind::Email
                | TextKind::Number { .. },
            )
            | Kind::MultiChoice(_)
            | Kind::Photo(_)
            | Kind::Setting(_)
            | Kind::Group { .. } => raw.to_owned(),
        }
    }
}

fn label(choices: &[Choice], id: &str) -> String {
    choices
        .iter()
        .find(|choice| choice.id == id)
        .map_or(id, |choice| choice.label)
        .to_owned()
}

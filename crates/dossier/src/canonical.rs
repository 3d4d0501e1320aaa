//! Answers in canonical form, as they are sent: normalised, typed, and only of shown fields.
//!
//! | kind | wire format |
//! |---|---|
//! | text, names | string, NFC, trimmed |
//! | document numbers, phone numbers | string of their digits and letters |
//! | birth date | `1990-02-14`, `1990-02` or `1990`, in the precision entered |
//! | month | `2026-12` |
//! | money, number | integer |
//! | yes or no, commitment | boolean |
//! | choice, province, commune, country | id |
//! | several choices | array of ids in the order of the form |
//! | photos | array of SHA-256 in the order in which they were taken |
//! | group | array of objects |
//!
//! Empty answers are omitted. An answer that cannot be parsed is sent as entered; unknown ids of a
//! list follow the known ones.

use hoso_identifiers::{
    Date, Month, PartialDate, amount, email::Email, household_code::HouseholdCode,
    identity_number::IdentityNumber, old_id_card_number::OldIdCardNumber, person_name::PersonName,
    phone::Phone, social_insurance_number::SocialInsuranceNumber, text,
};

use crate::answers::{Answer, Answers, Row};
use crate::definition::{Definition, Field, Kind, TextKind};
use crate::json::{MAX_INTEGER, Value};

/// Returns the answers of a dossier of `today` in canonical form.
#[must_use]
pub fn answers(definition: &Definition, answers: &Answers, today: Date) -> Value {
    Value::Object(entries(
        definition.shown(answers).map(|(_, field)| field),
        answers,
        today,
    ))
}

fn entries<'a>(
    fields: impl Iterator<Item = &'a Field>,
    answers: &Answers,
    today: Date,
) -> Vec<(String, Value)> {
    fields
        .filter_map(|field| {
            Some((
                field.id.to_owned(),
                value(field, answers.get(field.id)?, today)?,
            ))
        })
        .collect()
}

/// Returns one answer in canonical form; `None` if it is empty.
#[must_use]
pub fn value(field: &Field, answer: &Answer, today: Date) -> Option<Value> {
    if field.is_empty(Some(answer)) {
        return None;
    }
    Some(match answer {
        Answer::Rows(rows) => {
            let fields = field.kind.fields();
            let row = |row: &Row| {
                // The field is no group, so the rows have no definition.
                if fields.is_empty() {
                    return row.answers.to_value();
                }
                let shown = fields.iter().filter(|f| f.is_shown(&row.answers));
                Value::Object(entries(shown, &row.answers, today))
            };
            Value::List(rows.iter().map(row).collect())
        }
        Answer::Many(hashes) if field.kind.photo().is_some() => {
            Value::List(hashes.iter().map(Value::text).collect())
        }
        Answer::Many(ids) => {
            let choices = field.choices();
            let known = choices
                .iter()
                .flat_map(|c| ids.iter().filter(move |id| *id == c.id));
            // Unknown ids are kept, after the known ones.
            let unknown = ids.iter().filter(|id| choices.iter().all(|c| *id != c.id));
            Value::List(known.chain(unknown).map(Value::text).collect())
        }
        Answer::Text(raw) => text_value(field.kind, raw, today),
    })
}

fn text_value(kind: Kind, raw: &str, today: Date) -> Value {
    match kind {
        Kind::Text(kind) => return typed_value(kind, raw, today),
        Kind::YesNo | Kind::Commitment if raw == "yes" || raw == "no" => {
            return Value::Bool(raw == "yes");
        }
        Kind::YesNo
        | Kind::Commitment
        | Kind::Choice(_)
        | Kind::MultiChoice(_)
        | Kind::Select(_)
        | Kind::Country
        | Kind::Province
        | Kind::Commune(_)
        | Kind::Photo(_)
        | Kind::Setting(_)
        | Kind::Group { .. } => {}
    }
    Value::Text(text::clean(raw).into_owned())
}

fn typed_value(kind: TextKind, raw: &str, today: Date) -> Value {
    let read: Option<String> = match kind {
        // An invalid name is not cleaned, so that its invisible characters are not lost.
        TextKind::PersonName => {
            Some(PersonName::parse(raw).map_or_else(|_| raw.to_owned(), |n| n.to_string()))
        }
        // The form of a passport number does not depend on what the person says the paper is.
        TextKind::IdentityNumber { .. } => IdentityNumber::parse(raw, today)
            .or_else(|_| IdentityNumber::parse_passport(raw))
            .ok()
            .map(|n| n.to_string()),
        TextKind::OldIdCardNumber => OldIdCardNumber::parse(raw).ok().map(|n| n.to_string()),
        TextKind::SocialInsuranceNumber => SocialInsuranceNumber::parse(raw, today)
            .ok()
            .map(|n| n.to_string()),
        TextKind::HouseholdCode => HouseholdCode::parse(raw).ok().map(|n| n.to_string()),
        TextKind::Phone { .. } => Phone::parse(raw).ok().map(|n| n.to_string()),
        TextKind::Email => Email::parse(raw).ok().map(|n| n.to_string()),
        TextKind::BirthDate => PartialDate::parse(raw).ok().map(|date| date.iso()),
        TextKind::Month => Month::parse(raw).ok().map(|month| month.iso()),
        TextKind::SingleLine { .. } => None,
        TextKind::MultiLine { .. } => Some(text::clean_lines(raw).into_owned()),
        TextKind::Money => {
            if let Some(n) = amount::parse(raw).ok().and_then(integer) {
                return n;
            }
            None
        }
        TextKind::Number { .. } => {
            if let Some(n) = text::count(raw) {
                return Value::Integer(n.into());
            }
            None
        }
    };
    Value::Text(read.unwrap_or_else(|| text::clean(raw).into_owned()))
}

fn integer(n: u64) -> Option<Value> {
    i64::try_from(n)
        .ok()
        .filter(|n| *n <= MAX_INTEGER)
        .map(Value::Integer)
}

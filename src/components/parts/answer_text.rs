//! An answer as display text.

use hoso_dossier::{Answer, Field, Kind, TextKind, Value, canonical};
use hoso_identifiers::{Month, PartialDate, amount};

use crate::i18n::catalog::translate;
use crate::i18n::format;
use crate::i18n::lang::Lang;
use crate::i18n::messages::{format_message, template};
use crate::wizard::Wizard;

/// Returns an answer as a person reads it: names instead of codes, normalised as in the wire
/// format.
#[must_use]
pub fn answer_text(wizard: Wizard, lang: Lang, field: &'static Field, answer: &Answer) -> String {
    if let (Answer::Many(hashes), Some(_)) = (answer, field.kind.photo()) {
        if hashes.is_empty() {
            return String::new();
        }
        return format_message(lang, "ui.photos_taken", &[("n", hashes.len().to_string())]);
    }
    if let Answer::Many(ids) = answer {
        let names = field
            .choices()
            .iter()
            .filter(|c| ids.iter().any(|id| id == c.id));
        return names
            .map(|c| translate(lang, c.label))
            .collect::<Vec<_>>()
            .join("; ");
    }
    let Answer::Text(raw) = answer else {
        return String::new();
    };
    match field.kind {
        Kind::Choice(choices) | Kind::Select(choices) => choices
            .iter()
            .find(|c| c.id == raw)
            .map(|c| translate(lang, c.label).to_owned())
            .unwrap_or_default(),
        Kind::YesNo => match raw.as_str() {
            "yes" => template(lang, "ui.yes").to_owned(),
            "no" => template(lang, "ui.no").to_owned(),
            _ => String::new(),
        },
        Kind::Province => hoso_places::province_name(raw).unwrap_or(raw).to_owned(),
        Kind::Commune(_) => wizard
            .places
            .commune_name(raw)
            .unwrap_or_else(|| raw.clone()),
        Kind::Country if raw == "VN" => "Việt Nam".to_owned(),
        Kind::Text(TextKind::Money) => match amount::parse(raw) {
            Ok(dong) => format::dong(lang, dong),
            Err(_) => raw.clone(),
        },
        Kind::Text(TextKind::BirthDate) => {
            PartialDate::parse(raw).map_or_else(|_| raw.clone(), |date| date.to_string())
        }
        Kind::Text(TextKind::Month) => {
            Month::parse(raw).map_or_else(|_| raw.clone(), |month| month.to_string())
        }
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
        | Kind::Commitment
        | Kind::MultiChoice(_)
        | Kind::Country
        | Kind::Photo(_)
        | Kind::Setting(_)
        | Kind::Group { .. } => canonical::value(field, answer, wizard.today.get_untracked())
            .map(|value| plain(&value))
            .unwrap_or_default(),
    }
}

/// Returns the text of a canonical value, or nothing for an array or object.
fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Integer(n) => n.to_string(),
        _ => String::new(),
    }
}

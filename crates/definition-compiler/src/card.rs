//! Checks which fields the QR code of an identity card answers.

use crate::mistake::{File, Mistake};
use crate::source::{CardFields, Field, Kind};

/// Checks that each field of a `card` exists in the form, or in the same group, and has the kind of
/// what the card says.
pub(crate) fn check_cards<'a>(
    file: &File<'_>,
    fields: impl Iterator<Item = &'a Field> + Clone,
) -> Result<(), Mistake> {
    for field in fields.clone() {
        let Some(card) = &field.card else { continue };
        let CardFields {
            name,
            number,
            old_number,
            birth_date,
            sex,
            commune,
            street_line,
        } = card.get_ref();
        let expected: [(&str, &str, &[Kind]); 7] = [
            ("name", name, &[Kind::PersonName]),
            ("number", number, &[Kind::IdentityNumber]),
            ("old_number", old_number, &[Kind::OldIdCardNumber]),
            ("birth_date", birth_date, &[Kind::BirthDate]),
            ("sex", sex, &[Kind::Choice, Kind::Select]),
            ("commune", commune, &[Kind::Commune]),
            ("street_line", street_line, &[Kind::Text]),
        ];
        for (key, id, kinds) in expected {
            let fits = |other: &Field| {
                other.id.get_ref() == id
                    && kinds.contains(other.kind.get_ref())
                    && (key != "sex" || has_both_sexes(other))
            };
            let may_be_missing = id.is_empty() && key != "name";
            if !may_be_missing && !fields.clone().any(fits) {
                let what = format!("card: `{id}` is no field for `{key}`");
                return Err(file.mistake(card.span().start, what));
            }
        }
    }
    Ok(())
}

fn has_both_sexes(field: &Field) -> bool {
    let has = |id: &str| {
        let mut options = field.options.iter().flatten();
        options.any(|option| option.id.get_ref() == id)
    };
    has("male") && has("female")
}

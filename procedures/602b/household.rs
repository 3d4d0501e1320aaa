//! The household appendix \[12\]: its members, and the consistency of the rows.

use hoso_dossier::{Answers, Issue, Report, Row, Severity, path::Path};
use hoso_identifiers::{
    Date,
    identity_number::IdentityNumber,
    personal_number::Sex,
    social_insurance_number::SocialInsuranceNumber,
    text::{self, Likeness},
};

use super::person::{birth_date, compare, personal_number, sex};

/// The number of rows that are compared, which is the maximum of the definition.
const ROWS: usize = 30;

/// Relation code of the head of household.
const HEAD: &str = "00";

/// Returns the sex that a relation implies. Em, con, cháu, bác, chắt and khác imply none.
///
/// Source: `data/bhxh_relation_codes.json`; the meaning of the Vietnamese words.
fn sex_of_relation(code: &str) -> Option<Sex> {
    match code {
        // Chồng, bố, anh, ông, chú, cậu, con rể.
        "02" | "03" | "06" | "10" | "14" | "17" | "20" => Some(Sex::Male),
        // Vợ, mẹ, chị, bà, cô, dì, thím, mợ, con dâu.
        "01" | "04" | "07" | "11" | "12" | "13" | "15" | "18" | "19" => Some(Sex::Female),
        _ => None,
    }
}

/// Checks the rules across rows. The definition reports an empty list (`household.empty`).
pub(super) fn check(answers: &Answers, today: Date, report: &mut Report) {
    let rows = answers.rows("members");
    if rows.is_empty() {
        return;
    }
    // R-602-21. A row without a relation has its own error, and may be the head of household.
    let heads = rows
        .iter()
        .filter(|row| row.answers.has("relation_to_head", HEAD))
        .count();
    let has_row_without_relation = rows
        .iter()
        .any(|row| text::is_blank(row.answers.text("relation_to_head")));
    if heads > 1 || (heads == 0 && !has_row_without_relation) {
        report.error("members", "household.head");
    }
    check_self(answers, rows, today, report);
    for (i, row) in rows.iter().enumerate() {
        check_row(i, &row.answers, report);
    }
    check_duplicates(rows, "personal_number", report, |typed| {
        IdentityNumber::parse(typed, today)
            .ok()
            .and_then(|number| key(number.as_str()))
    });
    check_duplicates(rows, "social_insurance_number", report, |typed| {
        SocialInsuranceNumber::parse(typed, today)
            .ok()
            .and_then(|number| key(number.as_str()))
    });
}

fn check_row(i: usize, row: &Answers, report: &mut Report) {
    let sex = sex(row.text("sex"));
    let expected = sex_of_relation(row.text("relation_to_head"));
    if sex.is_some() && expected.is_some() && sex != expected {
        report.warning(
            Path::in_row("members", i, "relation_to_head"),
            "household.relation_sex",
        );
    }
    if let Some(number) = personal_number(row.text("personal_number")) {
        let birth = birth_date(row.text("birth_date"));
        let at = || Path::in_row("members", i, "personal_number");
        compare(&number, sex, birth, &at, report);
    }
}

/// warns if the participant is not in the list. Cheap comparisons come first.
fn check_self(answers: &Answers, rows: &[Row], today: Date, report: &mut Report) {
    let name = answers.text("full_name");
    if text::is_blank(name) {
        return;
    }
    let mut names = rows.iter().map(|row| row.answers.text("full_name"));
    if names.clone().any(|other| other == name) {
        return;
    }
    let identity = |typed: &str| {
        if typed.is_empty() {
            None
        } else {
            IdentityNumber::parse(typed, today).ok()
        }
    };
    let own = identity(answers.text("personal_number"));
    let by_number = own.is_some()
        && rows
            .iter()
            .any(|row| identity(row.answers.text("personal_number")) == own);
    if by_number || names.any(|other| text::likeness(other, name) != Likeness::Different) {
        return;
    }
    report.warning("members", "household.self");
}

/// reports duplicate numbers. The keys are integers on the stack, so that a list without
/// duplicates needs no allocation.
fn check_duplicates(
    rows: &[Row],
    field: &str,
    report: &mut Report,
    read: impl Fn(&str) -> Option<u64>,
) {
    let mut keys = [None; ROWS];
    for (i, row) in rows.iter().take(ROWS).enumerate() {
        let typed = row.answers.text(field);
        if typed.is_empty() {
            continue;
        }
        let parsed = if is_plain(typed) {
            key(typed)
        } else {
            read(typed)
        };
        if parsed.is_some() && keys.iter().take(i).any(|key| *key == parsed) {
            report.push(
                Issue::new(
                    Path::in_row("members", i, field),
                    "household.duplicate",
                    Severity::Error,
                )
                .with("n", text::digits(typed).into_owned()),
            );
        }
        if let Some(slot) = keys.get_mut(i) {
            *slot = parsed;
        }
    }
}

/// Returns whether the text is already normalised, so that it need not be parsed.
fn is_plain(typed: &str) -> bool {
    matches!(typed.len(), 10 | 12) && typed.bytes().all(|b| b.is_ascii_digit())
}

/// Encodes up to twelve digits and capital letters as an integer. The encoding is unique.
fn key(text: &str) -> Option<u64> {
    if text.len() > 12 {
        return None;
    }
    text.bytes().try_fold(0u64, |key, byte| {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0' + 1,
            b'A'..=b'Z' => byte - b'A' + 11,
            _ => return None,
        };
        // 37^12 is less than 2^63.
        Some(key * 37 + u64::from(digit))
    })
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn ok_keys_differ() {
        for (a, b) in [
            ("0", "00"),
            ("1", "01"),
            ("A1", "1A"),
            ("056190000001", "56190000001"),
        ] {
            assert_ne!(key(a), key(b));
        }
        assert!(key("ZZZZZZZZZZZZ").is_some());
    }

    #[test]
    fn err_no_key() {
        assert_eq!(key("0561900000011"), None);
        assert_eq!(key("é"), None);
    }
}

//! The household appendix \[12\]: its members, and the consistency of the rows.

use hoso_dossier::{Answers, Issue, Report, Row, Severity, path::Path};
use hoso_identifiers::{
    Date,
    identity_number::IdentityNumber,
    personal_number::Sex,
    social_insurance_number::SocialInsuranceNumber,
    text::{self, Likeness},
};

use super::person::{Person, birth_date, compare, personal_number, sex};
use crate::registration;

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
pub(super) fn check(person: &Person, answers: &Answers, today: Date, report: &mut Report) {
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
    check_head_name(answers, rows, report);
    check_self(person, answers, rows, today, report);
    for (i, row) in rows.iter().enumerate() {
        check_row(i, &row.answers, today, report);
    }
    let own = check_duplicates(rows, "personal_number", report, |typed| {
        identity(typed, today).and_then(|number| key(number.as_str()))
    });
    let insurance = check_duplicates(rows, "social_insurance_number", report, |typed| {
        SocialInsuranceNumber::parse(typed, today)
            .ok()
            .and_then(|number| key(number.as_str()))
    });
    check_crossed(rows, &own, &insurance, report);
}

/// Parses the number of any paper: which one it is decides only whether the number is accepted.
fn identity(typed: &str, today: Date) -> Option<IdentityNumber> {
    if typed.is_empty() {
        return None;
    }
    IdentityNumber::parse(typed, today)
        .or_else(|_| IdentityNumber::parse_passport(typed))
        .ok()
}

/// compares the name of the head of household with the name in the row of the head.
fn check_head_name(answers: &Answers, rows: &[Row], report: &mut Report) {
    let name = answers.text("household_head_name");
    let mut heads = rows
        .iter()
        .map(|row| &row.answers)
        .filter(|row| row.has("relation_to_head", HEAD))
        .map(|row| row.text("full_name"));
    let (Some(listed), None) = (heads.next(), heads.next()) else {
        return;
    };
    let is_answered = !text::is_blank(name) && !text::is_blank(listed);
    if is_answered && name != listed && text::likeness(name, listed) == Likeness::Different {
        report.warning("household_head_name", "household.head_name");
    }
}

fn check_row(i: usize, row: &Answers, today: Date, report: &mut Report) {
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
        // R-ID-18
        let typed = row.text("social_insurance_number");
        if !typed.is_empty()
            && SocialInsuranceNumber::parse(typed, today).is_ok_and(|own| own.is_tail_of(&number))
        {
            let at = Path::in_row("members", i, "social_insurance_number");
            report.push(registration::tail_of_number(at, &number, today));
        }
    }
}

/// warns if the participant is not in the list. X-13: warns if the participant's own row differs.
fn check_self(
    person: &Person,
    answers: &Answers,
    rows: &[Row],
    today: Date,
    report: &mut Report,
) {
    let name = answers.text("full_name");
    if text::is_blank(name) {
        return;
    }
    let Some((i, row)) = own_row(name, answers.text("personal_number"), rows, today) else {
        report.warning("members", "household.self");
        return;
    };
    let listed = sex(row.text("sex"));
    if listed.is_some() && person.sex.is_some() && listed != person.sex {
        report.warning(Path::in_row("members", i, "sex"), "household.self_differs");
    }
    if let (Some(listed), Some((birth, _))) = (birth_date(row.text("birth_date")), person.birth)
        // A year alone agrees with each of its days.
        && (listed.latest() < birth.earliest() || birth.latest() < listed.earliest())
    {
        report.warning(
            Path::in_row("members", i, "birth_date"),
            "household.self_differs",
        );
    }
}

/// Returns the row of the participant: by the number, else by the name. Cheap comparisons come first.
fn own_row<'a>(
    name: &str,
    number: &str,
    rows: &'a [Row],
    today: Date,
) -> Option<(usize, &'a Answers)> {
    let rows = || rows.iter().map(|row| &row.answers).enumerate();
    let has_number = !number.is_empty();
    if has_number && let Some(found) = rows().find(|(_, row)| row.text("personal_number") == number) {
        return Some(found);
    }
    if let Some(found) = rows().find(|(_, row)| row.text("full_name") == name) {
        return Some(found);
    }
    let own = identity(number, today);
    let has_own_number =
        |row: &Answers| own.is_some() && identity(row.text("personal_number"), today) == own;
    rows()
        .find(|(_, row)| has_own_number(row))
        .or_else(|| {
            rows().find(|(_, row)| text::likeness(row.text("full_name"), name) != Likeness::Different)
        })
}

/// since 08/2025 the personal number is a social insurance number too, so it must not be the
/// social insurance number of another member.
fn check_crossed(
    rows: &[Row],
    own: &[Option<u64>; ROWS],
    insurance: &[Option<u64>; ROWS],
    report: &mut Report,
) {
    for (i, (row, number)) in rows.iter().zip(insurance).enumerate() {
        let is_of_another = number.is_some()
            && own
                .iter()
                .enumerate()
                .any(|(other, own)| other != i && own == number);
        let at = Path::in_row("members", i, "social_insurance_number");
        if is_of_another && !report.has_error_at(&at) {
            let typed = row.answers.text("social_insurance_number");
            report.push(
                Issue::new(at, "household.duplicate", Severity::Error)
                    .with("n", text::digits(typed).into_owned()),
            );
        }
    }
}

/// reports duplicate numbers. The keys are integers on the stack, so that a list without
/// duplicates needs no allocation.
fn check_duplicates(
    rows: &[Row],
    field: &str,
    report: &mut Report,
    read: impl Fn(&str) -> Option<u64>,
) -> [Option<u64>; ROWS] {
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
    keys
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

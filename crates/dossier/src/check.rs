//! Checks a dossier. A check never fails; it returns a report.

use hoso_identifiers::{
    Date, Month, PartialDate, Reason, Severity, amount, email::Email,
    household_code::HouseholdCode, identity_number::IdentityNumber,
    old_id_card_number::OldIdCardNumber, person_name::PersonName, phone::Phone,
    social_insurance_number::SocialInsuranceNumber, text,
};

use crate::answers::{Answer, Answers};
use crate::definition::{Definition, Field, Kind, PASSPORT, Required, TextKind, is_unrecognised};
use crate::digest::is_sha256;
use crate::path::Path;
use crate::procedure::Procedure;
use crate::report::{Issue, Report};

/// The ISO 3166-1 alpha-2 codes in order, without a separator.
///
/// Source: ISO 3166-1 as in `data/countries_iso3166_vi.json` (249 codes); a test compares them.
pub const COUNTRY_CODES: &str = "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW";

/// Returns whether this is one of the [`COUNTRY_CODES`].
#[must_use]
pub fn is_country(code: &str) -> bool {
    let (codes, _) = COUNTRY_CODES.as_bytes().as_chunks::<2>();
    <[u8; 2]>::try_from(code.as_bytes()).is_ok_and(|code| codes.binary_search(&code).is_ok())
}

/// Checks the answers of a dossier on the day `today`.
///
/// Answers of hidden fields are ignored. The report is in the order of the form.
#[must_use]
pub fn check(procedure: &Procedure, answers: &Answers, today: Date) -> Report {
    check_with(procedure, answers, today, check_text)
}

/// Checks like [`check()`], but skips text answers.
///
/// A browser checks the first step of a procedure, whose fields are all choices, before the code
/// that checks text is loaded.
#[must_use]
pub fn check_choices_only(procedure: &Procedure, answers: &Answers, today: Date) -> Report {
    check_with(procedure, answers, today, |_, _, _, _, _, _| {})
}

/// Checks the text of an answer. The answers are those of the form or of its row.
type CheckText = fn(&Field, &str, &Answers, At<'_>, Date, &mut Report);

fn check_with(
    procedure: &Procedure,
    answers: &Answers,
    today: Date,
    check_text: CheckText,
) -> Report {
    let mut report = Report::default();
    for (_, field) in procedure.definition.shown(answers) {
        check_field(
            field,
            None,
            answers,
            answers,
            today,
            check_text,
            &mut report,
        );
    }
    (procedure.rules)(answers, today, &mut report);
    sort(procedure.definition, &mut report);
    report
}

/// Sorts the issues in the order of the form.
pub(crate) fn sort(definition: &Definition, report: &mut Report) {
    report.sort_by_key(|issue| {
        let path = Path::parse(&issue.at);
        (
            definition.position(path.field),
            path.row,
            path.row.map(|_| definition.position_in_group(&path)),
        )
    });
}

/// The position of an answer. It is formatted as a path only for an issue, to avoid allocations.
#[derive(Clone, Copy)]
struct At<'a> {
    row: Option<(&'a str, usize)>,
    field: &'a str,
}

impl At<'_> {
    fn path(self) -> String {
        match self.row {
            Some((group, row)) => Path::in_row(group, row, self.field),
            None => self.field.to_owned(),
        }
    }
}

fn check_field(
    field: &Field,
    row: Option<(&str, usize)>,
    answers: &Answers,
    form: &Answers,
    today: Date,
    check_text: CheckText,
    report: &mut Report,
) {
    let at = At {
        row,
        field: field.id,
    };
    let answer = answers.get(field.id);
    if field.is_empty(answer) {
        let severity = match field.required {
            Required::Always => Some(Severity::Error),
            Required::When(show) => show.is_met(form).then_some(Severity::Error),
            Required::WhenElseRecommended(show) => Some(if show.is_met(form) {
                Severity::Error
            } else {
                Severity::Warning
            }),
            Required::Recommended => Some(Severity::Warning),
            Required::No => None,
        };
        if let Some(severity) = severity {
            let code = match severity {
                Severity::Warning => left_out(field.missing),
                _ => field.missing,
            };
            report.push(Issue::new(at.path(), code, severity));
        }
        return;
    }
    match (field.kind, answer) {
        (Kind::Group { fields, max, .. }, Some(Answer::Rows(rows))) => {
            if rows.len() > max {
                report.push(
                    Issue::new(at.path(), "household.many", Severity::Error)
                        .with("n", rows.len().to_string())
                        .with("max", max.to_string()),
                );
            }
            for (i, row) in rows.iter().enumerate() {
                for inner in fields.iter().filter(|inner| inner.is_shown(&row.answers)) {
                    check_field(
                        inner,
                        Some((field.id, i)),
                        &row.answers,
                        form,
                        today,
                        check_text,
                        report,
                    );
                }
            }
        }
        (Kind::MultiChoice(choices), Some(Answer::Many(ids))) => {
            let known = ids
                .iter()
                .all(|id| choices.iter().any(|choice| choice.id == id));
            let has_duplicate = ids
                .iter()
                .enumerate()
                .any(|(i, id)| ids.iter().take(i).any(|x| x == id));
            if !known || has_duplicate {
                report.error(at.path(), "choice.unknown");
            }
        }
        (Kind::Photo(photo), Some(Answer::Many(hashes))) => {
            check_photos(hashes, photo.most, at, report);
        }
        (Kind::YesNo | Kind::Commitment, Some(Answer::Text(raw))) => {
            check_known(raw == "yes" || raw == "no", at, report);
        }
        (
            Kind::Choice(choices) | Kind::Select(choices) | Kind::Setting(choices),
            Some(Answer::Text(raw)),
        ) => {
            check_known(choices.iter().any(|choice| choice.id == raw), at, report);
        }
        (
            Kind::Text(_) | Kind::Country | Kind::Province | Kind::Commune(_),
            Some(Answer::Text(raw)),
        ) => check_text(field, raw, answers, at, today, report),
        (
            Kind::Text(_)
            | Kind::YesNo
            | Kind::Commitment
            | Kind::Choice(_)
            | Kind::MultiChoice(_)
            | Kind::Select(_)
            | Kind::Country
            | Kind::Province
            | Kind::Commune(_)
            | Kind::Photo(_)
            | Kind::Setting(_)
            | Kind::Group { .. },
            _,
        ) => report.error(at.path(), "answer.shape"),
    }
}

/// Returns the code for an answer that may be left out: it says what follows, and is no order.
fn left_out(missing: &'static str) -> &'static str {
    match missing {
        "pid.missing" => "pid.left_out",
        "name.missing" => "name.left_out",
        "date.missing" => "date.left_out",
        "sex.missing" => "sex.left_out",
        other => other,
    }
}

/// Checks an answer that is no choice of the definition.
fn check_text(
    field: &Field,
    raw: &str,
    answers: &Answers,
    at: At<'_>,
    today: Date,
    report: &mut Report,
) {
    match field.kind {
        Kind::Text(kind) => check_typed(kind, field, raw, answers, at, today, report),
        Kind::Country => check_known(is_country(raw), at, report),
        Kind::Province => check_code(raw, 2, at, report),
        Kind::Commune(_) => check_code(raw, 5, at, report),
        // `check_field` checks these itself.
        Kind::YesNo
        | Kind::Commitment
        | Kind::Choice(_)
        | Kind::Select(_)
        | Kind::MultiChoice(_)
        | Kind::Photo(_)
        | Kind::Setting(_)
        | Kind::Group { .. } => {}
    }
}

fn check_typed(
    kind: TextKind,
    field: &Field,
    raw: &str,
    answers: &Answers,
    at: At<'_>,
    today: Date,
    report: &mut Report,
) {
    let mut add = |reason: &Reason| report.push(Issue::from_reason(at.path(), reason));
    let parsed: Result<Vec<Reason>, Reason> = match kind {
        TextKind::PersonName => PersonName::parse(raw).map(|name| name.doubts()),
        TextKind::IdentityNumber { paper } => {
            let number = if answers.has(paper, PASSPORT) && is_unrecognised(raw) {
                IdentityNumber::parse_passport(raw)
            } else {
                IdentityNumber::parse(raw, today)
            };
            number.map(|n| n.doubts(today))
        }
        TextKind::OldIdCardNumber => OldIdCardNumber::parse(raw).map(|_| Vec::new()),
        TextKind::SocialInsuranceNumber => {
            SocialInsuranceNumber::parse(raw, today).map(|n| n.doubts())
        }
        TextKind::HouseholdCode => HouseholdCode::parse(raw).map(|code| code.doubts()),
        TextKind::Phone { landline } => Phone::parse(raw).map(|phone| phone.doubts(landline)),
        TextKind::Email => Email::parse(raw).map(|email| email.doubts()),
        TextKind::BirthDate => {
            PartialDate::parse(raw).map(|date| date.check(today).into_iter().collect())
        }
        TextKind::Month => Month::parse(raw).map(|_| Vec::new()),
        TextKind::Money => amount::parse(raw).map(|_| Vec::new()),
        TextKind::SingleLine { max, long, .. } => {
            let clean = text::clean(raw);
            if let Some(proposal) = text::with_vietnamese_d(&clean) {
                add(&Reason::TextGarbled { proposal });
            }
            return check_length(&clean, max, long, at, report);
        }
        TextKind::MultiLine { max, long } => {
            return check_length(&text::clean_lines(raw), max, long, at, report);
        }
        TextKind::Number { min, max } => {
            if !text::count(raw).is_some_and(|n| (min..=max).contains(&n)) {
                report.error(at.path(), field.missing);
            }
            return;
        }
    };
    match parsed {
        Ok(doubts) => doubts.iter().for_each(&mut add),
        Err(reason) => add(&reason),
    }
}

fn check_known(known: bool, at: At<'_>, report: &mut Report) {
    if !known {
        report.error(at.path(), "choice.unknown");
    }
}

/// Checks photos by their hashes only. Their bytes were checked when they were added.
fn check_photos(hashes: &[String], most: usize, at: At<'_>, report: &mut Report) {
    if hashes.len() > most {
        report.push(
            Issue::new(at.path(), "photo.many", Severity::Error).with("max", most.to_string()),
        );
    }
    if !hashes.iter().all(|hash| is_sha256(hash)) {
        report.error(at.path(), "answer.shape");
    } else if hashes
        .iter()
        .enumerate()
        .any(|(i, hash)| hashes.iter().take(i).any(|other| other == hash))
    {
        report.error(at.path(), "photo.twice");
    }
}

fn check_length(clean: &str, max: usize, long: &'static str, at: At<'_>, report: &mut Report) {
    // A text has at most as many scalar values as bytes, so short texts are not counted.
    if clean.len() > max {
        let n = clean.chars().count();
        if n > max {
            report.push(
                Issue::new(at.path(), long, Severity::Error)
                    .with("n", amount::display(n as u64))
                    .with("max", amount::display(max as u64)),
            );
        }
    }
}

/// Checks only the shape of a province or commune code: the lists are dated data that the caller
/// has (`hoso-places`).
fn check_code(raw: &str, digits: usize, at: At<'_>, report: &mut Report) {
    if raw.len() != digits || !raw.bytes().all(|b| b.is_ascii_digit()) {
        report.error(at.path(), "place.unknown");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Value, parse_str};

    #[test]
    fn ok_countries_are_those_of_the_list() {
        let list = parse_str(include_str!("../../../data/countries_iso3166_vi.json"));
        let codes: Vec<_> = list
            .iter()
            .flat_map(Value::items)
            .filter_map(|row| row.get("alpha2")?.as_str())
            .collect();
        assert_eq!(codes.concat(), COUNTRY_CODES);
        // The binary search requires sorted codes.
        assert!(codes.is_sorted());
        assert!(codes.into_iter().all(is_country));
    }

    #[test]
    fn err_no_country() {
        for code in ["", "V", "vn", "XX", "VNA", "DA", "ê", "00"] {
            assert!(!is_country(code), "{code}");
        }
    }
}

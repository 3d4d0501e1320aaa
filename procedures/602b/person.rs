//! Who may join, whether the person's numbers agree, and the corrections of \[14\].

use hoso_dossier::check::is_country;
use hoso_dossier::{Answers, Issue, Report, Severity};
use hoso_identifiers::{
    Date, PartialDate,
    identity_number::IdentityNumber,
    old_id_card_number::OldIdCardNumber,
    personal_number::{PersonalNumber, Sex},
    social_insurance_number::SocialInsuranceNumber,
    text,
};

use super::cases::{self, Cases};
use super::months::month;

/// The full years that a participant must have reached in the first month paid.
///
/// Source: NĐ 134/2015/NĐ-CP, again Luật 41/2024/QH15.
const LEAST_AGE: u16 = 15;

/// The corrections of \[14\], in the order of the form.
pub(super) const CORRECTIONS: [&str; 6] = [
    "corrected_full_name",
    "corrected_sex",
    "corrected_birth_date",
    "corrected_birth_province",
    "corrected_birth_commune",
    "corrected_personal_number",
];

/// The valid data of the person: a correction of \[14\] wins over what is on file.
pub(super) struct Person {
    /// The twelve digits, and the field that holds them.
    pub(super) number: Option<(PersonalNumber, &'static str)>,
    /// The sex.
    pub(super) sex: Option<Sex>,
    /// The birth date, and the field that holds it.
    pub(super) birth: Option<(PartialDate, &'static str)>,
}

impl Person {
    /// Reads what can be read.
    pub(super) fn read(cases: Cases, answers: &Answers) -> Self {
        let right = |kept: &'static str, corrected: &'static str| {
            if cases.any(cases::G) && !text::is_blank(answers.text(corrected)) {
                corrected
            } else {
                kept
            }
        };
        let number_at = right("personal_number", "corrected_personal_number");
        let birth_at = right("birth_date", "corrected_birth_date");
        Self {
            number: personal_number(answers.text(number_at)).map(|number| (number, number_at)),
            sex: sex(answers.text(right("sex", "corrected_sex"))),
            birth: birth_date(answers.text(birth_at)).map(|date| (date, birth_at)),
        }
    }
}

/// A personal number, if that is what was typed.
pub(super) fn personal_number(typed: &str) -> Option<PersonalNumber> {
    if typed.is_empty() {
        None
    } else {
        PersonalNumber::parse(typed).ok()
    }
}

/// A birth date, if it can be read.
pub(super) fn birth_date(typed: &str) -> Option<PartialDate> {
    if typed.is_empty() {
        None
    } else {
        PartialDate::parse(typed).ok()
    }
}

/// A sex by its id.
pub(super) fn sex(id: &str) -> Option<Sex> {
    [Sex::Male, Sex::Female]
        .into_iter()
        .find(|sex| sex.as_str() == id)
}

/// Is there a reason that keeps the person from joining at all?
pub(super) fn check_standing(answers: &Answers, report: &mut Report) {
    // R-602-8. That a suspended contract lets a person join is not verified, so it warns;
    // but on the same ground nobody may be refused (R-GEN-3).
    if answers.has("in_compulsory_group", "yes") {
        if answers.has("contract_suspended", "yes") {
            report.warning("contract_suspended", "elig.suspended");
        } else {
            report.error("in_compulsory_group", "elig.compulsory");
        }
    }
    if answers.has("receives_pension", "yes") {
        report.warning("receives_pension", "elig.pension");
    }
}

/// Everything about the person that takes two answers or a date.
pub(super) fn check(
    cases: Cases,
    person: &Person,
    answers: &Answers,
    today: Date,
    report: &mut Report,
) {
    let nationality = answers.text("nationality");
    if nationality != "VN" && is_country(nationality) {
        report.error("nationality", "elig.citizen");
    }
    check_age(cases, person, answers, today, report);
    if let Some((number, at)) = &person.number {
        let birth = person.birth.map(|(date, _)| date);
        compare(number, person.sex, birth, &|| (*at).to_owned(), report);
    }
    check_social_insurance_number(cases, person, answers, today, report);
    if cases.any(cases::G) {
        check_corrections(cases, answers, today, report);
    }
}

fn check_age(cases: Cases, person: &Person, answers: &Answers, today: Date, report: &mut Report) {
    // R-602-14: the first month paid is the earlier one of the new period and of the back payment.
    let first = cases
        .any(cases::WITH_FIRST_MONTH)
        .then(|| month(answers, "first_month"))
        .flatten();
    let back = cases
        .any(cases::F)
        .then(|| month(answers, "back_pay_from"))
        .flatten();
    let Some(paid) = [first, back].into_iter().flatten().min() else {
        return;
    };
    let Some((birth, at)) = &person.birth else {
        return;
    };
    if birth
        .check(today)
        .is_some_and(|reason| reason.severity() == Severity::Error)
    {
        return;
    }
    // Who turns 15 within the month is let pass: the sources name the month, not the day.
    let (born_latest, born_earliest) = birth.age_range(paid.last_day());
    let severity = if born_earliest < LEAST_AGE {
        Severity::Error
    } else if born_latest < LEAST_AGE {
        Severity::Warning
    } else {
        return;
    };
    report.push(Issue::new(*at, "elig.age", severity).with("from", paid.to_string()));
}

/// what the personal number says of sex and birth year.
pub(super) fn compare(
    number: &PersonalNumber,
    sex: Option<Sex>,
    birth: Option<PartialDate>,
    at: &dyn Fn() -> String,
    report: &mut Report,
) {
    // R-ID-2
    if sex.is_some_and(|sex| sex != number.sex()) {
        report.push(
            Issue::new(at(), "pid.sex_mismatch", Severity::Warning)
                .with("sex", number.sex().as_str()),
        );
    }
    if let Some(year) = birth.map(PartialDate::year)
        && year != number.birth_year()
    {
        report.push(
            Issue::new(at(), "pid.year_mismatch", Severity::Warning)
                .with("y", number.birth_year().to_string())
                .with("z", year.to_string()),
        );
    }
}

/// \[13\]: who joins without a number has none to write, whatever else is wished for.
/// since 08/2025 it may hold the twelve digits of \[06\].
fn check_social_insurance_number(
    cases: Cases,
    person: &Person,
    answers: &Answers,
    today: Date,
    report: &mut Report,
) {
    let typed = answers.text("social_insurance_number");
    if !cases::asks_number(cases) {
        return;
    }
    if text::is_blank(typed) {
        // R-602-11. The definition requires it of all other wishes with a number.
        if !cases.any(cases::A.union(cases::NUMBER_REQUIRED)) {
            report.error("social_insurance_number", "sin.missing");
        }
        return;
    }
    // R-602-10
    if cases.any(cases::A) && !cases.any(cases::NUMBER_REQUIRED) {
        report.warning("social_insurance_number", "sin.with_first");
    }
    // R-ID-3
    let Some((number, _)) = &person.number else {
        return;
    };
    let Ok(given) = SocialInsuranceNumber::parse(typed, today) else {
        return;
    };
    let kept = personal_number(answers.text("personal_number"));
    let same = given.as_str() == number.as_str()
        || kept.is_some_and(|kept| kept.as_str() == given.as_str());
    if given.is_personal_number() && !same {
        report.warning("social_insurance_number", "sin.differs_from_pid");
    }
}

fn check_corrections(cases: Cases, answers: &Answers, today: Date, report: &mut Report) {
    let filled = |field: &str| !text::is_blank(answers.text(field));
    // R-602-11
    if !CORRECTIONS.into_iter().any(filled) {
        report.error("corrected_full_name", "g.nothing");
        return;
    }
    match (
        filled("corrected_birth_province"),
        filled("corrected_birth_commune"),
    ) {
        (true, false) => report.error("corrected_birth_commune", "addr.commune"),
        (false, true) => report.error("corrected_birth_province", "addr.province"),
        _ => {}
    }
    let both = |kept, corrected| {
        let (kept, corrected) = (answers.text(kept), answers.text(corrected));
        (!text::is_blank(kept) && !text::is_blank(corrected)).then_some((kept, corrected))
    };
    if both("full_name", "corrected_full_name").is_some_and(|(a, b)| text::same(a, b)) {
        report.warning("corrected_full_name", "g.same");
    }
    if both("sex", "corrected_sex").is_some_and(|(a, b)| a == b) {
        report.warning("corrected_sex", "g.same");
    }
    if both("birth_date", "corrected_birth_date")
        .and_then(|(a, b)| Some(birth_date(a)? == birth_date(b)?))
        .unwrap_or(false)
    {
        report.warning("corrected_birth_date", "g.same");
    }
    // Only case A asks where the birth is registered.
    if cases.any(cases::A)
        && both("birth_commune", "corrected_birth_commune").is_some_and(|(a, b)| a == b)
    {
        report.warning("corrected_birth_commune", "g.same");
    }
    // With an old card the records hold its nine digits: then [06] is the new value, not the old one.
    let old_card = OldIdCardNumber::parse(answers.text("old_id_card_number")).is_ok();
    if !old_card
        && both("personal_number", "corrected_personal_number")
            .and_then(|(a, b)| {
                Some(
                    IdentityNumber::parse(a, today).ok()?
                        == IdentityNumber::parse(b, today).ok()?,
                )
            })
            .unwrap_or(false)
    {
        report.warning("corrected_personal_number", "g.same");
    }
}

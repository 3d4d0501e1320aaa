//! Eligibility, consistency of the person's numbers, and the corrections of \[14\].

use hoso_contribution::retirement_date;
use hoso_dossier::check::is_country;
use hoso_dossier::definition::PASSPORT;
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
use crate::estimate::month;
use crate::registration;

/// The minimum age of a participant in the first month that is paid.
///
/// Source: NĐ 134/2015/NĐ-CP, confirmed by Luật 41/2024/QH15.
const MIN_AGE: u16 = 15;

/// The corrections of \[14\], in the order of the form.
pub(super) const CORRECTIONS: [&str; 6] = [
    "corrected_full_name",
    "corrected_sex",
    "corrected_birth_date",
    "corrected_birth_province",
    "corrected_birth_commune",
    "corrected_personal_number",
];

/// The valid data of the person: a correction in \[14\] overrides the recorded value.
pub(super) struct Person {
    /// The personal number, and the id of its field.
    pub(super) number: Option<(PersonalNumber, &'static str)>,
    /// The sex.
    pub(super) sex: Option<Sex>,
    /// The birth date, and the id of its field.
    pub(super) birth: Option<(PartialDate, &'static str)>,
}

impl Person {
    /// Parses the valid answers.
    pub(super) fn read(cases: Cases, answers: &Answers) -> Self {
        let valid_field = |recorded: &'static str, corrected: &'static str| {
            if cases.any(cases::G) && !text::is_blank(answers.text(corrected)) {
                corrected
            } else {
                recorded
            }
        };
        let number_at = valid_field("personal_number", "corrected_personal_number");
        let birth_at = valid_field("birth_date", "corrected_birth_date");
        Self {
            number: personal_number(answers.text(number_at)).map(|number| (number, number_at)),
            sex: sex(answers.text(valid_field("sex", "corrected_sex"))),
            birth: birth_date(answers.text(birth_at)).map(|date| (date, birth_at)),
        }
    }
}

/// Parses a personal number; `None` if it is invalid.
pub(super) fn personal_number(typed: &str) -> Option<PersonalNumber> {
    if typed.is_empty() {
        None
    } else {
        PersonalNumber::parse(typed).ok()
    }
}

/// Parses a birth date; `None` if it is invalid.
pub(super) fn birth_date(typed: &str) -> Option<PartialDate> {
    if typed.is_empty() {
        None
    } else {
        PartialDate::parse(typed).ok()
    }
}

/// Returns the sex of an id.
pub(super) fn sex(id: &str) -> Option<Sex> {
    [Sex::Male, Sex::Female]
        .into_iter()
        .find(|sex| sex.as_str() == id)
}

/// Returns whether the answers show that the person has reached the retirement age. The first step
/// does not ask for the birth date, so it is known to the rules of the whole form only.
pub(super) fn is_retired(person: &Person, today: Date) -> bool {
    person
        .birth
        .as_ref()
        .zip(person.sex)
        .is_some_and(|((birth, _), sex)| retirement_date(birth.latest(), sex) <= today)
}

/// Checks whether the person may join at all.
pub(super) fn check_eligibility(
    answers: &Answers,
    is_retired: bool,
    today: Date,
    report: &mut Report,
) {
    // R-602-8
    if answers.has("in_compulsory_group", "yes") {
        check_compulsory(answers, is_retired, today, report);
    }
    if answers.has("receives_pension", "yes") {
        report.warning("receives_pension", "elig.pension");
    }
}

/// The days from which owners of a household business are in the compulsory group: those who pay tax
/// by declaration, and all others.
///
/// Source: Luật 41/2024/QH15 art. 2 §1 m; NĐ 158/2025/NĐ-CP art. 3; the articles are not checked yet.
const BUSINESS_DECLARED_FROM: Option<Date> = Date::new(2025, 7, 1);
const BUSINESS_OTHER_FROM: Option<Date> = Date::new(2029, 7, 1);

/// R-602-23: refuses only for a reason that Luật 41/2024/QH15 names. A person who draws a pension or
/// has reached the retirement age is never in the compulsory group (Luật 41/2024/QH15 art. 2 §7).
fn check_compulsory(answers: &Answers, is_retired: bool, today: Date, report: &mut Report) {
    const AT: &str = "compulsory_reason";
    let is_since = |day: Option<Date>| day.is_some_and(|day| day <= today);
    let is_compulsory = match answers.text(AT) {
        "labour_contract" => true,
        "business_declared" => is_since(BUSINESS_DECLARED_FROM),
        "business_other" => is_since(BUSINESS_OTHER_FROM),
        // It is not verified that a suspended contract allows a person to join, so it warns. For the
        // same reason it must not be an error (R-GEN-3).
        "contract_suspended" => {
            report.warning(AT, "elig.suspended");
            false
        }
        "unsure" => {
            report.warning(AT, "elig.unsure");
            false
        }
        _ => false,
    };
    if is_compulsory && !is_retired && !answers.has("receives_pension", "yes") {
        report.error(AT, "elig.compulsory");
    }
}

/// Checks the rules on the person that need two answers or a date.
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
    } else {
        check_foreign_passport(answers, report);
    }
    if nationality == "VN" && answers.has("ethnic_group", FOREIGNER) {
        //
        report.warning("ethnic_group", "ethnic.foreigner");
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

/// The code of the list of ethnic groups for "Người nước ngoài".
const FOREIGNER: &str = "99";

/// R-602-24: a foreigner learns of the citizenship at the passport number, before the nationality is
/// asked.
fn check_foreign_passport(answers: &Answers, report: &mut Report) {
    let is_foreign = answers.has("identity_paper", PASSPORT)
        && matches!(
            IdentityNumber::parse_passport(answers.text("personal_number")),
            Ok(IdentityNumber::Passport(passport)) if !passport.looks_vietnamese()
        );
    if is_foreign {
        report.warning("personal_number", "elig.passport");
    }
}

fn check_age(cases: Cases, person: &Person, answers: &Answers, today: Date, report: &mut Report) {
    // R-602-14: the first month paid is the earlier of the new period's and the back payment's.
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
    // A person who turns 15 within the month passes: the sources state the month, not the day.
    let (born_latest, born_earliest) = birth.age_range(paid.last_day());
    let severity = if born_earliest < MIN_AGE {
        Severity::Error
    } else if born_latest < MIN_AGE {
        Severity::Warning
    } else {
        return;
    };
    report.push(Issue::new(*at, "elig.age", severity).with("from", paid.to_string()));
}

/// compares the sex and birth year with those in the personal number.
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

/// Checks \[13\]: a person who joins without a number leaves it empty, whatever else is requested.
/// since 08/2025 it may be the twelve digits of \[06\].
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
        // R-602-11. The definition requires it for all other requests with a number.
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
    let recorded = personal_number(answers.text("personal_number"));
    // R-ID-18
    if let Some(own) = [Some(number), recorded.as_ref()]
        .into_iter()
        .flatten()
        .find(|own| given.is_tail_of(own))
    {
        report.push(registration::tail_of_number("social_insurance_number", own, today));
    }
    let same = given.as_str() == number.as_str()
        || recorded.is_some_and(|recorded| recorded.as_str() == given.as_str());
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
    let both = |recorded, corrected| {
        let (recorded, corrected) = (answers.text(recorded), answers.text(corrected));
        (!text::is_blank(recorded) && !text::is_blank(corrected)).then_some((recorded, corrected))
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
    // Only case A asks for the place of birth registration.
    if cases.any(cases::A)
        && both("birth_commune", "corrected_birth_commune").is_some_and(|(a, b)| a == b)
    {
        report.warning("corrected_birth_commune", "g.same");
    }
    // With an old card the records have its nine digits, so [06] is the new value, not the old one.
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

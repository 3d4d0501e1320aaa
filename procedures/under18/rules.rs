//! The rules of the registration of a person under 18 on two answers or a date.
//!
//! Source: letter 5 (công văn 702/BHXH-CNTT, 23/03/2021) and its annex. Rules have the numbers
//! of `docs/domain/rules.md` §2; a test of that number exists.

use hoso_dossier::definition as d;
use hoso_dossier::{Answers, Issue, Message, Procedure, ProcedureLink, Report, Severity};
use hoso_identifiers::{
    Date, PartialDate, personal_number::PersonalNumber,
    social_insurance_number::SocialInsuranceNumber,
};

use crate::{address, registration};

/// The age from which the adult's procedure applies (letter 5 §1).
const ADULT_AGE: u16 = 18;

/// Years by which a guardian is expected to be older than the child (X-8, own rule).
const MIN_AGE_DIFFERENCE: u16 = 15;

/// Days before the 18th birthday from which the hint is shown (R-702-17, own rule).
const HINT_DAYS: i64 = 30;

/// The day from which a parent may register a child in VssID without a visit (R-702-14).
///
/// Source: docs/domain/procedure-under18.md §4 (VssID guides 2021); read 2026-11-20.
const VSSID_SINCE: Option<Date> = Date::new(2021, 5, 25);

/// Registration of a person under 18.
pub(crate) static PROCEDURE: Procedure = Procedure {
    next_steps,
    required_documents,
    related,
    ..Procedure::plain(&DEFINITION, rules)
};

/// The first step alone, for a browser that has not loaded the other rules yet.
pub(crate) static FIRST_STEP: Procedure = Procedure::plain(&FIRST_STEP_DEFINITION, first_step_rules);

static FIRST_STEP_DEFINITION: d::Definition = include!(concat!(env!("OUT_DIR"), "/under18.first_step.rs"));

static DEFINITION: d::Definition = include!(concat!(env!("OUT_DIR"), "/under18.rs"));

/// The rules on the first step alone.
fn first_step_rules(answers: &Answers, _: Date, report: &mut Report) {
    // R-702-1
    if answers.has("has_card", "yes") {
        report.warning("has_card", "minor.has_card");
    }
    // R-702-2
    if answers.has("route", "parent_account") && answers.has("guardian_has_account", "no") {
        report.warning("route", "guardian.no_account");
    }
}

fn rules(answers: &Answers, today: Date, report: &mut Report) {
    first_step_rules(answers, today, report);
    check_own_number(answers, today, report);
    if let Some(born) = born(answers, today) {
        check_age(born, today, report);
        check_guardian(born, answers, report);
    }
    if DEFINITION.is_asked("personal_number", answers) {
        registration::check_person(answers, report);
        registration::check_numbers(
            "personal_number",
            "social_insurance_number",
            answers,
            today,
            report,
        );
    }
    if DEFINITION.is_asked("guardian_social_insurance_number", answers) {
        registration::check_numbers(
            "guardian_personal_number",
            "guardian_social_insurance_number",
            answers,
            today,
            report,
        );
    }
    registration::check_sides(&DEFINITION, answers, report);
    registration::check_same_file(&DEFINITION, answers, report);
    address::check_street(&DEFINITION, "street_line", answers, report);
}

/// Returns the child's birth date, if it is valid and not in the future.
fn born(answers: &Answers, today: Date) -> Option<PartialDate> {
    let born = PartialDate::parse(answers.text("birth_date")).ok()?;
    (born.earliest() <= today).then_some(born)
}

/// R-702-1, X-7: for a partial date both the earliest and the latest day count. A child who may be
/// under 18 is not rejected.
fn check_age(born: PartialDate, today: Date, report: &mut Report) {
    let (youngest, oldest) = born.age_range(today);
    if youngest >= ADULT_AGE {
        report.error("birth_date", "minor.adult");
    } else if oldest >= ADULT_AGE {
        report.warning("birth_date", "minor.age_unsure");
    } else if let Some(birthday) = adult_soon(born, today) {
        report.push(
            Issue::new("birth_date", "minor.soon_18", Severity::Info)
                .with("date", birthday.to_string()),
        );
    }
}

/// R-702-17: returns the 18th birthday in the precision of the birth date, if it may be within
/// [`HINT_DAYS`].
fn adult_soon(born: PartialDate, today: Date) -> Option<PartialDate> {
    let first = birthday(born.earliest())?;
    let days = first.days_since_epoch() - today.days_since_epoch();
    if !(1..=HINT_DAYS).contains(&days) {
        return None;
    }
    Some(match born {
        PartialDate::Day(_) => PartialDate::Day(first),
        PartialDate::Month(_) => PartialDate::Month(first.month_of()),
        PartialDate::Year(_) => PartialDate::Year(first.year()),
    })
}

/// Returns the 18th birthday; for 29 February it is 1 March.
fn birthday(born: Date) -> Option<Date> {
    let year = born.year().checked_add(ADULT_AGE)?;
    Date::new(year, born.month(), born.day()).or_else(|| Date::new(year, 3, 1))
}

/// Checks that guardian and child have different numbers: one number belongs to one person
/// (identifiers.md §11). A guardian without a number registers directly.
fn check_own_number(answers: &Answers, today: Date, report: &mut Report) {
    let number = |field: &str| SocialInsuranceNumber::parse(answers.text(field), today).ok();
    let own = number("guardian_social_insurance_number");
    if answers.has("route", "parent_account")
        && own.is_some()
        && own == number("social_insurance_number")
    {
        report.warning("guardian_social_insurance_number", "guardian.same_number");
    }
}

/// compares the birth years. The guardian's year is that of the personal number, because no birth
/// date of the guardian is asked.
fn check_guardian(born: PartialDate, answers: &Answers, report: &mut Report) {
    let Ok(number) = PersonalNumber::parse(answers.text("guardian_personal_number")) else {
        return;
    };
    if number.birth_year().saturating_add(MIN_AGE_DIFFERENCE) > born.year() {
        report.warning("guardian_personal_number", "guardian.age");
    }
}

fn next_steps(answers: &Answers, today: Date) -> Vec<Message> {
    let mut messages = Vec::new();
    // R-702-2
    if answers.has("route", "parent_account") {
        messages.push(Message::new("next.portal_parent").with("number", user_name(answers, today)));
    } else {
        messages.push(Message::new("next.portal_direct"));
    }
    // R-702-9
    messages.push(Message::new("next.portal_record"));
    // R-702-6, R-702-7
    messages.push(Message::new("next.no_printing"));
    // R-702-8, R-702-18
    messages.push(Message::new("next.any_office"));
    // R-702-14
    if VSSID_SINCE.is_some_and(|since| since <= today) {
        messages.push(Message::new("also.vssid_child"));
    }
    messages.push(Message::new("also.no_secrets"));
    messages.push(Message::new("also.hotline"));
    messages
}

/// Returns the adult's user name in the form that the portal accepts.
fn user_name(answers: &Answers, today: Date) -> String {
    let typed = answers.text("guardian_social_insurance_number");
    SocialInsuranceNumber::parse(typed, today)
        .map_or_else(|_| typed.trim().to_owned(), |number| number.to_string())
}

fn required_documents(answers: &Answers, _: Date) -> Vec<Message> {
    // R-702-5
    let missing = registration::missing(&DEFINITION, answers);
    let mut documents = Vec::new();
    // R-702-10: the certificate is listed once, with or without its photo.
    if !missing.contains(&Message::new("bring.birth_certificate")) {
        documents.push(Message::new("bring.child_certificate"));
    }
    documents.push(Message::new("bring.adult_card"));
    documents.push(Message::new("bring.number"));
    documents.extend(missing);
    documents
}

/// The child's answers that are copied to the child's own registration as an adult.
const CHILD: &[(&str, &str)] = &[
    ("full_name", "full_name"),
    ("social_insurance_number", "social_insurance_number"),
    ("personal_number", "personal_number"),
    ("phone", "phone"),
    ("email", "email"),
    ("province", "province"),
    ("commune", "commune"),
    ("street_line", "street_line"),
    ("receiving_office", "receiving_office"),
    ("portrait", "portrait"),
];

/// The guardian's answers that are copied to the guardian's own registration and back.
const GUARDIAN: &[(&str, &str)] = &[
    ("guardian_name", "full_name"),
    (
        "guardian_social_insurance_number",
        "social_insurance_number",
    ),
    ("guardian_identity_paper", "identity_paper"),
    ("guardian_personal_number", "personal_number"),
    ("phone", "phone"),
    ("email", "email"),
    ("province", "province"),
    ("commune", "commune"),
    ("street_line", "street_line"),
    ("receiving_office", "receiving_office"),
    ("id_front", "id_front"),
    ("id_back", "id_back"),
];

fn related(answers: &Answers, today: Date) -> Vec<ProcedureLink> {
    let mut links = Vec::new();
    // R-702-1
    let may_be_adult = born(answers, today).is_some_and(|born| born.age_range(today).1 >= ADULT_AGE);
    if may_be_adult {
        links.push(ProcedureLink {
            at: "birth_date",
            to: "account",
            text: "lead.better_fit",
            reason: "lead.grown_up",
            copies: CHILD,
            presets: &[("has_account", "no"), ("who", "adult")],
            returns: false,
        });
    }
    if answers.has("has_card", "yes") {
        links.push(ProcedureLink {
            at: "has_card",
            to: "account",
            text: "lead.better_fit",
            reason: "lead.has_card",
            copies: CHILD,
            presets: &[("has_account", "no"), ("who", "minor_with_card")],
            returns: false,
        });
    }
    if answers.has("guardian_has_account", "no") {
        links.push(ProcedureLink {
            at: "guardian_has_account",
            to: "account",
            text: "lead.better_fit",
            reason: "lead.guardian_account",
            copies: GUARDIAN,
            presets: &[("has_account", "no"), ("who", "adult")],
            returns: true,
        });
    }
    links
}

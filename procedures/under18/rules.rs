//! The rules of the registration of a person under 18 that look at two answers or at a date.
//!
//! Source: letter 5 (công văn 702/BHXH-CNTT, 23/03/2021) and its annex. Rules bear the numbers
//! of `domain/rules.md`; a test of that number exists.

use hoso_dossier::definition as d;
use hoso_dossier::{Answers, Issue, Lead, Procedure, Report, Sentence, Severity};
use hoso_identifiers::{Date, PartialDate, personal_number::PersonalNumber};

use crate::papers;

/// From this age on the adult's procedure holds (letter 5 §1).
const GROWN_UP: u16 = 18;

/// Years by which a guardian is expected to be older than the child (X-8, own rule).
const YEARS_OLDER: u16 = 15;

/// How many days before the 18th birthday it is said (R-702-17, own rule).
const SOON: i64 = 30;

/// Registration of a person under 18.
pub(crate) static PROCEDURE: Procedure = Procedure {
    next,
    bring,
    leads,
    ..Procedure::plain(&DEFINITION, rules)
};

/// Its front.
pub(crate) static FRONT: Procedure = Procedure::plain(&FRONT_DEFINITION, front_rules);

static FRONT_DEFINITION: d::Definition = include!(concat!(env!("OUT_DIR"), "/under18.front.rs"));

static DEFINITION: d::Definition = include!(concat!(env!("OUT_DIR"), "/under18.rs"));

/// The rules about the first step alone.
fn front_rules(answers: &Answers, _: Date, report: &mut Report) {
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
    front_rules(answers, today, report);
    if let Ok(born) = PartialDate::parse(answers.text("birth_date")) {
        check_age(born, today, report);
        check_guardian(born, answers, report);
    }
    papers::check_sides(answers, report);
}

fn check_age(born: PartialDate, today: Date, report: &mut Report) {
    let (least, _) = born.age_range(today);
    // R-702-1: who may still be under 18, by a date without its day, is not turned away.
    if least >= GROWN_UP {
        report.error("birth_date", "minor.adult");
        return;
    }
    // R-702-17
    if let Some(birthday) = birthday(born.earliest(), GROWN_UP) {
        let days = birthday.days_since_epoch() - today.days_since_epoch();
        if (1..=SOON).contains(&days) {
            report.push(
                Issue::new("birth_date", "minor.soon_18", Severity::Info)
                    .with("date", birthday.to_string()),
            );
        }
    }
}

/// The day on which this age is reached; who was born on 29 February waits for 1 March.
fn birthday(born: Date, age: u16) -> Option<Date> {
    let year = born.year().checked_add(age)?;
    Date::new(year, born.month(), born.day()).or_else(|| Date::new(year, 3, 1))
}

/// X-8, by the year in the guardian's number, the only date of theirs that is asked.
fn check_guardian(born: PartialDate, answers: &Answers, report: &mut Report) {
    let Ok(number) = PersonalNumber::parse(answers.text("guardian_personal_number")) else {
        return;
    };
    if number.birth_year().saturating_add(YEARS_OLDER) > born.year() {
        report.warning("guardian_personal_number", "guardian.age");
    }
}

fn next(answers: &Answers, _: Date) -> Vec<Sentence> {
    let mut lines = Vec::new();
    // R-702-2
    if answers.has("route", "parent_account") {
        lines.push(Sentence::new("next.portal_parent").with(
            "number",
            answers.text("guardian_social_insurance_number").trim(),
        ));
    } else {
        lines.push(Sentence::new("next.portal_direct"));
    }
    // R-702-9
    lines.push(Sentence::new("next.portal_record"));
    // R-702-6, R-702-7
    lines.push(Sentence::new("next.no_printing"));
    // R-702-8, R-702-18
    lines.push(Sentence::new("next.any_office"));
    // R-702-14
    lines.push(Sentence::new("next.vssid_child"));
    lines.push(Sentence::new("next.hotline"));
    lines
}

fn bring(answers: &Answers, _: Date) -> Vec<Sentence> {
    // R-702-10
    let mut papers = vec![
        Sentence::new("bring.child_certificate"),
        Sentence::new("bring.adult_card"),
        Sentence::new("bring.number"),
    ];
    // R-702-5
    papers.extend(papers::missing(&DEFINITION, answers));
    papers
}

/// The child's answers that an adult's registration takes over.
const GROWN: &[(&str, &str)] = &[
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

/// What the adult's own registration takes over and gives back.
const GUARDIAN: &[(&str, &str)] = &[
    ("guardian_name", "full_name"),
    (
        "guardian_social_insurance_number",
        "social_insurance_number",
    ),
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

fn leads(answers: &Answers, today: Date) -> Vec<Lead> {
    let mut leads = Vec::new();
    // R-702-1
    let grown = PartialDate::parse(answers.text("birth_date"))
        .is_ok_and(|born| born.age_range(today).0 >= GROWN_UP);
    if grown {
        leads.push(Lead {
            at: "birth_date",
            to: "account",
            why: "lead.grown_up",
            carries: GROWN,
            says: &[("has_account", "no"), ("who", "adult")],
            back: false,
        });
    }
    if answers.has("has_card", "yes") {
        leads.push(Lead {
            at: "has_card",
            to: "account",
            why: "lead.has_card",
            carries: GROWN,
            says: &[("has_account", "no"), ("who", "minor_with_card")],
            back: false,
        });
    }
    if answers.has("guardian_has_account", "no") {
        leads.push(Lead {
            at: "guardian_has_account",
            to: "account",
            why: "lead.guardian_account",
            carries: GUARDIAN,
            says: &[("has_account", "no"), ("who", "adult")],
            back: true,
        });
    }
    leads
}

//! The rules of an adult's registration that look at two answers.
//!
//! Source: letters 1, 2, 4 and 5; the insurance portal of 2020–21. Rules bear the numbers of
//! `domain/rules.md`; a test of that number exists.

use hoso_dossier::definition as d;
use hoso_dossier::{Answers, Issue, Lead, Procedure, Report, Sentence, Severity};
use hoso_identifiers::Date;

use crate::{address, papers};

/// Registration of an adult.
pub(crate) static PROCEDURE: Procedure = Procedure {
    next,
    bring,
    leads,
    ..Procedure::plain(&DEFINITION, rules)
};

/// Its front.
pub(crate) static FRONT: Procedure = Procedure::plain(&FRONT_DEFINITION, front_rules);

static FRONT_DEFINITION: d::Definition = include!(concat!(env!("OUT_DIR"), "/account.front.rs"));

static DEFINITION: d::Definition = include!(concat!(env!("OUT_DIR"), "/account.rs"));

/// The rules about the first step alone.
fn front_rules(answers: &Answers, _: Date, report: &mut Report) {
    // R-ACC-1
    if answers.has("has_account", "yes") {
        report.push(Issue::new("has_account", "account.exists", Severity::Info));
    }
    // R-ACC-4
    if is_minor(answers) {
        report.warning("who", "account.minor");
    }
}

fn is_minor(answers: &Answers) -> bool {
    answers.has("has_account", "no") && answers.has("who", "minor_without_card")
}

fn rules(answers: &Answers, today: Date, report: &mut Report) {
    front_rules(answers, today, report);
    if DEFINITION.asks("personal_number", answers) {
        papers::check_numbers(
            "personal_number",
            "social_insurance_number",
            answers,
            today,
            report,
        );
    }
    papers::check_sides(&DEFINITION, answers, report);
    address::check_street(&DEFINITION, answers, report);
}

fn next(answers: &Answers, _: Date) -> Vec<Sentence> {
    if answers.has("has_account", "yes") {
        // R-ACC-1
        return vec![
            Sentence::new("next.install_vssid"),
            Sentence::new("also.password_lost"),
            Sentence::new("also.no_secrets"),
        ];
    }
    let mut lines = vec![
        Sentence::new("next.portal_account"),
        Sentence::new("next.portal_record"),
    ];
    if answers.has("submission_channel", "post") {
        lines.push(Sentence::new("next.by_post"));
    }
    lines.extend([
        Sentence::new("next.no_printing"),
        // R-ACC-5
        Sentence::new("next.any_office"),
        Sentence::new("also.vssid_adult"),
        Sentence::new("also.password_lost"),
        Sentence::new("also.no_secrets"),
    ]);
    lines
}

fn bring(answers: &Answers, _: Date) -> Vec<Sentence> {
    // R-ACC-1: who has an account goes nowhere.
    if answers.has("has_account", "yes") {
        return Vec::new();
    }
    // R-ACC-2
    let mut papers = vec![
        Sentence::new("bring.own_card"),
        Sentence::new("bring.number"),
    ];
    papers.extend(papers::missing(&DEFINITION, answers));
    papers
}

fn leads(answers: &Answers, _: Date) -> Vec<Lead> {
    // R-ACC-4
    if !is_minor(answers) {
        return Vec::new();
    }
    vec![Lead {
        at: "who",
        to: "under18",
        why: "lead.minor",
        carries: &[
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
        ],
        says: &[("has_card", "no")],
        back: false,
    }]
}

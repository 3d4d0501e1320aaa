//! The rules of an adult's registration on two answers.
//!
//! Source: letter 1 §2, letter 2 §5, letter 3 §3, letter 4 §2.2, letter 5 §2;
//! docs/domain/procedure-account.md §2 (the insurance portal of 2020–21). Rules have the numbers of
//! `docs/domain/rules.md` §4; a test of that number exists.

use hoso_dossier::definition as d;
use hoso_dossier::{Answers, Issue, Message, Procedure, ProcedureLink, Report, Severity};
use hoso_identifiers::Date;

use crate::{address, registration};

/// Registration of an adult.
pub(crate) static PROCEDURE: Procedure = Procedure {
    next_steps,
    required_documents,
    related,
    ..Procedure::plain(&DEFINITION, rules)
};

/// The first step alone, for a browser that has not loaded the other rules yet.
pub(crate) static FIRST_STEP: Procedure = Procedure::plain(&FIRST_STEP_DEFINITION, first_step_rules);

static FIRST_STEP_DEFINITION: d::Definition = include!(concat!(env!("OUT_DIR"), "/account.first_step.rs"));

static DEFINITION: d::Definition = include!(concat!(env!("OUT_DIR"), "/account.rs"));

/// The rules on the first step alone.
fn first_step_rules(answers: &Answers, _: Date, report: &mut Report) {
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
    first_step_rules(answers, today, report);
    if DEFINITION.is_asked("personal_number", answers) {
        registration::check_numbers(
            "personal_number",
            "social_insurance_number",
            answers,
            today,
            report,
        );
    }
    registration::check_sides(&DEFINITION, answers, report);
    registration::check_same_file(&DEFINITION, answers, report);
    address::check_street(&DEFINITION, "street_line", answers, report);
}

fn next_steps(answers: &Answers, _: Date) -> Vec<Message> {
    if answers.has("has_account", "yes") {
        // R-ACC-1
        return vec![
            Message::new("next.install_vssid"),
            Message::new("also.password_lost"),
            Message::new("also.no_secrets"),
        ];
    }
    let mut messages = vec![
        Message::new("next.portal_account"),
        Message::new("next.portal_record"),
    ];
    if answers.has("submission_channel", "post") {
        messages.push(Message::new("next.by_post"));
    }
    messages.extend([
        Message::new("next.no_printing"),
        // R-ACC-5
        Message::new("next.any_office"),
        Message::new("also.vssid_adult"),
        Message::new("also.password_lost"),
        Message::new("also.no_secrets"),
    ]);
    messages
}

fn required_documents(answers: &Answers, _: Date) -> Vec<Message> {
    // R-ACC-1: a person with an account needs no documents.
    if answers.has("has_account", "yes") {
        return Vec::new();
    }
    // R-ACC-2
    let mut documents = vec![Message::new("bring.own_card"), Message::new("bring.number")];
    documents.extend(registration::missing(&DEFINITION, answers));
    documents
}

fn related(answers: &Answers, _: Date) -> Vec<ProcedureLink> {
    // R-ACC-4
    if !is_minor(answers) {
        return Vec::new();
    }
    vec![ProcedureLink {
        at: "who",
        to: "under18",
        text: "lead.better_fit",
        reason: "lead.minor",
        copies: &[
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
        presets: &[("has_card", "no")],
        returns: false,
    }]
}

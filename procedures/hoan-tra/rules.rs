//! The rules of the preparation for a refund.
//!
//! Source: letter 2 §3.2; docs/domain/other-procedures.md §4. Rules have the numbers of
//! `docs/domain/rules.md`.

use hoso_dossier::definition as d;
use hoso_dossier::{Answers, Procedure, Report};
use hoso_identifiers::text::{self, Likeness};
use hoso_identifiers::Date;

use crate::bank;

/// Refund of household health insurance or voluntary social insurance.
pub(crate) static PROCEDURE: Procedure = Procedure::plain(&DEFINITION, rules);

static DEFINITION: d::Definition = include!(concat!(env!("OUT_DIR"), "/hoan-tra.rs"));

fn rules(answers: &Answers, _: Date, report: &mut Report) {
    bank::check_account("account_number", answers, report);
    // R-KH-3
    let (person, holder) = (answers.text("full_name"), answers.text("account_holder"));
    let both = !text::is_blank(person) && !text::is_blank(holder);
    // Banks write names without marks, in capitals.
    if both && text::likeness(person, holder) == Likeness::Different {
        report.warning("account_holder", "refund.holder");
    }
}

//! The rules of the preparation for form 2-CBH.
//!
//! Source: letter 2 §8; docs/domain/other-procedures.md §2.

use hoso_dossier::definition as d;
use hoso_dossier::{Answers, Procedure, Report};
use hoso_identifiers::Date;

use crate::bank;

/// Pension to a bank account.
pub(crate) static PROCEDURE: Procedure = Procedure::plain(&DEFINITION, rules);

static DEFINITION: d::Definition = include!(concat!(env!("OUT_DIR"), "/2-cbh.rs"));

fn rules(answers: &Answers, _: Date, report: &mut Report) {
    if DEFINITION.is_asked("account_number", answers) {
        bank::check_account("account_number", answers, report);
    }
}

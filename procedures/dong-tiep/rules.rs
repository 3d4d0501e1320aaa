//! The rules of continuing to pay: the amount of the next payment and the text of the transfer.
//!
//! Source: letter 1 §5; letter 2 §7; letter 3 §6; docs/domain/money.md §3, §4, §7.

use hoso_dossier::definition as d;
use hoso_dossier::{Answers, Figure, InputHelp, Message, Procedure, Report};
use hoso_identifiers::Date;

use crate::estimate;

/// Continue paying.
pub(crate) static PROCEDURE: Procedure = Procedure {
    input_help,
    figures: |answers, _| figures(answers),
    figure_rows: |answers, _| figure_rows(answers),
    transfer_text: estimate::transfer_text,
    ..Procedure::plain(&DEFINITION, rules)
};

static DEFINITION: d::Definition = include!(concat!(env!("OUT_DIR"), "/dong-tiep.rs"));

fn rules(answers: &Answers, today: Date, report: &mut Report) {
    let month = estimate::month(answers, "first_month");
    estimate::check_payment(month, answers, today, report);
}

fn input_help(field: &str, answers: &Answers, today: Date) -> InputHelp {
    match field {
        "first_month" => estimate::month_help(today, 0),
        "income_base" => {
            let paid = estimate::month(answers, "first_month");
            estimate::base_help(paid.unwrap_or(today.month_of()))
        }
        _ => InputHelp::default(),
    }
}

fn figures(answers: &Answers) -> Vec<Figure> {
    let mut figures = Vec::new();
    if let Some((base, method, from)) = estimate::payment(answers) {
        estimate::add_payment(base, method, from, answers, &mut figures);
    }
    figures
}

fn figure_rows(answers: &Answers) -> Vec<Message> {
    estimate::payment(answers).map_or_else(Vec::new, |(base, method, from)| {
        estimate::payment_rows(base, method, from, answers)
    })
}

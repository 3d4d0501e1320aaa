//! The rules of looking up contribution and benefit: the amounts of one payment, those of the whole time,
//! and the pension that follows.
//!
//! | file | content |
//! |---|---|
//! | `plan.rs` | what a person means to pay, and what becomes of it |
//!
//! Source: letter 2 §6; docs/domain/money.md §4, §5.

mod plan;

use hoso_contribution::{Method, retirement_date};
use hoso_dossier::definition as d;
use hoso_dossier::{
    Answers, Chart, Figure, InputHelp, Message, Procedure, ProcedureLink, Report,
};
use hoso_identifiers::Date;

use crate::estimate;
use plan::Plan;

/// Look up contribution and benefit.
pub(crate) static PROCEDURE: Procedure = Procedure {
    input_help,
    figures,
    figure_rows,
    chart: |answers, today| chart(answers, today),
    related,
    ..Procedure::plain(&DEFINITION, rules)
};

static DEFINITION: d::Definition =
    include!(concat!(env!("OUT_DIR"), "/muc-dong-muc-huong.rs"));

/// The answers that the registration asks for too.
const SAME: &[(&str, &str)] = &[
    ("first_month", "first_month"),
    ("income_base", "income_base"),
    ("payment_method", "payment_method"),
    ("method_years", "method_years"),
    ("method_months", "method_months"),
    ("support_group", "support_group"),
    ("sex", "sex"),
    ("birth_date", "birth_date"),
];

fn rules(answers: &Answers, today: Date, report: &mut Report) {
    let month = estimate::month(answers, "first_month");
    estimate::check_payment(month, answers, today, report);
    if let Some(month) = month
        && let (Some(sex), Some(birth)) = (plan::sex(answers), plan::birth(answers, today))
        && answers.has("payment_method", "missing_time")
        && retirement_date(birth.latest(), sex) > month.last_day()
    {
        report.warning("payment_method", "method.age");
    }
}

fn input_help(field: &str, answers: &Answers, today: Date) -> InputHelp {
    match field {
        "first_month" => estimate::month_help(today, 0),
        "income_base" => {
            let paid = estimate::month(answers, "first_month");
            estimate::base_slider(paid.unwrap_or(today.month_of()))
        }
        _ => InputHelp::default(),
    }
}

fn figures(answers: &Answers, today: Date) -> Vec<Figure> {
    let mut figures = Vec::new();
    let Some((base, method, from)) = estimate::payment(answers) else {
        return figures;
    };
    estimate::add_payment(base, method, from, answers, &mut figures);
    if let Some(plan) = Plan::of(answers, today) {
        figures.extend(plan.figures(today));
    }
    figures
}

fn figure_rows(answers: &Answers, today: Date) -> Vec<Message> {
    let Some((base, method, from)) = estimate::payment(answers) else {
        return Vec::new();
    };
    let mut messages = estimate::payment_rows(base, method, from, answers);
    if let Some(plan) = Plan::of(answers, today) {
        for row in plan.rows() {
            if !messages.contains(&row) {
                messages.push(row);
            }
        }
        messages.extend(plan.notes(today));
    }
    messages
}

fn chart(answers: &Answers, today: Date) -> Option<Chart> {
    let plan = Plan::of(answers, today)?;
    // What is paid at once depends on the interest of later years, which no row has.
    let is_lump = matches!(plan.method, Method::YearsAhead(_) | Method::MissingTime(_));
    (!is_lump).then(|| plan.chart(today)).flatten()
}

fn related(answers: &Answers, _: Date) -> Vec<ProcedureLink> {
    let link = ProcedureLink {
        at: "income_base",
        to: "602b",
        text: "lead.with_values",
        reason: "lead.register_with_base",
        copies: SAME,
        presets: &[],
        returns: false,
    };
    let is_complete = estimate::payment(answers).is_some();
    is_complete.then_some(link).into_iter().collect()
}

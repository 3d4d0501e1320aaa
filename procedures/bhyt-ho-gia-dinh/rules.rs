//! The rules of household health insurance: the price of each member and their sum.
//!
//! Source: docs/domain/money.md §6; letter 2 §7; letter 3 §1.

use hoso_contribution::{household_health_insurance, member_percent, reference_level};
use hoso_dossier::definition as d;
use hoso_dossier::{Answers, Figure, InputHelp, Message, Procedure};
use hoso_identifiers::{Month, text};

use crate::estimate;

/// Household health insurance.
pub(crate) static PROCEDURE: Procedure = Procedure {
    input_help: |field, _, today| match field {
        "first_month" => estimate::month_help(today, 0),
        _ => InputHelp::default(),
    },
    figures: |answers, _| figures(answers),
    figure_rows: |answers, _| figure_rows(answers),
    ..Procedure::plain(&DEFINITION, |answers, today, report| {
        estimate::check_month(estimate::month(answers, "first_month"), today, report);
    })
};

static DEFINITION: d::Definition = include!(concat!(env!("OUT_DIR"), "/bhyt-ho-gia-dinh.rs"));

/// The highest number of members, as in the definition.
const MEMBERS: u32 = 20;

/// Returns the number of members, the first month and the number of months; `None` while one is missing.
fn cards(answers: &Answers) -> Option<(u32, Month, u32)> {
    let members = text::count(answers.text("members"))?;
    if !(1..=MEMBERS).contains(&members) {
        return None;
    }
    let from = estimate::month(answers, "first_month")?;
    let months = answers.text("term").parse().ok()?;
    Some((members, from, months))
}

fn figures(answers: &Answers) -> Vec<Figure> {
    let Some((members, from, months)) = cards(answers) else {
        return Vec::new();
    };
    // R-MON-1, R-MON-7
    let price = |member| estimate::known(household_health_insurance(from, member, months));
    // Without a row, one sentence says so.
    if let Err(reason) = price(1) {
        let label = Message::new("estimate.health_total").with("n", months.to_string());
        return vec![estimate::figure(label, Err(reason))];
    }
    let mut sum = 0;
    let mut figures = Vec::new();
    for member in 1..=members {
        let price = price(member);
        sum += price.as_ref().copied().unwrap_or_default();
        let label = Message::new("estimate.health_member")
            .with("n", member.to_string())
            .with("percent", member_percent(member).to_string());
        figures.push(estimate::figure(label, price));
    }
    let label = Message::new("estimate.health_total").with("n", months.to_string());
    figures.push(Figure {
        total: true,
        ..estimate::figure(label, Ok(sum))
    });
    figures
}

fn figure_rows(answers: &Answers) -> Vec<Message> {
    let row = cards(answers).and_then(|(_, from, _)| reference_level(from).ok());
    row.iter().map(estimate::row_message).collect()
}

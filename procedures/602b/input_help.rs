//! The bounds and the usual answers of months and amounts.

use hoso_contribution::bounds;
use hoso_dossier::{Answers, InputHelp};
use hoso_identifiers::{Date, Month, amount::display};

use super::months::month;

/// Amounts that agents suggest beside the lowest one. No document prescribes them.
const USUAL_BASES: [u64; 3] = [3_000_000, 5_000_000, 10_000_000];

/// How many months are offered.
const MONTHS: i32 = 3;

/// Returns the help for a field: the months around today, and the bounds of the month that is paid.
pub(super) fn input_help(field: &str, answers: &Answers, today: Date) -> InputHelp {
    let now = today.month_of();
    let months = |first: i32| (first..first + MONTHS).map(|n| now.plus(n).to_string()).collect();
    match field {
        "first_month" => InputHelp {
            range: None,
            values: months(0),
        },
        "back_pay_from" | "back_pay_to" => InputHelp {
            range: None,
            values: months(-MONTHS),
        },
        "income_base" => {
            let paid = month(answers, "first_month").or_else(|| month(answers, "back_pay_from"));
            base(paid.unwrap_or(now))
        }
        _ => InputHelp::default(),
    }
}

fn base(paid: Month) -> InputHelp {
    let bounds = bounds(paid);
    let (Some(least), Some(most)) = (bounds.minimum, bounds.maximum) else {
        return InputHelp::default();
    };
    let range = (least.dong, most.dong);
    let usual = USUAL_BASES.into_iter();
    let usual = usual.filter(|dong| (range.0 + 1..=range.1).contains(dong));
    InputHelp {
        range: Some(range),
        values: core::iter::once(range.0).chain(usual).map(display).collect(),
    }
}

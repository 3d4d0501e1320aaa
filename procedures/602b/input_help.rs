//! The bounds and the usual answers of months and amounts.

use hoso_dossier::{Answers, InputHelp};
use hoso_identifiers::Date;

use crate::estimate::{EARLIER, base_help, month, month_help};

/// Returns the help for a field: the months around today, and the bounds of the month that is paid.
pub(super) fn input_help(field: &str, answers: &Answers, today: Date) -> InputHelp {
    match field {
        "first_month" => month_help(today, 0),
        "back_pay_from" | "back_pay_to" => month_help(today, EARLIER),
        "income_base" => {
            let paid = month(answers, "first_month").or_else(|| month(answers, "back_pay_from"));
            base_help(paid.unwrap_or(today.month_of()))
        }
        _ => InputHelp::default(),
    }
}

//! The estimate of voluntary contributions, for every procedure that asks for an income base: the bounds of
//! the base, the amounts of one payment, and the dated rows behind them.
//!
//! The rows are in `hoso-contribution`. Fields are named alike in these procedures: `first_month`,
//! `income_base`, `payment_method`, `method_years`, `method_months`, `support_group`.

use hoso_contribution::{
    Figure as Bound, Known, Method, Missing, Row, SupportGroup, base_for_contribution, bounds,
    estimate, payment_deadline, supported_months, transfer_text as transfer,
};
use hoso_dossier::{Answers, Figure, InputHelp, Issue, Message, Report, Severity};
use hoso_identifiers::{
    Date, Month,
    amount::{self, display},
    person_name::PersonName,
    phone::Phone,
    social_insurance_number::SocialInsuranceNumber,
    text,
};

/// The usual increment above the minimum. It is the practice of agents, not law, so it only warns.
const STEP: u64 = 50_000;

/// Returns the warning about a base below a minimum that is not verified. Day and amount are those of the
/// row.
pub(crate) fn below_unverified(row: &Bound) -> Issue {
    Issue::new("income_base", "base.below_2027", Severity::Warning)
        .with("from", row.from.month_of().to_string())
        .with("min", display(row.dong))
}

/// Checks the income base against the bounds of the month that is paid.
pub(crate) fn check_base(base: u64, month: Month, report: &mut Report) {
    // R-MON-1: the rows of the month that is paid apply.
    let bounds = bounds(month);
    let severity = |verified| {
        if verified {
            Severity::Error
        } else {
            Severity::Warning
        }
    };
    // R-MON-2
    if let Some(maximum) = &bounds.maximum
        && base > maximum.dong
    {
        report.push(
            Issue::new("income_base", "base.high", severity(maximum.verified))
                .with("from", month.to_string())
                .with("max", display(maximum.dong)),
        );
        return;
    }
    let Some(minimum) = &bounds.minimum else {
        return;
    };
    if base < minimum.dong {
        // R-MON-11
        let issue = if base.saturating_mul(100) >= minimum.dong.saturating_mul(22) {
            let likely_base = display(base_for_contribution(base));
            Issue::new(
                "income_base",
                "base.is_contribution",
                severity(minimum.verified),
            )
            .with("x", display(base))
            .with("y", likely_base.clone())
            .with_proposal(likely_base)
        } else {
            Issue::new("income_base", "base.low", severity(minimum.verified))
                .with("from", month.to_string())
                .with("min", display(minimum.dong))
        };
        report.push(issue);
        return;
    }
    if let Some(row) = bounds.unverified_minimum.filter(|row| base < row.dong) {
        report.push(below_unverified(&row));
    }
    let over = (base - minimum.dong) % STEP;
    if over != 0 {
        let below = base - over;
        let above = below.saturating_add(STEP);
        let above = bounds
            .maximum
            .map_or(above, |maximum| above.min(maximum.dong));
        report.push(
            Issue::new("income_base", "base.step", Severity::Warning)
                .with("a", display(below))
                .with("b", display(above)),
        );
    }
}

/// Adds the doubt of a first month that is years away.
pub(crate) fn check_month(month: Option<Month>, today: Date, report: &mut Report) {
    if let Some(doubt) = month.and_then(|month| month.check(today)) {
        report.push(Issue::from_reason("first_month", &doubt));
    }
}

/// Checks the first month and the income base of a payment.
pub(crate) fn check_payment(
    month: Option<Month>,
    answers: &Answers,
    today: Date,
    report: &mut Report,
) {
    check_month(month, today, report);
    // R-MON-1, R-MON-2
    if let Some(month) = month
        && let Ok(base) = amount::parse(answers.text("income_base"))
    {
        check_base(base, month, report);
    }
}

/// Returns the method of \[16\] with its years or months; `None` while they are missing.
pub(crate) fn method(answers: &Answers) -> Option<Method> {
    // R-MON-6: the bounds of both numbers are those of the definition.
    let number = |field, allowed: core::ops::RangeInclusive<u8>| {
        let n = text::count(answers.text(field))?.try_into().ok()?;
        allowed.contains(&n).then_some(n)
    };
    match answers.text("payment_method") {
        "years_ahead" => number("method_years", 2..=5).map(Method::YearsAhead),
        "missing_time" => number("method_months", 1..=60).map(Method::MissingTime),
        periodic => periodic_method(periodic),
    }
}

/// Returns a method without a number by its id.
pub(crate) fn periodic_method(id: &str) -> Option<Method> {
    [
        Method::Monthly,
        Method::Every3Months,
        Method::Every6Months,
        Method::Every12Months,
    ]
    .into_iter()
    .find(|method| method.id() == id)
}

/// Returns the message of one dated row.
pub(crate) fn row_message(row: &Row) -> Message {
    let value = match row.series {
        "support_rate" => [row.value.to_string().as_str(), "%"].concat(),
        // Thousandths of a percent, formatted with a decimal comma.
        "fund_interest" => {
            let (whole, rest) = (row.value / 1000, row.value % 1000 / 10);
            let zero = if rest < 10 { "0" } else { "" };
            [&whole.to_string(), ",", zero, &rest.to_string(), "%"].concat()
        }
        _ => [&amount::display(row.value), " đ"].concat(),
    };
    let code = if row.verified {
        "estimate.row"
    } else {
        "estimate.row_unverified"
    };
    Message::new(code)
        .with("name", row.series)
        .with("value", value)
        .with("from", row.from.to_string())
        .with("source", row.source)
}

/// Returns the chosen support group.
pub(crate) fn support_group(answers: &Answers) -> Option<SupportGroup> {
    let chosen = answers.text("support_group");
    SupportGroup::ALL
        .into_iter()
        .find(|group| group.id() == chosen)
}

/// Adds the amounts of one payment.
pub(crate) fn add_payment(
    base: u64,
    method: Method,
    from: Month,
    answers: &Answers,
    figures: &mut Vec<Figure>,
) {
    let group = support_group(answers);
    // Without a group only the gross amount is used, which does not depend on it.
    let estimate = estimate(base, method, from, group.unwrap_or(SupportGroup::Other));
    let n = method.months().to_string();
    let verified = estimate.verified();
    if matches!(method, Method::YearsAhead(_) | Method::MissingTime(_)) {
        let code = if verified {
            "estimate.gross_lump"
        } else {
            "estimate.gross_lump_unverified"
        };
        figures.push(figure(
            Message::new(code).with("n", n),
            known(estimate.gross),
        ));
        figures.push(not_stated());
        return;
    }
    let (support, to_pay) = if verified {
        ("estimate.support", "estimate.to_pay")
    } else {
        ("estimate.support_unverified", "estimate.to_pay_unverified")
    };
    let gross = Message::new("estimate.gross").with("n", n.clone());
    figures.push(figure(gross, known(estimate.gross)));
    figures.push(Figure {
        deducted: true,
        ..figure(
            Message::new(support).with("n", n),
            known_with_group(group, estimate.support),
        )
    });
    figures.push(Figure {
        total: true,
        ..figure(
            Message::new(to_pay),
            known_with_group(group, estimate.to_pay),
        )
    });
}

/// Returns an amount that is added and no total.
pub(crate) const fn figure(label: Message, amount: Result<u64, Message>) -> Figure {
    Figure {
        label,
        amount,
        deducted: false,
        total: false,
    }
}

/// Returns a figure that depends on the support group, or the reason why it is not known.
pub(crate) fn known_with_group(
    group: Option<SupportGroup>,
    figure: Known<u64>,
) -> Result<u64, Message> {
    match group {
        Some(_) => known(figure),
        None => Err(Message::new("estimate.group_missing")),
    }
}

/// Returns the support of a single payment, whose rule no source states.
pub(crate) fn not_stated() -> Figure {
    Figure {
        label: Message::new("estimate.support_lump"),
        amount: Err(Message::new("estimate.support_not_stated")),
        deducted: true,
        total: false,
    }
}

/// Returns a figure, or the sentence that says why it is missing.
pub(crate) fn known(figure: Known<u64>) -> Result<u64, Message> {
    figure.map_err(|missing| match missing {
        Missing::Row { series, month } => Message::new("estimate.no_figure")
            .with("name", series)
            .with("month", month.to_string()),
        _ => Message::new("estimate.support_not_stated"),
    })
}

/// Returns the month in a field; `None` if it is empty or invalid.
pub(crate) fn month(answers: &Answers, field: &str) -> Option<Month> {
    match answers.text(field) {
        "" => None,
        text => Month::parse(text).ok(),
    }
}

/// Returns whether the base is within the verified bounds of the month. Another base has no amounts.
pub(crate) fn is_allowed(base: u64, month: Month) -> bool {
    let bounds = bounds(month);
    let least = bounds.minimum.filter(|figure| figure.verified);
    least.is_none_or(|least| base >= least.dong)
        && bounds.maximum.is_none_or(|most| base <= most.dong)
}

/// R-MON-14: returns the highest number of months with support and, for a method, when a payment is due.
pub(crate) fn limits(method: Option<Method>, from: Month) -> Vec<Message> {
    let message = |code, row: &Row| {
        Message::new(code)
            .with("n", row.value.to_string())
            .with("from", row.from.to_string())
            .with("source", row.source)
    };
    let mut messages = Vec::new();
    if let Ok(row) = supported_months(from) {
        messages.push(message("estimate.support_limit", &row));
    }
    if let Some(Ok(row)) = method.map(|method| payment_deadline(method, from)) {
        let code = match row.value {
            0 => "estimate.deadline_once",
            1 => "estimate.deadline_month",
            _ => "estimate.deadline",
        };
        messages.push(message(code, &row));
    }
    messages
}

/// Returns the text of the bank transfer; `None` while a part of it is missing.
pub(crate) fn transfer_text(answers: &Answers, today: Date) -> Option<String> {
    // R-602-7, R-MON-8
    let name = PersonName::parse(answers.text("full_name")).ok()?;
    let number =
        SocialInsuranceNumber::parse(answers.text("social_insurance_number"), today).ok()?;
    let phone = Phone::parse(answers.text("phone")).ok()?;
    Some(transfer::transfer_text(
        name.as_str(),
        number.as_str(),
        // R-ID-13: a number from before 2018 is dead, so the text has the number of today.
        &phone.current(),
    ))
}

/// Amounts that agents suggest beside the lowest one. No document prescribes them.
const USUAL_BASES: [u64; 3] = [3_000_000, 5_000_000, 10_000_000];

/// How many months are offered.
const MONTHS: i32 = 3;

/// Returns the help for a month: a few months from `first` on, counted from this month.
pub(crate) fn month_help(today: Date, first: i32) -> InputHelp {
    let now = today.month_of();
    let months = first..first + MONTHS;
    InputHelp {
        values: months.map(|n| now.plus(n).to_string()).collect(),
        ..InputHelp::default()
    }
}

/// How many months before this one [`month_help`] offers for a past period.
pub(crate) const EARLIER: i32 = -MONTHS;

/// Returns the help for the income base of a month: its bounds, and usual amounts.
pub(crate) fn base_help(paid: Month) -> InputHelp {
    let bounds = bounds(paid);
    let (Some(least), Some(most)) = (bounds.minimum, bounds.maximum) else {
        return InputHelp::default();
    };
    let range = (least.dong, most.dong);
    let usual = USUAL_BASES.into_iter();
    let usual = usual.filter(|dong| (range.0 + 1..=range.1).contains(dong));
    InputHelp {
        range: Some(range),
        slider_step: None,
        values: core::iter::once(range.0)
            .chain(usual)
            .map(display)
            .collect(),
    }
}

/// Returns the help for the income base with a slider, whose step is the usual increment.
pub(crate) fn base_slider(paid: Month) -> InputHelp {
    InputHelp {
        slider_step: Some(STEP),
        ..base_help(paid)
    }
}

/// Returns the base, the method and the first month of one payment; `None` while one of them is missing,
/// and for a base that is not allowed in that month.
pub(crate) fn payment(answers: &Answers) -> Option<(u64, Method, Month)> {
    let from = month(answers, "first_month")?;
    let base = amount::parse(answers.text("income_base")).ok()?;
    let method = method(answers)?;
    is_allowed(base, from).then_some((base, method, from))
}

/// Returns the dated rows behind one payment, and its limits, one message each.
pub(crate) fn payment_rows(
    base: u64,
    method: Method,
    from: Month,
    answers: &Answers,
) -> Vec<Message> {
    let group = support_group(answers).unwrap_or(SupportGroup::Other);
    let rows = estimate(base, method, from, group).rows;
    let mut messages: Vec<Message> = rows.iter().map(row_message).collect();
    messages.extend(later_bound(method, from));
    messages.extend(limits(Some(method), from));
    messages
}

/// Returns the note about the first month of a payment from which another lowest base may apply. The amounts
/// are those of the rows of the first month (money.md §4): no source states otherwise.
fn later_bound(method: Method, from: Month) -> Option<Message> {
    let least = |month: Month| {
        let bounds = bounds(month);
        bounds.unverified_minimum.or(bounds.minimum)
    };
    let first = least(from)?;
    let mut months = (1..i32::try_from(method.months()).ok()?).map(|n| from.plus(n));
    let (month, later) = months.find_map(|month| {
        least(month)
            .filter(|later| later.dong != first.dong)
            .map(|later| (month, later))
    })?;
    let code = if later.verified {
        "estimate.later_bound"
    } else {
        "estimate.later_bound_unverified"
    };
    Some(
        Message::new(code)
            .with("month", month.to_string())
            .with("min", display(later.dong))
            .with("source", later.source),
    )
}

//! The money of the dossier: bounds of \[15\], method \[16\], months, the estimate
//! and the text of the transfer. The figures themselves are `hoso-contribution`'s.

use hoso_contribution::{
    Known, Method, Missing, SupportGroup, back_pay_gross, base_for_contribution, bounds, estimate,
    memo as memo_text, retirement_date,
};
use hoso_dossier::{Answers, Figure, Issue, Message, Report, Severity};
use hoso_identifiers::{
    Date, Month,
    amount::{self, display},
    person_name::PersonName,
    phone::Phone,
    social_insurance_number::SocialInsuranceNumber,
    text,
};

use super::cases::{self, Cases};
use super::months::{back_pay_months, month};
use super::person::Person;

/// The usual step above the minimum: practice of agents and price pages, so it only warns.
const STEP: u64 = 50_000;

/// Months, base and method against each other and against the dated figures.
pub(super) fn check(
    cases: Cases,
    person: &Person,
    answers: &Answers,
    today: Date,
    report: &mut Report,
) {
    let has_first = cases.any(cases::WITH_FIRST_MONTH);
    let first = has_first.then(|| month(answers, "first_month")).flatten();
    if let Some(from) = first
        && from < today.month_of()
    {
        let issue = Issue::new("first_month", "month.past", Severity::Warning);
        report.push(issue.with("from", from.to_string()));
    }
    if let Some(doubt) = first.and_then(|from| from.check(today)) {
        report.push(Issue::from_reason("first_month", &doubt));
    }
    let mut back_from = None;
    if cases.any(cases::F) {
        back_from = month(answers, "back_pay_from");
        check_back_pay(
            back_from,
            month(answers, "back_pay_to"),
            first,
            today,
            report,
        );
    }
    let paid = if has_first { first } else { back_from };
    if cases.any(cases::WITH_BASE)
        && let Ok(base) = amount::parse(answers.text("income_base"))
    {
        let new = cases.any(cases::WITH_NEW_BASE);
        if let Some(month) = if new { first } else { back_from } {
            check_base(base, month, report);
        }
        check_back_base(base, cases, answers, report);
    }
    check_change(cases, answers, report);
    if cases.any(cases::WITH_FIRST_MONTH.union(cases::F)) {
        offer_group(answers, report);
    }
    if cases.any(cases::WITH_METHOD) && answers.has("payment_method", "missing_time") {
        check_retired(person, paid.map_or(today, Month::last_day), report);
    }
}

fn check_back_pay(
    from: Option<Month>,
    to: Option<Month>,
    first: Option<Month>,
    today: Date,
    report: &mut Report,
) {
    let Some(to) = to else { return };
    // The months to come, and those of the new period, are not paid back.
    let next = today.month_of().plus(1);
    let end = first.map_or(next, |first| first.min(next));
    if to >= end || from.is_some_and(|from| to < from) {
        let issue = Issue::new("back_pay_to", "back.range", Severity::Error);
        report.push(issue.with("from", end.to_string()));
    }
}

fn check_base(base: u64, month: Month, report: &mut Report) {
    // R-MON-1: the rows are those of the month that is paid.
    let bounds = bounds(month);
    let weigh = |verified| {
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
            Issue::new("income_base", "base.high", weigh(maximum.verified))
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
            let meant = display(base_for_contribution(base));
            Issue::new(
                "income_base",
                "base.is_contribution",
                weigh(minimum.verified),
            )
            .with("x", display(base))
            .with("y", meant.clone())
            .with("min", display(minimum.dong))
            .with_proposal(meant)
        } else {
            Issue::new("income_base", "base.low", weigh(minimum.verified))
                .with("from", month.to_string())
                .with("min", display(minimum.dong))
        };
        report.push(issue);
        return;
    }
    if bounds
        .unverified_minimum
        .as_ref()
        .is_some_and(|row| base < row.dong)
    {
        report.warning("income_base", "base.below_2027");
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

/// A bound of the months paid back that the base does not keep: its code, the gap of its
/// sentence, the month and the amount.
type Limit = (&'static str, &'static str, Month, u64);

/// The bounds never fall (a test of `hoso-contribution` looks at that), so the maximum of
/// the first month and the minimum of the last hold for all between.
fn back_limit(base: u64, from: Month, to: Month) -> Option<Limit> {
    let maximum = bounds(from).maximum.filter(|most| base > most.dong);
    let minimum = || bounds(to).minimum.filter(|least| base < least.dong);
    maximum
        .map(|most| ("back.high", "max", from, most.dong))
        .or_else(|| minimum().map(|least| ("back.low", "min", to, least.dong)))
}

/// The form has one base, and no source says whether the bounds of each month paid back
/// hold for it: beyond the first month that is paid they only warn.
fn check_back_base(base: u64, cases: Cases, answers: &Answers, report: &mut Report) {
    let months = cases.any(cases::F).then(|| back_pay_months(answers));
    let Some((from, to, _)) = months.flatten() else {
        return;
    };
    let said = |code: &str| report.at("income_base").any(|issue| issue.code == code);
    // What is wrong for the first month is mended first.
    if said("base.high") || said("base.low") || said("base.is_contribution") {
        return;
    }
    // R-MON-1, R-MON-2
    if let Some((code, gap, month, dong)) = back_limit(base, from, to) {
        report.push(
            Issue::new("income_base", code, Severity::Warning)
                .with("from", month.to_string())
                .with(gap, display(dong)),
        );
        return;
    }
    let last = bounds(to);
    if last.minimum.is_some()
        && last.unverified_minimum.is_some_and(|row| base < row.dong)
        && !said("base.below_2027")
    {
        report.warning("income_base", "base.below_2027");
    }
}

fn check_change(cases: Cases, answers: &Answers, report: &mut Report) {
    let (old, new) = (
        answers.text("payment_method_old"),
        answers.text("payment_method"),
    );
    if cases.any(cases::D) && !old.is_empty() && old == new {
        report.warning("payment_method", "change.same");
    }
    if cases.any(cases::E)
        && let Ok(old) = amount::parse(answers.text("income_base_old"))
        && amount::parse(answers.text("income_base")) == Ok(old)
    {
        report.warning("income_base", "change.same");
    }
}

/// Proposes the group of state support to a person of another people than the Kinh.
///
/// Source: NĐ 159/2025/NĐ-CP art. 5. The first code of the list of BHXH is the Kinh, and
/// what comes after the fifty-fifth is no people of Vietnam.
fn offer_group(answers: &Answers, report: &mut Report) {
    // R-MON-3
    let minority = answers
        .text("ethnic_group")
        .parse()
        .is_ok_and(|code: u8| (2..=55).contains(&code));
    if minority && matches!(answers.text("support_group"), "" | "other") {
        report.push(Issue::new(
            "support_group",
            "ethnic.support",
            Severity::Info,
        ));
    }
}

/// Paying for the missing time is for people of retirement age. A partial birth
/// date that leaves it open warns too.
fn check_retired(person: &Person, on: Date, report: &mut Report) {
    let (Some((birth, _)), Some(sex)) = (&person.birth, person.sex) else {
        return;
    };
    if retirement_date(birth.latest(), sex) > on {
        report.warning("payment_method", "method.age");
    }
}

/// The method of \[16\] with its years or months; nothing while they are missing.
pub(super) fn method(answers: &Answers) -> Option<Method> {
    // R-MON-6: the bounds of both numbers are the definition's.
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

/// A method that needs no number.
pub(super) fn periodic_method(id: &str) -> Option<Method> {
    [
        Method::Monthly,
        Method::Every3Months,
        Method::Every6Months,
        Method::Every12Months,
    ]
    .into_iter()
    .find(|method| method.id() == id)
}

/// The lines of the estimate. Without a month there are none, and none for the new period of
/// case D, whose base is not asked.
pub(super) fn figures(answers: &Answers) -> Vec<Figure> {
    let cases = Cases::of(answers);
    let mut lines = Vec::new();
    if !cases.any(cases::WITH_BASE) {
        return lines;
    }
    let Ok(base) = amount::parse(answers.text("income_base")) else {
        return lines;
    };
    // A base that may not be chosen has no amounts.
    let new = cases.any(cases::WITH_NEW_BASE);
    let first = new.then(|| month(answers, "first_month")).flatten();
    let back = cases.any(cases::F).then(|| back_pay_months(answers));
    let back = back.flatten();
    let paid = if new {
        first
    } else {
        back.map(|(from, ..)| from)
    };
    let allowed = paid.is_none_or(|month| {
        let bounds = bounds(month);
        let least = bounds.minimum.filter(|figure| figure.verified);
        least.is_none_or(|least| base >= least.dong)
            && bounds.maximum.is_none_or(|most| base <= most.dong)
    });
    if !allowed {
        return lines;
    }
    if let Some(from) = first {
        if cases.any(cases::WITH_METHOD) {
            if let Some(method) = method(answers) {
                new_period(base, method, from, answers, &mut lines);
            }
        } else {
            each_month(base, from, answers, &mut lines);
        }
    }
    if let Some((from, to, n)) = back {
        // R-MON-1, R-MON-5: no interest and no support is guessed.
        let gross = known(back_pay_gross(base, n, from));
        let sum = gross.and_then(|sum| match back_limit(base, from, to) {
            Some((code, gap, month, dong)) => Err(Message::new(code)
                .with("from", month.to_string())
                .with(gap, display(dong))),
            None => Ok(sum),
        });
        let stated = sum.is_ok();
        figures.push(figure(
            Message::new("estimate.back_pay").with("n", n.to_string()),
            sum,
        ));
        if stated && lines.len() == 1 {
            lines.push(not_stated());
        }
    }
    lines
}

/// The dated facts behind the estimate, one message each.
pub(super) fn figure_rows(answers: &Answers) -> Vec<Message> {
    let cases = Cases::of(answers);
    let base = amount::parse(answers.text("income_base")).ok();
    let from = month(answers, "first_month");
    let (Some(base), Some(from)) = (base, from) else {
        return Vec::new();
    };
    if !cases.any(cases::WITH_NEW_BASE) {
        return Vec::new();
    }
    let method = if cases.any(cases::WITH_METHOD) {
        method(answers)
    } else {
        Some(Method::Monthly)
    };
    let Some(method) = method else {
        return Vec::new();
    };
    estimate(
        base,
        method,
        from,
        support_group(answers).unwrap_or(SupportGroup::Other),
    )
    .rows
    .iter()
    .map(|row| {
        let value = match row.series {
            "support_rate" => [row.value.to_string().as_str(), "%"].concat(),
            // Thousandths of a percent, as a decimal fraction the Vietnamese way.
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
    })
    .collect()
}

fn support_group(answers: &Answers) -> Option<SupportGroup> {
    let chosen = answers.text("support_group");
    SupportGroup::ALL
        .into_iter()
        .find(|group| group.id() == chosen)
}

fn new_period(base: u64, method: Method, from: Month, answers: &Answers, lines: &mut Vec<Figure>) {
    let group = support_group(answers);
    // Without a group only the gross amount is used, which does not depend on it.
    let estimate = estimate(base, method, from, group.unwrap_or(SupportGroup::Other));
    let n = method.months().to_string();
    let verified = estimate.verified();
    if matches!(method, Method::YearsAhead(_) | Method::MissingTime(_)) {
        let what = if verified {
            "estimate.gross_lump"
        } else {
            "estimate.gross_lump_unverified"
        };
        figures.push(figure(Message::new(what).with("n", n), known(estimate.gross)));
        lines.push(not_stated());
        return;
    }
    let (support, to_pay) = if verified {
        ("estimate.support", "estimate.to_pay")
    } else {
        ("estimate.support_unverified", "estimate.to_pay_unverified")
    };
    let gross = Message::new("estimate.gross").with("n", n.clone());
    figures.push(figure(gross, known(estimate.gross)));
    lines.push(Figure {
        deducted: true,
        ..figure(
            Message::new(support).with("n", n),
            asked(group, estimate.support),
        )
    });
    lines.push(Figure {
        total: true,
        ..figure(Message::new(to_pay), asked(group, estimate.to_pay))
    });
}

/// Case E alone keeps its method, which is not asked: what one month comes to, and no sum
/// that is to be paid.
fn each_month(base: u64, from: Month, answers: &Answers, lines: &mut Vec<Figure>) {
    let group = support_group(answers);
    let estimate = estimate(
        base,
        Method::Monthly,
        from,
        group.unwrap_or(SupportGroup::Other),
    );
    let (support, rest) = if estimate.verified() {
        ("estimate.support_month", "estimate.rest_month")
    } else {
        (
            "estimate.support_month_unverified",
            "estimate.rest_month_unverified",
        )
    };
    figures.push(figure(
        Message::new("estimate.gross_month"),
        known(estimate.gross),
    ));
    lines.push(Figure {
        deducted: true,
        ..figure(Message::new(support), asked(group, estimate.support))
    });
    lines.push(Figure {
        total: true,
        ..figure(Message::new(rest), asked(group, estimate.to_pay))
    });
}

const fn figure(label: Message, amount: Result<u64, Message>) -> Figure {
    Figure {
        label,
        amount,
        deducted: false,
        total: false,
    }
}

/// A figure that depends on the group of support.
fn asked(group: Option<SupportGroup>, figure: Known<u64>) -> Result<u64, Message> {
    match group {
        Some(_) => known(figure),
        None => Err(Message::new("estimate.group_missing")),
    }
}

fn not_stated() -> Figure {
    Figure {
        label: Message::new("estimate.support_lump"),
        amount: Err(Message::new("estimate.support_not_stated")),
        deducted: true,
        total: false,
    }
}

fn known(figure: Known<u64>) -> Result<u64, Message> {
    figure.map_err(|missing| match missing {
        Missing::Row { series, month } => Message::new("estimate.no_figure")
            .with("name", series)
            .with("month", month.to_string()),
        _ => Message::new("estimate.support_not_stated"),
    })
}

/// The text of the transfer; none in case A, where there is no number yet, and
/// none while a part of it is missing.
pub(super) fn transfer_text(answers: &Answers, today: Date) -> Option<String> {
    // R-602-9
    if Cases::of(answers).any(cases::A) {
        return None;
    }
    // R-602-7, R-MON-8
    let name = PersonName::parse(answers.text("full_name")).ok()?;
    let number =
        SocialInsuranceNumber::parse(answers.text("social_insurance_number"), today).ok()?;
    let phone = Phone::parse(answers.text("phone")).ok()?;
    Some(memo_text::memo(
        name.as_str(),
        number.as_str(),
        phone.as_str(),
    ))
}

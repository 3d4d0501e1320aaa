//! The amounts of the dossier: bounds of \[15\], method \[16\], months, the estimate and the text of
//! the bank transfer. The dated rows are in `hoso-contribution`.

use hoso_contribution::{
    Method, SupportGroup, back_pay_gross, bounds, estimate, retirement_date,
};
use hoso_dossier::{Answers, Figure, Issue, Message, Report, Severity};
use hoso_identifiers::{
    Date, Month,
    amount::{self, display},
};

use crate::estimate::{
    add_payment, below_unverified, check_base, figure, is_allowed, known, known_with_group, limits, method, month,
    not_stated, row_message, support_group,
};

use super::cases::{self, Cases};
use super::months::back_pay_months;
use super::person::Person;
/// Checks months, base and method for consistency and against the dated figures.
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
        let is_new_period = cases.any(cases::WITH_NEW_BASE);
        if let Some(month) = if is_new_period { first } else { back_from } {
            check_base(base, month, report);
        }
        check_back_base(base, cases, answers, report);
    }
    check_change(cases, answers, report);
    if cases.any(cases::WITH_FIRST_MONTH.union(cases::F)) {
        suggest_group(cases, answers, report);
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
    // Future months, and those of the new period, are no back payment.
    let next = today.month_of().plus(1);
    let end = first.map_or(next, |first| first.min(next));
    if to >= end || from.is_some_and(|from| to < from) {
        let issue = Issue::new("back_pay_to", "back.range", Severity::Error);
        report.push(issue.with("from", end.to_string()));
    }
}

/// A bound of the back-paid months that the base violates: code, placeholder, month and amount.
type Limit = (&'static str, &'static str, Month, u64);

/// Returns the bound that the base violates in one of the months, if any.
///
/// Bounds never decrease (a test of `hoso-contribution` checks that), so the maximum of the first
/// month and the minimum of the last cover all months between.
fn back_limit(base: u64, from: Month, to: Month) -> Option<Limit> {
    let maximum = bounds(from).maximum.filter(|most| base > most.dong);
    let minimum = || bounds(to).minimum.filter(|least| base < least.dong);
    maximum
        .map(|most| ("back.high", "max", from, most.dong))
        .or_else(|| minimum().map(|least| ("back.low", "min", to, least.dong)))
}

/// Checks the base against the bounds of the back-paid months. The form has one base, and no source
/// states whether the bounds of each month apply to it, so later months only warn.
fn check_back_base(base: u64, cases: Cases, answers: &Answers, report: &mut Report) {
    let months = cases.any(cases::F).then(|| back_pay_months(answers));
    let Some((from, to, _)) = months.flatten() else {
        return;
    };
    let is_reported = |code: &str| report.at("income_base").any(|issue| issue.code == code);
    // An error for the first month takes precedence.
    if is_reported("base.high") || is_reported("base.low") || is_reported("base.is_contribution") {
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
        && let Some(row) = last.unverified_minimum.filter(|row| base < row.dong)
        && !is_reported("base.below_2027")
    {
        report.push(below_unverified(&row));
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

/// The communes that are islands: đặc khu Trường Sa. A list of all of them is not verified (money.md
/// §2).
const ISLANDS: [&str; 1] = ["22736"];

/// Suggests the support group to a person of an ethnic minority, or of an island, whose rate is higher.
///
/// Source: NĐ 159/2025/NĐ-CP art. 5. In the list of BHXH the first code is the Kinh majority, and
/// codes after the fifty-fifth are no ethnic groups of Vietnam.
fn suggest_group(cases: Cases, answers: &Answers, report: &mut Report) {
    // R-MON-12: only case A asks for an address.
    let lives_at = |field: &str| ISLANDS.contains(&answers.text(field));
    let is_islander = cases.any(cases::A)
        && if answers.has("household_same_address", "no") {
            lives_at("household_commune")
        } else {
            lives_at("commune")
        };
    if is_islander {
        if !matches!(answers.text("support_group"), "poor_household" | "island_commune") {
            report.push(Issue::new("support_group", "addr.island", Severity::Info));
        }
        return;
    }
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

/// Warns if a person pays for missing time before the retirement age. A partial birth date that
/// leaves the age open warns too.
fn check_retired(person: &Person, on: Date, report: &mut Report) {
    let (Some((birth, _)), Some(sex)) = (&person.birth, person.sex) else {
        return;
    };
    if retirement_date(birth.latest(), sex) > on {
        report.warning("payment_method", "method.age");
    }
}

/// Returns the figures of the estimate: none without a month, and none for the new period of case D,
/// whose base is not asked.
pub(super) fn figures(answers: &Answers) -> Vec<Figure> {
    let cases = Cases::of(answers);
    let mut figures = Vec::new();
    if !cases.any(cases::WITH_BASE.union(cases::N)) {
        return figures;
    }
    let Ok(base) = amount::parse(answers.text("income_base")) else {
        return figures;
    };
    // A base outside the bounds has no amounts.
    let is_new_period = cases.any(cases::WITH_NEW_BASE.union(cases::N));
    let first = is_new_period.then(|| month(answers, "first_month")).flatten();
    let back = cases.any(cases::F).then(|| back_pay_months(answers));
    let back = back.flatten();
    let paid = if is_new_period {
        first
    } else {
        back.map(|(from, ..)| from)
    };
    let allowed = paid.is_none_or(|month| is_allowed(base, month));
    if !allowed {
        return figures;
    }
    if let Some(from) = first {
        if cases.any(cases::WITH_NEW_METHOD.union(cases::N)) {
            if let Some(method) = method(answers) {
                add_payment(base, method, from, answers, &mut figures);
            }
        } else {
            each_month(base, from, answers, &mut figures);
        }
    }
    if let Some((from, to, n)) = back {
        // R-MON-1, R-MON-5: interest and support are not estimated.
        let gross = known(back_pay_gross(base, n, from));
        let sum = gross.and_then(|sum| match back_limit(base, from, to) {
            Some((code, gap, month, dong)) => Err(Message::new(code)
                .with("from", month.to_string())
                .with(gap, display(dong))),
            None => Ok(sum),
        });
        let total = total(&mut figures, &sum);
        let is_known = sum.is_ok();
        figures.push(figure(
            Message::new("estimate.back_pay").with("n", n.to_string()),
            sum,
        ));
        if is_known && figures.len() == 1 {
            figures.push(not_stated());
        }
        figures.extend(total);
    }
    figures
}

/// R-MON-13: returns the sum of what is paid for the new period and the back payment, as the only
/// total. `None` without a new period.
fn total(figures: &mut [Figure], back_pay: &Result<u64, Message>) -> Option<Figure> {
    // A single payment has no total, because its support is not known; then the gross amounts are added.
    let is_gross = !figures.iter().any(|figure| figure.total);
    let new = if is_gross {
        figures.first_mut()
    } else {
        figures.iter_mut().find(|figure| figure.total)
    }?;
    new.total = false;
    let is_unverified = new.label.code.ends_with("_unverified");
    let code = match (is_gross, is_unverified) {
        (true, _) => "estimate.total_gross",
        (false, true) => "estimate.total_unverified",
        (false, false) => "estimate.total",
    };
    let sum = match (&new.amount, back_pay) {
        (Ok(new), Ok(back)) => Ok(new.saturating_add(*back)),
        (Err(reason), _) | (_, Err(reason)) => Err(reason.clone()),
    };
    Some(Figure {
        total: true,
        ..figure(Message::new(code), sum)
    })
}

/// Returns the dated rows behind the estimate, one message each.
pub(super) fn figure_rows(answers: &Answers) -> Vec<Message> {
    let cases = Cases::of(answers);
    let base = amount::parse(answers.text("income_base")).ok();
    let from = month(answers, "first_month");
    let (Some(base), Some(from)) = (base, from) else {
        return Vec::new();
    };
    if !cases.any(cases::WITH_NEW_BASE.union(cases::N)) {
        return Vec::new();
    }
    let method = if cases.any(cases::WITH_NEW_METHOD.union(cases::N)) {
        method(answers)
    } else {
        Some(Method::Monthly)
    };
    let Some(method) = method else {
        return Vec::new();
    };
    let estimate = estimate(
        base,
        method,
        from,
        support_group(answers).unwrap_or(SupportGroup::Other),
    );
    let mut messages: Vec<Message> = estimate.rows.iter().map(row_message).collect();
    // Case E alone does not choose a method.
    let chosen = cases.any(cases::WITH_NEW_METHOD).then_some(method);
    messages.extend(limits(chosen, from));
    messages
}

/// Adds the amounts of one month: case E does not change the method of the new period, so the sum of a
/// payment is not known. A method that is asked together with it is that of a back payment.
fn each_month(base: u64, from: Month, answers: &Answers, figures: &mut Vec<Figure>) {
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
    figures.push(Figure {
        deducted: true,
        ..figure(Message::new(support), known_with_group(group, estimate.support))
    });
    figures.push(Figure {
        total: true,
        ..figure(Message::new(rest), known_with_group(group, estimate.to_pay))
    });
}

/// Returns the text of the bank transfer; `None` in case A, which has no number yet, and while a
/// part of it is missing.
pub(super) fn transfer_text(answers: &Answers, today: Date) -> Option<String> {
    // R-602-9
    if Cases::of(answers).any(cases::A) {
        return None;
    }
    crate::estimate::transfer_text(answers, today)
}

//! What a person means to pay, and what becomes of it.
//!
//! The base is the same for the whole time. The support of each month is that of the rows of the month; the
//! newest rows apply to the months after them, and the page says so. The pension is in the money of today.
//!
//! Source: Luật 41/2024/QH15 art. 98; docs/domain/money.md §2, §5.

use hoso_contribution::pension::Paid;
use hoso_contribution::{
    Figure as Bound, Known, Method, Support, SupportGroup, average_income, bounds, gross, pension,
    pension_rate, retirement_date, support_of_months, supported_months,
};
use hoso_dossier::{Answers, Chart, ChartYear, Figure, Message};
use hoso_identifiers::{
    Date, Month, PartialDate, Severity, amount::display, personal_number::Sex, text,
};

use crate::estimate;

/// The shortest time of payment that gives a pension.
const LEAST_MONTHS: u32 = 15 * 12;

/// R-MON-10: the retirement ages of a person who joined before 2021 and has paid for twenty years.
const JOINED_BEFORE: u16 = 2021;
const JOINED_LEAST_MONTHS: u32 = 20 * 12;
const JOINED_AGE_MALE: i32 = 60 * 12;
const JOINED_AGE_FEMALE: i32 = 55 * 12;

/// How many years the picture continues after the sums have met, or after the pension has begun.
const YEARS_AFTER: u16 = 6;

/// The last year of a picture counts from its first: nobody pays or receives for longer.
const MOST_YEARS: u16 = 90;

/// What a person means to pay: the same base for the whole time.
pub(super) struct Plan {
    pub(super) method: Method,
    base: u64,
    from: Month,
    group: Option<SupportGroup>,
    months: u32,
    sex: Option<Sex>,
    birth: Option<PartialDate>,
}

/// Returns the sex that was chosen.
pub(super) fn sex(answers: &Answers) -> Option<Sex> {
    match answers.text("sex") {
        "male" => Some(Sex::Male),
        "female" => Some(Sex::Female),
        _ => None,
    }
}

/// Returns the birth date, of any precision; `None` for one that is impossible, such as a day to come.
pub(super) fn birth(answers: &Answers, today: Date) -> Option<PartialDate> {
    let birth = PartialDate::parse(answers.text("birth_date")).ok()?;
    let is_possible = birth
        .check(today)
        .is_none_or(|reason| reason.severity() != Severity::Error);
    is_possible.then_some(birth)
}

/// An average income, and whether the coefficients of past years were used for it.
struct Average {
    dong: u64,
    has_coefficients: bool,
    verified: bool,
}

impl Plan {
    /// Reads the answers; `None` while the amounts or the time of payment are missing, or if the time ends
    /// after the last year of the calendar.
    pub(super) fn of(answers: &Answers, today: Date) -> Option<Self> {
        let (base, method, from) = estimate::payment(answers)?;
        let number = |field, most| match answers.text(field) {
            "" => Some(0),
            typed => text::count(typed).filter(|n| *n <= most),
        };
        let months = number("contribution_years", 50)? * 12 + number("contribution_months", 11)?;
        let months = Some(months).filter(|months| *months > 0)?;
        let whole = i32::try_from(months).ok()?;
        // `plus` ends at year 9999.
        if from.plus(whole).months_since(from) != whole {
            return None;
        }
        Some(Self {
            method,
            base,
            from,
            group: estimate::support_group(answers),
            months,
            sex: sex(answers),
            birth: birth(answers, today),
        })
    }

    /// Returns the amounts of the whole time, and the pension.
    pub(super) fn figures(&self, today: Date) -> Vec<Figure> {
        let mut figures = Vec::new();
        let n = self.months.to_string();
        let is_lump = matches!(self.method, Method::YearsAhead(_) | Method::MissingTime(_));
        if !is_lump {
            let (code, paid) = match self.group.map(|group| self.paid(group)) {
                Some(Ok((dong, true))) => ("estimate.plan_paid", Ok(dong)),
                Some(Ok((dong, false))) => ("estimate.plan_paid_unverified", Ok(dong)),
                Some(Err(reason)) => ("estimate.plan_paid", Err(reason)),
                None => (
                    "estimate.plan_paid",
                    Err(Message::new("estimate.group_missing")),
                ),
            };
            figures.push(estimate::figure(Message::new(code).with("n", n), paid));
        }
        let Some(sex) = self.sex else {
            return figures;
        };
        let average = self.average(today);
        let dong = average.map(|average| average.dong);
        // R-MON-10
        let of_rate = |label: Message, rate: u64| {
            let label = label.with("rate", percent(rate));
            estimate::figure(label, estimate::known(dong.map(|dong| pension(dong, rate))))
        };
        match pension_rate(sex, self.months) {
            Some(rate) => {
                figures.push(of_rate(Message::new("estimate.pension"), rate));
            }
            None => figures.push(estimate::figure(
                Message::new("estimate.pension_none"),
                Err(Message::new("estimate.pension_time")),
            )),
        }
        // The range of the law for this base: the shortest time, and the highest rate.
        if let Some(least) = pension_rate(sex, LEAST_MONTHS) {
            figures.push(of_rate(Message::new("estimate.pension_least"), least));
        }
        let (most, years) = highest(sex);
        let label = Message::new("estimate.pension_most").with("n", years.to_string());
        figures.push(of_rate(label, most));
        figures
    }

    /// Returns the dated rows of the whole time, one message each.
    pub(super) fn rows(&self) -> Vec<Message> {
        let support = self.group.map(|group| self.support(group, 0, self.months));
        let rows = support.and_then(Result::ok).map(|support| support.rows);
        rows.iter().flatten().map(estimate::row_message).collect()
    }

    /// Returns the assumptions and the day of retirement, one message each.
    pub(super) fn notes(&self, today: Date) -> Vec<Message> {
        let mut notes = Vec::new();
        // R-MON-2
        if let Some((_, bound)) = self.low(|bound| !bound.verified) {
            let issue = estimate::below_unverified(&bound);
            notes.push(Message {
                code: issue.code,
                args: issue.args,
            });
        }
        if let Some((first, last)) = self.retirement() {
            let code = if first == last {
                "estimate.retirement"
            } else {
                "estimate.retirement_range"
            };
            notes.push(
                Message::new(code)
                    .with("from", first.to_string())
                    .with("to", last.to_string()),
            );
        }
        if self.sex.is_some() {
            notes.push(Message::new("estimate.pension_condition"));
            notes.push(Message::new("estimate.pension_law"));
            if let Ok(average) = self.average(today) {
                let code = match (average.has_coefficients, average.verified) {
                    (false, _) => "estimate.prices",
                    (true, true) => "estimate.coefficients",
                    (true, false) => "estimate.coefficients_unverified",
                };
                notes.push(
                    Message::new(code)
                        .with("year", today.year().to_string())
                        .with("average", display(average.dong)),
                );
            }
        }
        notes.push(Message::new("estimate.assumption"));
        notes
    }

    /// Returns what is paid and received in each year; `None` without a pension, or if an amount is not
    /// known.
    pub(super) fn chart(&self, today: Date) -> Option<Chart> {
        // R-MON-15
        let (group, sex) = (self.group?, self.sex?);
        let (_, retired) = self.retirement()?;
        let rate = pension_rate(sex, self.months)?;
        let monthly = pension(self.average(today).ok()?.dong, rate);
        let end = self.end();
        // The pension begins in the month after the retirement age, and not before all is paid.
        let begins = end.max(retired.plus(1));
        let (total, is_verified) = self.paid(group).ok()?;
        let mut years: Vec<ChartYear> = Vec::new();
        let mut sums = [0_u64; 2];
        let mut meets_in = None;
        let first = self.from.year();
        for year in first..first.saturating_add(MOST_YEARS) {
            let before = months_before(year, self.from, end);
            let until = before.saturating_add(months_in(year, self.from, end));
            // A difference of sums: each sum is rounded once, so the last one is that of the estimate.
            let paid = gross(self.base, until).saturating_sub(gross(self.base, before));
            let paid = paid.saturating_sub(self.support(group, before, until).ok()?.dong);
            let received = monthly.checked_mul(months_since(year, begins).into())?;
            for (sum, amount) in sums.iter_mut().zip([paid, received]) {
                *sum = sum.checked_add(amount)?;
            }
            years.push(ChartYear { year, sums });
            let is_paid = year >= end.plus(-1).year();
            if meets_in.is_none() && is_paid && sums[1] >= sums[0] {
                meets_in = Some(year);
            }
            let last = meets_in.map(|year| year.saturating_add(YEARS_AFTER));
            if last.is_some_and(|last| year >= last) {
                break;
            }
        }
        let met = meets_in?;
        // The month in which the sums meet: the pensions of so many months make up what was paid.
        let n = total.div_ceil(monthly);
        let paid = if is_verified {
            "estimate.chart_paid"
        } else {
            "estimate.chart_paid_unverified"
        };
        let summary = vec![
            Message::new(paid)
                .with("sum", display(total))
                .with("from", self.from.to_string())
                .with("to", end.plus(-1).to_string()),
            Message::new("estimate.chart_received")
                .with("amount", display(monthly))
                .with("from", begins.to_string()),
            Message::new("estimate.chart_meets")
                .with("n", n.to_string())
                .with("year", met.to_string()),
        ];
        Some(Chart {
            title: Message::new("estimate.chart_title"),
            summary,
            names: [
                Message::new("estimate.chart_paid_name"),
                Message::new("estimate.chart_received_name"),
            ],
            years,
            meets_in,
        })
    }

    /// Returns the first and the last month in which the retirement age may be reached: a birth date
    /// without a day leaves it open.
    fn retirement(&self) -> Option<(Month, Month)> {
        let (birth, sex) = (self.birth?, self.sex?);
        let is_exempt = self.from.year() < JOINED_BEFORE && self.months >= JOINED_LEAST_MONTHS;
        let month = |birth: Date| match (is_exempt, sex) {
            (false, _) => retirement_date(birth, sex).month_of(),
            (true, Sex::Male) => birth.month_of().plus(JOINED_AGE_MALE),
            (true, Sex::Female) => birth.month_of().plus(JOINED_AGE_FEMALE),
        };
        Some((month(birth.earliest()), month(birth.latest())))
    }

    /// Returns the month after the last one that is paid.
    fn end(&self) -> Month {
        self.from
            .plus(i32::try_from(self.months).unwrap_or(i32::MAX))
    }

    /// Returns the lowest base of the first month whose bound is above the base.
    fn low(&self, is_asked: impl Fn(&Bound) -> bool) -> Option<(Month, Bound)> {
        (0..self.months).find_map(|later| {
            let month = self.from.plus(i32::try_from(later).ok()?);
            let bounds = bounds(month);
            let mut least = [bounds.minimum, bounds.unverified_minimum]
                .into_iter()
                .flatten();
            let found = least.find(|bound| is_asked(bound) && self.base < bound.dong)?;
            Some((month, found))
        })
    }

    /// Returns the support of the months from `first` to before `end`, counted from the first paid, each by
    /// the rows of the month.
    fn support(&self, group: SupportGroup, first: u32, end: u32) -> Known<Support> {
        // R-MON-14: the rows of the last month, since an earlier month may have none.
        let last = self.end().plus(-1);
        let most = supported_months(last).map_or(u64::from(u32::MAX), |row| row.value);
        let most = u32::try_from(most).unwrap_or(u32::MAX);
        let first = first.min(most);
        let from = self.from.plus(i32::try_from(first).unwrap_or(i32::MAX));
        support_of_months(group, from, end.min(most).saturating_sub(first))
    }

    /// Returns what the person pays in the whole time and whether every row is verified, or why it is not
    /// known.
    fn paid(&self, group: SupportGroup) -> Result<(u64, bool), Message> {
        // R-MON-2: a base below the lowest one of a later month cannot be paid on then.
        if let Some((month, bound)) = self.low(|bound| bound.verified) {
            return Err(Message::new("estimate.plan_minimum")
                .with("from", month.to_string())
                .with("min", display(bound.dong)));
        }
        let support = self.support(group, 0, self.months);
        let is_verified = support.as_ref().is_ok_and(Support::verified);
        let paid = support.map(|support| gross(self.base, self.months).saturating_sub(support.dong));
        Ok((estimate::known(paid)?, is_verified))
    }

    /// Returns the average income in the money of today. Years that are over have the coefficients of a
    /// settlement in this year; this year and later ones are not adjusted.
    fn average(&self, today: Date) -> Known<Average> {
        let now = today.year();
        let end = self.end();
        if self.from.year() >= now {
            return Ok(Average {
                dong: self.base,
                has_coefficients: false,
                verified: true,
            });
        }
        let past = (self.from.year()..now).map(|year| Paid {
            year,
            base: self.base,
            months: months_in(year, self.from, end),
        });
        let mut paid: Vec<Paid> = past.filter(|paid| paid.months > 0).collect();
        let before = months_before(now, self.from, end);
        if self.months > before {
            paid.push(Paid {
                year: now,
                base: self.base,
                months: self.months.saturating_sub(before),
            });
        }
        let average = average_income(&paid, now)?;
        Ok(Average {
            dong: average.dong,
            has_coefficients: true,
            verified: average.verified,
        })
    }
}

/// Returns the highest rate, and after how many years it is reached.
fn highest(sex: Sex) -> (u64, u32) {
    let rates = (LEAST_MONTHS / 12..=50).map(|years| (pension_rate(sex, years * 12), years));
    let mut best = (0, 0);
    for (rate, years) in rates {
        if let Some(rate) = rate.filter(|rate| *rate > best.0) {
            best = (rate, years);
        }
    }
    best
}

/// Returns a rate in thousandths as percent: 450 is "45%", 405 is "40,5%".
fn percent(rate: u64) -> String {
    let tenths = rate % 10;
    let whole = (rate / 10).to_string();
    if tenths == 0 {
        [whole.as_str(), "%"].concat()
    } else {
        [whole.as_str(), ",", &tenths.to_string(), "%"].concat()
    }
}

/// Returns how many months of a year are in the time from `from` to before `end`.
fn months_in(year: u16, from: Month, end: Month) -> u32 {
    months_before(year.saturating_add(1), from, end).saturating_sub(months_before(year, from, end))
}

/// Returns how many months from `from` to before `end` are before a year.
fn months_before(year: u16, from: Month, end: Month) -> u32 {
    let Some(january) = Month::new(year, 1) else {
        return 0;
    };
    u32::try_from(january.min(end).months_since(from)).unwrap_or(0)
}

/// Returns how many months of a year are not before `from`.
fn months_since(year: u16, from: Month) -> u32 {
    let Some(next) = Month::new(year.saturating_add(1), 1) else {
        return 0;
    };
    u32::try_from(next.months_since(from)).unwrap_or(0).min(12)
}

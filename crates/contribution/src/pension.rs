//! What a pension may come to. For information only: nothing of a form depends on it
//! but the retirement age.
//!
//! Source: Law 41/2024/QH15 art. 98 and the rules of retirement age, two sources each;
//! coefficients of CV 340/BHXH-CSXH (03/02/2026) and the tables of `data/README.md`; read 2026-11-20.

use hoso_identifiers::{Date, Month, Sex};

use crate::rows::{COEFFICIENTS, Known, Missing, mul_div_rounded};

/// Income of some months of one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paid {
    /// The year the months lie in.
    pub year: u16,
    /// The income base of each, đồng.
    pub base: u64,
    /// How many months.
    pub months: u32,
}

/// An average income in the money of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Average {
    /// đồng per month.
    pub dong: u64,
    /// The year of settlement whose coefficients were used; a panel names it (R-MON-10).
    pub settled_in: u16,
    /// Are all coefficients confirmed for voluntary income?
    pub verified: bool,
}

/// The first year of the formula of retirement ages.
const FIRST_YEAR: u16 = 2021;

/// In this year both ages have reached their last value.
const LAST_YEAR: u16 = 2035;

/// The retirement age in a year, in months: men 60 years and 3 months in 2021 and
/// 3 months more each year up to 62 years, women 55 years and 4 months and 4 more up to 60.
/// The formula says nothing about years before 2021.
#[must_use]
pub const fn retirement_age_months(sex: Sex, year: u16) -> Option<u16> {
    if year < FIRST_YEAR {
        return None;
    }
    let years = if year > LAST_YEAR {
        LAST_YEAR - FIRST_YEAR
    } else {
        year - FIRST_YEAR
    };
    let (age, last) = match sex {
        Sex::Male => (723 + 3 * years, 744),
        Sex::Female => (664 + 4 * years, 720),
    };
    Some(if age < last { age } else { last })
}

/// The day on which a person reaches the retirement age: the birth date plus the age of
/// the first year in which that day does not fall later than the year.
///
/// For people who reached it before 2021 the age of 2021 is taken, so that the day is up to
/// a few months late, but never after 2021.
#[must_use]
pub fn retirement_date(birth: Date, sex: Sex) -> Date {
    let mut day = birth;
    for year in FIRST_YEAR..=LAST_YEAR {
        if let Some(age) = retirement_age_months(sex, year) {
            day = months_later(birth, age);
            if day.year() <= year {
                break;
            }
        }
    }
    day
}

/// The same day of a later month, or the last day of a month that is too short.
fn months_later(day: Date, months: u16) -> Date {
    let month = day.month_of().plus(months.into());
    let last = month.last_day();
    Date::new(last.year(), last.month(), day.day()).unwrap_or(last)
}

/// The rate of the pension in thousandths of the average income; nothing below 15 years.
///
/// Women: 45 % for 15 years and 2 % for every further one. Men: 40 % for 15 years, 1 % for
/// every further one up to 20, then 2 %. At most 75 %. Of a year begun, 1–6 months are half
/// a year, 7–11 a whole one.
#[must_use]
pub const fn pension_rate(sex: Sex, months: u32) -> Option<u64> {
    if months < 15 * 12 {
        return None;
    }
    let half_years = months as u64 / 12 * 2
        + match months % 12 {
            0 => 0,
            1..=6 => 1,
            _ => 2,
        };
    let rate = match sex {
        Sex::Female => 450 + 10 * (half_years - 30),
        Sex::Male if half_years <= 40 => 400 + 5 * (half_years - 30),
        Sex::Male => 450 + 10 * (half_years - 40),
    };
    Some(if rate < 750 { rate } else { 750 })
}

/// The pension of an average income at a rate in thousandths, đồng per month.
#[must_use]
pub const fn pension(average: u64, rate: u64) -> u64 {
    mul_div_rounded(average, rate, 1000)
}

/// The average of all incomes, each in the money of the year of settlement.
///
/// # Errors
/// [`Missing::Row`] `adjustment_coefficient` where a coefficient of the year of settlement is
/// not known; [`Missing::OutOfRange`] for no months or sums beyond all money.
pub fn average_income(paid: &[Paid], settled_in: u16) -> Known<Average> {
    let missing = match Month::new(settled_in, 1) {
        Some(month) => Missing::Row {
            series: "adjustment_coefficient",
            month,
        },
        None => Missing::OutOfRange,
    };
    let mut verified = true;
    let mut months: u64 = 0;
    let mut hundredths: u64 = 0;
    for paid in paid {
        let mut rows = COEFFICIENTS
            .iter()
            .filter(|row| row.settled_in == settled_in);
        let row = rows.find(|row| row.paid_in == paid.year).ok_or(missing)?;
        verified &= row.verified;
        months = months.saturating_add(paid.months.into());
        hundredths = paid
            .base
            .checked_mul(row.hundredths)
            .and_then(|one| one.checked_mul(paid.months.into()))
            .and_then(|all| all.checked_add(hundredths))
            .ok_or(Missing::OutOfRange)?;
    }
    if months == 0 {
        return Err(Missing::OutOfRange);
    }
    Ok(Average {
        dong: mul_div_rounded(hundredths, 1, months.saturating_mul(100)),
        settled_in,
        verified,
    })
}

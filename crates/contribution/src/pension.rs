//! The estimated pension. For information only: of this module, forms use the retirement age alone.
//!
//! Source: Luật 41/2024/QH15 art. 98 and the rules of retirement age, two sources each;
//! coefficients of công văn 340/BHXH-CSXH (03/02/2026) and the tables of `data/README.md`; read 2026-11-20.

use hoso_identifiers::{Date, Month, Sex};

use crate::rows::{COEFFICIENTS, Known, Missing, mul_div_rounded};

/// Income of some months of one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paid {
    /// The year of the months.
    pub year: u16,
    /// The income base of each month, in đồng.
    pub base: u64,
    /// The number of months.
    pub months: u32,
}

/// An average income, adjusted to the prices of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Average {
    /// đồng per month.
    pub dong: u64,
    /// The year of settlement whose coefficients were used; it has to be shown (R-MON-10).
    pub settled_in: u16,
    /// Whether all coefficients are confirmed for voluntary income.
    pub verified: bool,
}

/// The first year of the retirement age formula.
const FIRST_YEAR: u16 = 2021;

/// The year in which both ages have reached their final value.
const LAST_YEAR: u16 = 2035;

/// Returns the retirement age in a year, in months; `None` before 2021, for which there is no
/// formula.
///
/// Men: 60 years and 3 months in 2021, 3 months more each year up to 62 years. Women: 55 years and
/// 4 months in 2021, 4 months more each year up to 60 years.
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

/// Returns the day on which a person reaches the retirement age: the birth date plus the retirement
/// age of the first year in or before which that day falls.
///
/// For people who retired before 2021 the age of 2021 is used, so the day is up to a few months
/// late, but never after 2021.
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

/// Returns the same day of a later month, or its last day if that month is shorter.
fn months_later(day: Date, months: u16) -> Date {
    let month = day.month_of().plus(months.into());
    let last = month.last_day();
    Date::new(last.year(), last.month(), day.day()).unwrap_or(last)
}

/// Returns the pension rate in thousandths of the average income; `None` below 15 years.
///
/// Women: 45 % for 15 years and 2 % for every further one. Men: 40 % for 15 years, 1 % for
/// every further one up to 20, then 2 %. At most 75 %. In an incomplete year, 1–6 months
/// count as half a year and 7–11 as a whole one.
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

/// Returns the pension in đồng per month, for an average income and a rate in thousandths.
#[must_use]
pub const fn pension(average: u64, rate: u64) -> u64 {
    mul_div_rounded(average, rate, 1000)
}

/// Returns the average of all incomes, each adjusted to the year of settlement.
///
/// # Errors
/// [`Missing::Row`] `adjustment_coefficient` if a coefficient of the year of settlement is
/// not known; [`Missing::OutOfRange`] without months or if a sum overflows.
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

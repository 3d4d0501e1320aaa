//! Lump-sum payments and their refunds.
//!
//! TN = income base, r = interest of the fund per month in the year of payment:
//!
//! | payment | đồng |
//! |---|---|
//! | n years ahead | `Σ i=1…12n  TN·22 % / (1+r)^(i−1)` |
//! | t missing months | `Σ i=1…t  TN·22 % · (1+r)^i` |
//! | refund, m months left of n years, M support paid | `Σ i=12n−m+1…12n  TN·22 % / (1+r)^(i−1) − M` |
//!
//! The exponents differ: the first month ahead is paid on time, so no interest applies to it.
//!
//! Source: NĐ 159/2025/NĐ-CP art. 6–8; read 2026-11-20.

use core::ops::RangeInclusive;

use hoso_identifiers::Month;

use crate::group::SupportGroup;
use crate::rate::{PERCENT, gross};
use crate::rows::{FUND_INTEREST, Known, Missing, row_of};
use crate::support::support_per_month;

/// The number of years that may be paid in advance.
const YEARS: RangeInclusive<u8> = 2..=5;

/// The number of missing months that may be paid at once.
const MISSING_MONTHS: RangeInclusive<u8> = 1..=60;

/// Returns the monthly growth factor of the fund, `1 + r`.
fn growth(month: Month) -> Known<f64> {
    let row = row_of(&FUND_INTEREST, "fund_interest", month)?;
    // Thousandths of a percent.
    Ok(1.0 + row.value as f64 / 100_000.0)
}

/// Returns the contribution times `factor`, rounded half up. The conversion saturates.
fn dong(base: u64, factor: f64) -> u64 {
    (base as f64 * PERCENT as f64 * factor / 100.0 + 0.5) as u64
}

/// Returns `Σ i=first…last  1 / (1+r)^(i−1)`.
fn discounted(growth: f64, first: u32, last: u32) -> f64 {
    let mut power = 1.0;
    let mut sum = 0.0;
    for i in 1..=last {
        if i >= first {
            sum += 1.0 / power;
        }
        power *= growth;
    }
    sum
}

/// Returns the payment for 2 to 5 years in advance, before support.
///
/// # Errors
/// [`Missing::OutOfRange`] for other years, [`Missing::Row`] `fund_interest` where the
/// interest of the year is not known.
pub fn lump_sum_years_ahead(base: u64, years: u8, month: Month) -> Known<u64> {
    // R-MON-4, R-MON-6
    if !YEARS.contains(&years) {
        return Err(Missing::OutOfRange);
    }
    Ok(dong(
        base,
        discounted(growth(month)?, 1, 12 * u32::from(years)),
    ))
}

/// Returns the payment for 1 to 60 missing months, before support.
///
/// # Errors
/// As [`lump_sum_years_ahead`].
pub fn lump_sum_missing_time(base: u64, months: u8, month: Month) -> Known<u64> {
    // R-MON-4, R-MON-6
    if !MISSING_MONTHS.contains(&months) {
        return Err(Missing::OutOfRange);
    }
    let growth = growth(month)?;
    let mut power = 1.0;
    let mut sum = 0.0;
    for _ in 0..months {
        power *= growth;
        sum += power;
    }
    Ok(dong(base, sum))
}

/// Returns the refund of years paid in advance when `left` months remain.
///
/// `month` is the month of the payment, `support` the State's share of it.
///
/// # Errors
/// As [`lump_sum_years_ahead`], and [`Missing::OutOfRange`] if more months are left than were paid.
pub fn refund_years_ahead(
    base: u64,
    years: u8,
    left: u32,
    month: Month,
    support: u64,
) -> Known<u64> {
    let paid = 12 * u32::from(years);
    if !YEARS.contains(&years) || left > paid {
        return Err(Missing::OutOfRange);
    }
    Ok(dong(base, discounted(growth(month)?, paid - left + 1, paid)).saturating_sub(support))
}

/// Returns the refund of 3, 6 or 12 months paid at once when `left` months remain: their
/// contributions without the State's support.
///
/// # Errors
/// [`Missing::Row`] where the support of the month of payment is not known.
pub fn refund_periodic(base: u64, left: u32, month: Month, group: SupportGroup) -> Known<u64> {
    let support = support_per_month(group, month)?.saturating_mul(left.into());
    Ok(gross(base, left).saturating_sub(support))
}

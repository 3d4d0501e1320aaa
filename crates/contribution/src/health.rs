//! The price of health insurance for the members of a household.
//!
//! 4.5 % of the reference level a month; the first to fourth member pay 100, 70, 60 and
//! 50 %, every further one 40 %. State support for poor, near-poor and other groups is not included.
//!
//! Source: docs/domain/money.md §6; read 2026-11-20.

use hoso_identifiers::{Date, Month};

use crate::rows::{Known, Missing, REFERENCE_LEVEL, Row, day, mul_div_rounded, row_of};

/// The first day of the table of docs/domain/money.md §6. No source confirms the rate and the shares for
/// earlier days.
const SINCE: Date = day(2019, 7, 1);

/// 4.5 % in thousandths.
const PER_MILLE: u64 = 45;

/// Share of each member in percent of the first; every further member pays the last one.
const MEMBERS: [u64; 5] = [100, 70, 60, 50, 40];

/// Returns the price for one member in đồng. Members are numbered from 1, in one household and one
/// financial year; 0 counts as 1.
///
/// # Errors
/// [`Missing::Row`] `health_rate` before the first month for which the rate is known.
pub fn household_health_insurance(month: Month, member: u32, months: u32) -> Known<u64> {
    // R-MON-7
    if month.first_day() < SINCE {
        return Err(Missing::Row {
            series: "health_rate",
            month,
        });
    }
    let level = reference_level(month)?.value;
    Ok(mul_div_rounded(
        level,
        PER_MILLE * member_percent(member) * u64::from(months),
        1000 * 100,
    ))
}

/// Returns the share of a member in percent of the price of the first.
#[must_use]
pub fn member_percent(member: u32) -> u64 {
    let index = usize::try_from(member)
        .unwrap_or(usize::MAX)
        .saturating_sub(1);
    let percent = MEMBERS.get(index).or(MEMBERS.last());
    percent.copied().unwrap_or(100)
}

/// Returns the row of which the price is a part.
///
/// # Errors
/// [`crate::Missing::Row`] `reference_level` before its first row.
pub fn reference_level(month: Month) -> Known<Row> {
    row_of(&REFERENCE_LEVEL, "reference_level", month).copied()
}

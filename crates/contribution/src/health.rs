//! The price of health insurance for the members of a household.
//!
//! 4.5 % of the reference level a month; the first to fourth member pay 100, 70, 60 and
//! 50 %, every further one 40 %. State support for poor, near-poor and other groups is not included.
//!
//! Source: docs/domain/money.md §6; read 2026-11-20.

use hoso_identifiers::Month;

use crate::rows::{Known, REFERENCE_LEVEL, mul_div_rounded, row_of};

/// 4.5 % in thousandths.
const PER_MILLE: u64 = 45;

/// Share of each member in percent of the first; every further member pays the last one.
const MEMBERS: [u64; 5] = [100, 70, 60, 50, 40];

/// Returns the price for one member in đồng. Members are numbered from 1, in one household and one
/// financial year; 0 counts as 1.
///
/// # Errors
/// [`crate::Missing::Row`] `reference_level` before its first row.
pub fn household_health_insurance(month: Month, member: u32, months: u32) -> Known<u64> {
    // R-MON-7
    let level = row_of(&REFERENCE_LEVEL, "reference_level", month)?.value;
    let index = usize::try_from(member)
        .unwrap_or(usize::MAX)
        .saturating_sub(1);
    let percent = MEMBERS
        .get(index)
        .or(MEMBERS.last())
        .copied()
        .unwrap_or(100);
    Ok(mul_div_rounded(
        level,
        PER_MILLE * percent * u64::from(months),
        1000 * 100,
    ))
}

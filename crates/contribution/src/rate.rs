//! The rate of contribution: 22 % of the income base.
//!
//! Source: Luật 41/2024/QH15 art. 36; read 2026-11-20.

use crate::rows::mul_div_rounded;

/// The contribution in percent of the income base.
pub(crate) const PERCENT: u64 = 22;

/// Returns the contribution of one month: 22 % of the income base.
///
/// ```
/// assert_eq!(hoso_contribution::contribution(1_500_000), 330_000);
/// ```
#[must_use]
pub const fn contribution(base: u64) -> u64 {
    mul_div_rounded(base, PERCENT, 100)
}

/// Returns the income base of a contribution, for people who entered the contribution instead.
#[must_use]
pub const fn base_for_contribution(dong: u64) -> u64 {
    // ÷ 0.22 in lowest terms.
    mul_div_rounded(dong, 50, 11)
}

/// Returns the contributions of several months, rounded once: the months are not rounded each.
///
/// ```
/// assert_eq!(hoso_contribution::gross(1_500_001, 12), 3_960_003);
/// ```
#[must_use]
pub const fn gross(base: u64, months: u32) -> u64 {
    mul_div_rounded(base, PERCENT * months as u64, 100)
}

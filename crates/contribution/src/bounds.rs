//! The minimum and maximum income base of a month.

use hoso_identifiers::{Date, Month};

use crate::rows::{POVERTY_LINE, REFERENCE_LEVEL, Row, row_of};

/// The maximum base is this many times the reference level (Luật 41/2024/QH15).
const TIMES_REFERENCE_LEVEL: u64 = 20;

/// One amount with its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// đồng per month.
    pub dong: u64,
    /// The first day on which it applies.
    pub from: Date,
    /// The document.
    pub source: &'static str,
    /// Whether two independent sources confirm it.
    pub verified: bool,
}

/// The bounds of the income base in one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The rural poverty line of the newest verified row in force. While a newer row is not
    /// verified, a base between the two causes a warning only.
    pub minimum: Option<Figure>,
    /// 20 × the reference level.
    pub maximum: Option<Figure>,
    /// The row in force, if it is not verified.
    pub unverified_minimum: Option<Figure>,
}

impl Figure {
    const fn times(row: &Row, times: u64) -> Self {
        Self {
            dong: row.value.saturating_mul(times),
            from: row.from,
            source: row.source,
            verified: row.verified,
        }
    }
}

/// Returns the bounds of the month that is paid; `None` in each field before its first row.
///
/// ```
/// use hoso_identifiers::Month;
///
/// let month = Month::new(2026, 12).ok_or("no such month")?;
/// let bounds = hoso_contribution::bounds(month);
/// assert_eq!(bounds.minimum.map(|row| row.dong), Some(1_500_000));
/// assert_eq!(bounds.maximum.map(|row| row.dong), Some(50_600_000));
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn bounds(month: Month) -> Bounds {
    // R-MON-2
    let day = month.first_day();
    let minimum = POVERTY_LINE
        .iter()
        .rev()
        .find(|row| row.verified && row.from <= day);
    let of_month = row_of(&POVERTY_LINE, "poverty_line", month).ok();
    Bounds {
        minimum: minimum.map(|row| Figure::times(row, 1)),
        maximum: row_of(&REFERENCE_LEVEL, "reference_level", month)
            .ok()
            .map(|row| Figure::times(row, TIMES_REFERENCE_LEVEL)),
        unverified_minimum: of_month
            .filter(|row| !row.verified)
            .map(|row| Figure::times(row, 1)),
    }
}

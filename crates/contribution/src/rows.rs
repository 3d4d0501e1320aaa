//! Dated rows, and the reasons why a figure is missing.

use hoso_identifiers::{Date, Month};

use crate::group::SupportGroup::{self, EthnicMinority, IslandCommune, NearPoor, Other, Poor};

/// One value with its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The name of the series: `reference_level`, `poverty_line`, `support_rate` or `fund_interest`.
    pub series: &'static str,
    /// đồng for `reference_level` and `poverty_line`, percent for `support_rate`,
    /// thousandths of a percent per month for `fund_interest`.
    pub value: u64,
    /// The first day.
    pub from: Date,
    /// The last day of a value with a fixed term; `None` if it applies until the next row.
    pub until: Option<Date>,
    /// The numbers of the documents, the same in every language, or [`NO_DOCUMENT`].
    pub source: &'static str,
    /// Whether two independent sources confirm it, and its document was seen where that is in doubt.
    /// An unverified value may be shown as unconfirmed and never causes an error.
    pub verified: bool,
}

/// The factor by which income of one year is adjusted when the pension is settled in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Coefficient {
    pub(crate) settled_in: u16,
    pub(crate) paid_in: u16,
    pub(crate) hundredths: u64,
    pub(crate) verified: bool,
}

/// The [`Row::source`] of a row whose document no source names. It is a wire code, which messages
/// translate.
pub const NO_DOCUMENT: &str = "no_document";

/// A figure, or the reason why it is missing.
pub type Known<T> = Result<T, Missing>;

/// Why a figure is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Missing {
    /// No row applies to the month.
    Row {
        /// The name of the series, as [`Row::series`], or `adjustment_coefficient` ,
        /// `contribution_rate` or `health_rate`.
        series: &'static str,
        /// The month the figure was needed for.
        month: Month,
    },
    /// The rule is not known: how support enters a lump sum or a back payment.
    NotStated,
    /// The payment does not exist: years in advance are 2 to 5, missing months 1 to 60, and a refund
    /// cannot cover more months than were paid.
    OutOfRange,
}

impl Row {
    const fn applies_on(&self, day: Date) -> bool {
        let day = day.days_since_epoch();
        self.from.days_since_epoch() <= day
            && match self.until {
                Some(until) => day <= until.days_since_epoch(),
                None => true,
            }
    }
}

/// Returns the row that applies to the month that is paid.
///
/// # Errors
/// [`Missing::Row`] before the first row and after a row with a fixed term.
pub(crate) fn row_of(
    rows: &'static [Row],
    series: &'static str,
    month: Month,
) -> Known<&'static Row> {
    // R-MON-1
    let day = month.first_day();
    rows.iter()
        .rev()
        .find(|row| row.from <= day)
        .filter(|row| row.applies_on(day))
        .ok_or(Missing::Row { series, month })
}

/// Returns `value × numerator ÷ denominator`, rounded half up; saturates.
///
/// It divides first, so that the WASM module needs no 128-bit arithmetic.
pub(crate) const fn mul_div_rounded(value: u64, numerator: u64, denominator: u64) -> u64 {
    let whole = (value / denominator).saturating_mul(numerator);
    let rest = (value % denominator)
        .saturating_mul(numerator)
        .saturating_add(denominator / 2)
        / denominator;
    whole.saturating_add(rest)
}

#[allow(
    clippy::panic,
    reason = "evaluated at compile time: a row with an invalid day fails the build"
)]
pub(crate) const fn day(year: u16, month: u8, day: u8) -> Date {
    match Date::new(year, month, day) {
        Some(date) => date,
        None => panic!("data/ has a day that does not exist"),
    }
}

include!(concat!(env!("OUT_DIR"), "/rows.rs"));

//! Dated rows, and what is said where there is none.

use hoso_identifiers::{Date, Month};

use crate::group::SupportGroup::{self, EthnicMinority, IslandCommune, NearPoor, Other, Poor};

/// One fact with the day it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The name of the series: `reference_level`, `poverty_line`, `support_rate` or `fund_interest`.
    pub series: &'static str,
    /// đồng for `reference_level` and `poverty_line`, percent for `support_rate`,
    /// thousandths of a percent per month for `fund_interest`.
    pub value: u64,
    /// The first day.
    pub from: Date,
    /// The last day, where the fact ends by itself; otherwise the next row ends it.
    pub until: Option<Date>,
    /// The numbers of the documents, the same in every language, or [`NO_DOCUMENT`].
    pub source: &'static str,
    /// Do two independent sources give it, and was its document seen where that is in doubt? If not, it may be shown as not confirmed,
    /// and it never makes an error.
    pub verified: bool,
}

/// By how much income paid in a year counts, if the pension is settled in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Coefficient {
    pub(crate) settled_in: u16,
    pub(crate) paid_in: u16,
    pub(crate) hundredths: u64,
    pub(crate) verified: bool,
}

/// The [`Row::source`] of a row whose document none of its sources names: a word of the
/// wire, which the sentences say in the person's language.
pub const NO_DOCUMENT: &str = "no_document";

/// A figure, or the reason why there is none.
pub type Known<T> = Result<T, Missing>;

/// Why a figure cannot be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Missing {
    /// No row holds for the month.
    Row {
        /// The name of the series, as [`Row::series`], or `adjustment_coefficient` or
        /// `contribution_rate`.
        series: &'static str,
        /// The month the figure was needed for.
        month: Month,
    },
    /// The rule is not known: how support enters a lump sum or a back payment.
    NotStated,
    /// There is no such payment: years ahead are 2 to 5, missing months 1 to 60, and
    /// no more months are paid back than were paid.
    OutOfRange,
}

impl Row {
    const fn holds_on(&self, day: Date) -> bool {
        let day = day.days_since_epoch();
        self.from.days_since_epoch() <= day
            && match self.until {
                Some(until) => day <= until.days_since_epoch(),
                None => true,
            }
    }
}

/// The row that holds in the month the money is for.
///
/// # Errors
/// [`Missing::Row`] before the first row and after a row that ended by itself.
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
        .filter(|row| row.holds_on(day))
        .ok_or(Missing::Row { series, month })
}

/// `value × numerator ÷ denominator`, rounded half up; stops at the largest number.
/// The division comes first, so that no wider integers are carried into the browser.
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
    reason = "only the compiler runs it: a row whose day does not exist stops the build"
)]
const fn day(year: u16, month: u8, day: u8) -> Date {
    match Date::new(year, month, day) {
        Some(date) => date,
        None => panic!("data/ holds a day that does not exist"),
    }
}

include!(concat!(env!("OUT_DIR"), "/rows.rs"));

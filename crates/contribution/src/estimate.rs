//! The estimated amount of one payment.
//!
//! Source: Luật 41/2024/QH15 art. 36 (22 %), NĐ 159/2025/NĐ-CP; read 2026-11-20.

use hoso_identifiers::Month;

use crate::group::SupportGroup;
use crate::lump_sum::{lump_sum_missing_time, lump_sum_years_ahead};
use crate::method::Method;
use crate::rate::gross;
use crate::rows::{FUND_INTEREST, Known, Missing, Row, row_of};
use crate::support::{rate, support_rows};

/// The amounts of one payment in đồng, and the rows used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// The contribution before support.
    pub gross: Known<u64>,
    /// The State's support.
    pub support: Known<u64>,
    /// The amount that the person pays.
    pub to_pay: Known<u64>,
    /// The rows used. If one of them is not verified, neither is the amount.
    pub rows: Vec<Row>,
}

impl Estimate {
    /// Returns whether two independent sources confirm every row used. If not, the amount must be
    /// shown as unconfirmed.
    #[must_use]
    pub fn verified(&self) -> bool {
        self.rows.iter().all(|row| row.verified)
    }
}

/// Returns the contributions of `months` unpaid months, the first of which is `from`. Interest and
/// support are not included, because no source states their rules.
///
/// # Errors
/// [`Missing::Row`] `contribution_rate` if `from` is before the first month for which the rate of
/// 22 % is known. The rate has no last month.
///
/// ```
/// use hoso_identifiers::Month;
///
/// let gross = |year| hoso_contribution::back_pay_gross(1_500_000, 3, Month::new(year, 1)?).ok();
/// assert_eq!(gross(2026), Some(990_000));
/// assert_eq!(gross(2006), None);
/// ```
pub fn back_pay_gross(base: u64, months: u32, from: Month) -> Known<u64> {
    // R-MON-1, R-MON-5
    rate(SupportGroup::Other, from)
        .map(|_| gross(base, months))
        .map_err(|_| Missing::Row {
            series: "contribution_rate",
            month: from,
        })
}

/// Returns the estimate of one payment by a method and its first month.
///
/// The rows of the first month apply to the whole payment. For lump sums only the gross amount is
/// known: no source states how support applies to them (R-MON-5).
#[must_use]
pub fn estimate(base: u64, method: Method, month: Month, group: SupportGroup) -> Estimate {
    match method {
        Method::YearsAhead(years) => lump_sum(lump_sum_years_ahead(base, years, month), month),
        Method::MissingTime(months) => lump_sum(lump_sum_missing_time(base, months, month), month),
        _ => periodic(base, method.months(), month, group),
    }
}

fn periodic(base: u64, months: u32, month: Month, group: SupportGroup) -> Estimate {
    // The rate of 22 % is known for the months whose support rates are known, not before.
    let gross = rate(group, month).map(|_| gross(base, months));
    let (support, rows) = match support_rows(group, month) {
        Ok((dong, rows)) => (Ok(dong.saturating_mul(months.into())), rows.to_vec()),
        Err(missing) => (Err(missing), Vec::new()),
    };
    // R-MON-3
    let to_pay = gross.and_then(|gross| Ok(gross.saturating_sub(support?)));
    Estimate {
        gross,
        support,
        to_pay,
        rows,
    }
}

fn lump_sum(gross: Known<u64>, month: Month) -> Estimate {
    let rows = row_of(&FUND_INTEREST, "fund_interest", month)
        .into_iter()
        .copied()
        .collect();
    let not_stated = match gross {
        Err(missing) => Err(missing),
        Ok(_) => Err(Missing::NotStated),
    };
    Estimate {
        gross,
        support: not_stated,
        to_pay: not_stated,
        rows,
    }
}

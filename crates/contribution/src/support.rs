//! The State's monthly support.
//!
//! `support per month = k × 22 % × rural poverty line`; it does not depend on the person's own
//! contribution. For several groups the highest rate applies. At most 120 months are supported; the
//! months already used are not known here and not subtracted.
//!
//! Source: NĐ 134/2015/NĐ-CP until 30/06/2025, NĐ 159/2025/NĐ-CP art. 5 since; read 2026-11-20.

use hoso_identifiers::Month;

use crate::group::SupportGroup;
use crate::rate::PERCENT;
use crate::rows::{Known, Missing, POVERTY_LINE, Row, SUPPORT_RATES, mul_div_rounded, row_of};

/// Returns the rate of a group. A group without a rate of its own in that month has the rate of
/// "other".
///
/// # Errors
/// [`Missing::Row`] `support_rate` before the first rules.
pub(crate) fn rate(group: SupportGroup, month: Month) -> Known<&'static Row> {
    let day = month.first_day();
    let in_force_since = SUPPORT_RATES
        .iter()
        .rev()
        .find(|(_, row)| row.from <= day)
        .map(|(_, row)| row.from);
    let rate_of = |wanted: SupportGroup| {
        let mut rows = SUPPORT_RATES
            .iter()
            .filter(|(_, row)| Some(row.from) == in_force_since);
        rows.find(|(groups, _)| groups.contains(&wanted))
            .map(|(_, row)| row)
    };
    rate_of(group)
        .or_else(|| rate_of(SupportGroup::Other))
        .ok_or(Missing::Row {
            series: "support_rate",
            month,
        })
}

/// Returns the support of one month in đồng, with the two rows used.
pub(crate) fn support_rows(group: SupportGroup, month: Month) -> Known<(u64, [Row; 2])> {
    // R-MON-3
    let rate = rate(group, month)?;
    let line = row_of(&POVERTY_LINE, "poverty_line", month)?;
    Ok((
        mul_div_rounded(line.value, rate.value * PERCENT, 100 * 100),
        [*rate, *line],
    ))
}

/// Returns the support of one month in đồng.
///
/// # Errors
/// [`Missing::Row`] where the rate or the poverty line of the month is not known.
pub fn support_per_month(group: SupportGroup, month: Month) -> Known<u64> {
    support_rows(group, month).map(|(dong, _)| dong)
}

/// The support of several months.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Support {
    /// đồng.
    pub dong: u64,
    /// The rows used, each once.
    pub rows: Vec<Row>,
}

impl Support {
    /// Returns whether two independent sources confirm every row used.
    #[must_use]
    pub fn verified(&self) -> bool {
        self.rows.iter().all(|row| row.verified)
    }
}

/// Returns the support of `months` months, the first of which is `from`, each by the rows of that
/// month. The newest rows apply to the months after them: the caller has to say so.
///
/// # Errors
/// As [`support_per_month`].
pub fn support_of_months(group: SupportGroup, from: Month, months: u32) -> Known<Support> {
    let mut support = Support::default();
    for later in 0..months {
        let month = from.plus(i32::try_from(later).unwrap_or(i32::MAX));
        let (dong, rows) = support_rows(group, month)?;
        support.dong = support.dong.saturating_add(dong);
        for row in rows {
            if !support.rows.contains(&row) {
                support.rows.push(row);
            }
        }
    }
    Ok(support)
}

/// Returns the group with the highest rate in a month; `None` without a group or if a rate is not
/// known.
#[must_use]
pub fn highest(groups: &[SupportGroup], month: Month) -> Option<SupportGroup> {
    let mut best: Option<(u64, SupportGroup)> = None;
    for &group in groups {
        let percent = rate(group, month).ok()?.value;
        if best.is_none_or(|(most, _)| percent > most) {
            best = Some((percent, group));
        }
    }
    best.map(|(_, group)| group)
}

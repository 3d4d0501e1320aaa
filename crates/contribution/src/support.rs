//! What the State adds each month.
//!
//! `support per month = k × 22 % × rural poverty line`, not of one's own contribution.
//! Of several groups the highest rate applies. At most 120 months are supported; how many
//! of them a person has used is not known here, so nothing is taken off for them.
//!
//! Source: NĐ 134/2015/NĐ-CP until 30/06/2025, NĐ 159/2025/NĐ-CP art. 5 since; read 2026-11-20.

use hoso_identifiers::Month;

use crate::group::SupportGroup;
use crate::rate::PERCENT;
use crate::rows::{Known, Missing, POVERTY_LINE, Row, SUPPORT_RATES, mul_div_rounded, row_of};

/// The rate of a group. A group that the rules of the month do not name is among "other".
///
/// # Errors
/// [`Missing::Row`] `support_rate` before the first rules.
pub(crate) fn rate(group: SupportGroup, month: Month) -> Known<&'static Row> {
    let day = month.first_day();
    let begun = SUPPORT_RATES
        .iter()
        .rev()
        .find(|(_, row)| row.from <= day)
        .map(|(_, row)| row.from);
    let of = |wanted: SupportGroup| {
        let mut rows = SUPPORT_RATES
            .iter()
            .filter(|(_, row)| Some(row.from) == begun);
        rows.find(|(groups, _)| groups.contains(&wanted))
            .map(|(_, row)| row)
    };
    of(group)
        .or_else(|| of(SupportGroup::Other))
        .ok_or(Missing::Row {
            series: "support_rate",
            month,
        })
}

/// The support of one month, with its two rows.
pub(crate) fn support_rows(group: SupportGroup, month: Month) -> Known<(u64, [Row; 2])> {
    // R-MON-3
    let rate = rate(group, month)?;
    let line = row_of(&POVERTY_LINE, "poverty_line", month)?;
    Ok((
        mul_div_rounded(line.value, rate.value * PERCENT, 100 * 100),
        [*rate, *line],
    ))
}

/// What the State adds in a month, đồng.
///
/// # Errors
/// [`Missing::Row`] where the rate or the poverty line of the month is not known.
pub fn support_per_month(group: SupportGroup, month: Month) -> Known<u64> {
    support_rows(group, month).map(|(dong, _)| dong)
}

/// The group with the highest rate in a month; nothing for no group or no known rate.
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

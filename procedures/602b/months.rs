//! The months of a back payment.

use hoso_dossier::Answers;
use hoso_identifiers::Month;

use crate::estimate::month;

/// Returns the first month, the last month and the number of months of a back payment; `None` if
/// the last is before the first.
pub(super) fn back_pay_months(answers: &Answers) -> Option<(Month, Month, u32)> {
    let (from, to) = (
        month(answers, "back_pay_from")?,
        month(answers, "back_pay_to")?,
    );
    let n = u32::try_from(to.months_since(from)).ok()?.checked_add(1)?;
    Some((from, to, n))
}

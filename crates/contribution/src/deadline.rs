//! When a payment is due, and for how many months the State supports it.
//!
//! Source: docs/domain/money.md §2 and §3; read 2026-11-30.

use hoso_identifiers::Month;

use crate::method::Method;
use crate::rows::{Known, Row, day, row_of};

const fn since_2025(series: &'static str, value: u64, verified: bool) -> Row {
    Row {
        series,
        value,
        from: day(2025, 7, 1),
        until: None,
        source: "NĐ 159/2025/NĐ-CP",
        verified,
    }
}

static SUPPORT: [Row; 1] = [since_2025("support_months", 120, true)];

/// The deadlines in the order of [`Method`]. They are not checked against the decree.
static DEADLINES: [[Row; 1]; 5] = [
    [since_2025("payment_deadline", 1, false)],
    [since_2025("payment_deadline", 3, false)],
    [since_2025("payment_deadline", 4, false)],
    [since_2025("payment_deadline", 7, false)],
    [since_2025("payment_deadline", 0, false)],
];

/// Returns the highest number of months with support.
///
/// # Errors
/// [`Missing::Row`](crate::Missing::Row) before 07/2025.
pub fn supported_months(month: Month) -> Known<Row> {
    row_of(&SUPPORT, "support_months", month).copied()
}

/// Returns within how many months a payment is due: 1 is the first month paid for, 0 the day of the
/// registration.
///
/// # Errors
/// [`Missing::Row`](crate::Missing::Row) before 07/2025.
pub fn payment_deadline(method: Method, month: Month) -> Known<Row> {
    let [monthly, every_3, every_6, every_12, once] = &DEADLINES;
    let rows = match method {
        Method::Monthly => monthly,
        Method::Every3Months => every_3,
        Method::Every6Months => every_6,
        Method::Every12Months => every_12,
        Method::YearsAhead(_) | Method::MissingTime(_) => once,
    };
    row_of(rows, "payment_deadline", month).copied()
}

//! The amounts of voluntary social insurance, by date.
//!
//! Pure: no I/O, no clock. Every figure is a row with its first day, its source and whether two
//! independent sources confirm it. A figure without a row for the requested month is [`Missing`];
//! it is never extrapolated or interpolated. Amounts are whole đồng, rounded half up once, at the
//! end.
//!
//! The crate contains no account number of any office, and generates no payment code for an
//! account that is not marked as verified.
//!
//! Source: Luật 41/2024/QH15, NĐ 134/2015/NĐ-CP, NĐ 159/2025/NĐ-CP and the tables of
//! `data/README.md`; read 2026-11-20.

mod bounds;
mod deadline;
mod estimate;
mod group;
mod health;
mod lump_sum;
mod method;
pub mod pension;
mod rate;
mod rows;
mod support;
pub mod transfer_text;
pub mod vietqr;

pub use bounds::{Bounds, Figure, bounds};
pub use deadline::{payment_deadline, supported_months};
pub use estimate::{Estimate, back_pay_gross, estimate};
pub use group::SupportGroup;
pub use health::{household_health_insurance, member_percent, reference_level};
pub use lump_sum::{
    lump_sum_missing_time, lump_sum_years_ahead, refund_periodic, refund_years_ahead,
};
pub use method::Method;
pub use pension::{average_income, pension, pension_rate, retirement_age_months, retirement_date};
pub use rate::{base_for_contribution, contribution, gross};
pub use rows::{Known, Missing, NO_DOCUMENT, Row};
pub use support::{Support, highest, support_of_months, support_per_month};

//! The money of voluntary social insurance, by date.
//!
//! This crate reads no clock and guesses nothing. Every figure is a row with the day
//! it begins, its source and whether two independent sources give it; a figure that
//! has no row for the month it is asked for is [`Missing`], never carried forward and
//! never interpolated. Amounts are whole đồng, rounded half up once, at the end.
//!
//! It holds no account number of any office, and makes no code for a transfer to an
//! account that is not said to be verified.
//!
//! Source: Law 41/2024/QH15, NĐ 134/2015/NĐ-CP, NĐ 159/2025/NĐ-CP and the tables of
//! `data/README.md`; read 2026-11-20.

mod bounds;
mod estimate;
mod group;
mod health;
mod lump_sum;
pub mod memo;
mod method;
pub mod pension;
mod rate;
mod rows;
mod support;
pub mod vietqr;

pub use bounds::{Bounds, Figure, bounds};
pub use estimate::{Estimate, back_pay_gross, estimate};
pub use group::SupportGroup;
pub use health::household_health_insurance;
pub use lump_sum::{
    lump_sum_missing_time, lump_sum_years_ahead, refund_periodic, refund_years_ahead,
};
pub use method::Method;
pub use pension::{average_income, pension, pension_rate, retirement_age_months, retirement_date};
pub use rate::{base_for_contribution, contribution};
pub use rows::{Known, Missing, NO_DOCUMENT, Row};
pub use support::{highest, support_per_month};

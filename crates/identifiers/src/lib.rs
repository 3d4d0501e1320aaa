//! Parses the numbers, names and dates on the forms of Vietnamese social insurance.
//!
//! Pure: no I/O, no clock, no message text. Each number has a module with `parse`, `as_str` and
//! `Display`. An impossible value is an `Err(Reason)`. An unlikely value is a doubt, which a person
//! may ignore. Refusing a valid number is much worse than accepting a wrong one, so an error needs a
//! source.
#![doc = include_str!("../README.md")]

pub mod amount;
pub mod bank_account;
pub mod date;
pub mod dossier_number;
pub mod email;
pub mod health_card_number;
pub mod household_code;
pub mod id_card;
pub mod identity_number;
pub mod insurance_book_number;
mod number;
pub mod office_code;
pub mod old_id_card_number;
pub mod passport_number;
pub mod person_name;
pub mod personal_number;
pub mod phone;
pub mod reason;
mod repair;
pub mod social_insurance_number;
pub mod text;

pub use date::{Date, Month, PartialDate, Precision};
pub use personal_number::Sex;
pub use reason::{Reason, Severity};

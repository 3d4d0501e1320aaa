//! The numbers, names and dates that Vietnamese social insurance asks a person for.
//!
//! This crate does no input or output, reads no clock and writes no sentence.
//! One number is one module of one shape: `parse`, `as_str`, `Display`. What
//! cannot be right is an `Err(Reason)`; what is only unlikely is a doubt, which
//! a person may pass. Refusing a valid number is much worse than accepting a
//! wrong one, so a hard error needs a source.

pub mod amount;
pub mod bank_account;
pub mod date;
pub mod dossier_number;
pub mod email;
pub mod health_card_number;
pub mod household_code;
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
pub mod social_insurance_number;
pub mod text;

pub use date::{Date, Month, PartialDate, Precision};
pub use personal_number::Sex;
pub use reason::{Reason, Severity};

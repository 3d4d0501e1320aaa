//! Số tài khoản ngân hàng (bank account).
//!
//! Usual shape: 6–19 digits; letters occur.
//! No public document confirms it, so another shape is only a doubt.
//!
//! Source: samples of banks; there is no rule for each bank; read 2026-11-20.

use crate::number::{all_digits, number};
use crate::reason::Reason;
use crate::text;

/// Six to nineteen letters or digits.
#[derive(Clone, PartialEq, Eq)]
pub struct BankAccount(String);

number!(BankAccount);

impl BankAccount {
    /// Reads a number as typed; small letters become capitals.
    ///
    /// # Errors
    /// `account.length`.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        let typed = text::digits(raw);
        let taken =
            (6..=19).contains(&typed.len()) && typed.bytes().all(|b| b.is_ascii_alphanumeric());
        if taken {
            Ok(Self(typed.to_ascii_uppercase()))
        } else {
            Err(Reason::AccountLength)
        }
    }

    /// What is unlikely about it.
    #[must_use]
    pub fn doubts(&self) -> Vec<Reason> {
        if all_digits(&self.0) {
            Vec::new()
        } else {
            vec![Reason::AccountShape]
        }
    }
}

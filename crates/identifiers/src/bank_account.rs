//! Số tài khoản ngân hàng (bank account).
//!
//! Usual shape: 6–19 digits; letters occur.
//! No public document confirms it, so another shape is only a doubt.
//!
//! Source: samples of banks; there is no rule for each bank; read 2026-11-20.

use crate::number::{all_digits, capitals, number};
use crate::reason::Reason;
use crate::text;

/// One to forty characters.
#[derive(Clone, PartialEq, Eq)]
pub struct BankAccount(String);

number!(BankAccount);

impl BankAccount {
    /// Reads a number as typed; small letters become capitals.
    ///
    /// # Errors
    /// `account.length` for nothing or more than forty characters.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        let typed = text::digits(raw);
        let n = typed.chars().count();
        if !(1..=40).contains(&n) {
            return Err(Reason::AccountLength { n });
        }
        Ok(Self(capitals(&typed)))
    }

    /// What is unlikely about it.
    #[must_use]
    pub fn doubts(&self) -> Vec<Reason> {
        if (6..=19).contains(&self.0.len()) && all_digits(&self.0) {
            Vec::new()
        } else {
            vec![Reason::AccountShape]
        }
    }
}

//! Số tài khoản ngân hàng (bank account).
//!
//! Usual format: 6–19 digits; letters occur.
//! No public document confirms it, so another format is only a doubt.
//!
//! Source: docs/domain/identifiers.md §2 (samples of banks; no rule for each bank); read 2026-11-20.

use crate::number::{all_digits, capitals, number};
use crate::reason::Reason;
use crate::text;

/// One to forty characters.
#[derive(Clone, PartialEq, Eq)]
pub struct BankAccount(String);

number!(BankAccount);

impl BankAccount {
    /// Parses a number as entered; lower-case letters become upper-case.
    ///
    /// # Errors
    /// `account.length` for empty input or more than forty characters.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        let typed = text::digits(raw);
        let n = typed.chars().count();
        if !(1..=40).contains(&n) {
            return Err(Reason::AccountLength { n });
        }
        Ok(Self(capitals(&typed)))
    }

    /// Returns what is unlikely about it.
    #[must_use]
    pub fn doubts(&self) -> Vec<Reason> {
        if (6..=19).contains(&self.0.len()) && all_digits(&self.0) {
            Vec::new()
        } else {
            vec![Reason::AccountShape]
        }
    }
}

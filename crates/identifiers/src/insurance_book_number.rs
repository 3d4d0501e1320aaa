//! Số sổ BHXH (number of the insurance book).
//!
//! Usual format: ten digits.
//! No public document confirms it, so another format is only a doubt.
//!
//! Source: docs/domain/identifiers.md §2 (samples in published systems); read 2026-11-20.

use crate::number::{all_digits, number};
use crate::reason::Reason;
use crate::text;

/// One to twenty characters.
#[derive(Clone, PartialEq, Eq)]
pub struct InsuranceBookNumber(String);

number!(InsuranceBookNumber);

impl InsuranceBookNumber {
    /// Parses a number as entered.
    ///
    /// # Errors
    /// `book.length` for empty input or more than twenty characters.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        let typed = text::digits(raw);
        let n = typed.chars().count();
        if !(1..=20).contains(&n) {
            return Err(Reason::BookLength { n });
        }
        Ok(Self(typed.into_owned()))
    }

    /// Returns what is unlikely about it.
    #[must_use]
    pub fn doubts(&self) -> Vec<Reason> {
        if self.0.len() == 10 && all_digits(&self.0) {
            Vec::new()
        } else {
            vec![Reason::BookShape]
        }
    }
}

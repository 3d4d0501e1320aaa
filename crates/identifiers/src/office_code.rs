//! Mã cơ quan BHXH (code of an insurance office).
//!
//! Usual format: 0, the province in two digits, two more digits: 05600.
//! No public document confirms it, so another format is only a doubt.
//!
//! Source: docs/domain/identifiers.md §2 (one published system, 2026); read 2026-11-20.

use crate::number::{all_digits, number};
use crate::reason::Reason;
use crate::text;

/// One to twenty characters.
#[derive(Clone, PartialEq, Eq)]
pub struct OfficeCode(String);

number!(OfficeCode);

impl OfficeCode {
    /// Parses a code as entered.
    ///
    /// # Errors
    /// `office_code.length` for empty input or more than twenty characters.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        let typed = text::digits(raw);
        let n = typed.chars().count();
        if !(1..=20).contains(&n) {
            return Err(Reason::OfficeCodeLength { n });
        }
        Ok(Self(typed.into_owned()))
    }

    /// Returns what is unlikely about it.
    #[must_use]
    pub fn doubts(&self) -> Vec<Reason> {
        let is_usual = self.0.len() == 5 && self.0.starts_with('0') && all_digits(&self.0);
        if is_usual {
            Vec::new()
        } else {
            vec![Reason::OfficeCodeShape]
        }
    }
}

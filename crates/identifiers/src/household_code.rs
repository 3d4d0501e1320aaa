//! Mã số hộ gia đình (household code).
//!
//! Usual format: ten digits; one system allows fifteen.
//! No public document confirms it, so another format is only a doubt.
//!
//! Source: docs/domain/identifiers.md §2 (samples in published systems); read 2026-11-20.

use crate::number::{all_digits, not_digits, number};
use crate::reason::Reason;
use crate::text;

/// One to twenty digits.
#[derive(Clone, PartialEq, Eq)]
pub struct HouseholdCode(String);

number!(HouseholdCode);

impl HouseholdCode {
    /// Parses a code as entered.
    ///
    /// # Errors
    /// `household_code.not_digits`, `number.letters`, `household_code.long` above twenty digits.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        let typed = text::digits(raw);
        if !all_digits(&typed) {
            let fits = |digits: &str| digits.len() == 10;
            return Err(not_digits(&typed, fits, Reason::HouseholdCodeNotDigits));
        }
        if typed.len() > 20 {
            return Err(Reason::HouseholdCodeLong { n: typed.len() });
        }
        Ok(Self(typed.into_owned()))
    }

    /// Returns what is unlikely about it.
    #[must_use]
    pub fn doubts(&self) -> Vec<Reason> {
        if self.0.len() == 10 {
            Vec::new()
        } else {
            vec![Reason::HouseholdCodeLength]
        }
    }
}

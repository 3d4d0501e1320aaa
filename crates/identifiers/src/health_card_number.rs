//! Số thẻ BHYT (number of the health card).
//!
//! Usual format: two letters, 1–5, twelve digits (before 04/2021); ten digits since.
//! No public document confirms it, so another format is only a doubt.
//!
//! Source: docs/domain/identifiers.md §2 (samples of cards); read 2026-11-20.

use crate::number::{all_digits, capitals, number};
use crate::reason::Reason;
use crate::text;

/// One to twenty characters.
#[derive(Clone, PartialEq, Eq)]
pub struct HealthCardNumber(String);

number!(HealthCardNumber);

impl HealthCardNumber {
    /// Parses a number as entered; lower-case letters become upper-case.
    ///
    /// # Errors
    /// `card.length` for empty input or more than twenty characters.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        let typed = text::digits(raw);
        let n = typed.chars().count();
        if !(1..=20).contains(&n) {
            return Err(Reason::HealthCardLength { n });
        }
        Ok(Self(capitals(&typed)))
    }

    /// Returns what is unlikely about it.
    #[must_use]
    pub fn doubts(&self) -> Vec<Reason> {
        let new = self.0.len() == 10 && all_digits(&self.0);
        let old = crate::social_insurance_number::is_health_card(&self.0);
        if new || old {
            Vec::new()
        } else {
            vec![Reason::HealthCardShape]
        }
    }

    /// Returns the social insurance number in it: its last ten digits.
    #[must_use]
    pub fn last_ten(&self) -> Option<&str> {
        let n = self.0.len().checked_sub(10)?;
        self.0.get(n..).filter(|digits| all_digits(digits))
    }
}

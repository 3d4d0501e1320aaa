//! Số CMND (the card before 2021, 9 digits).
//!
//! No longer valid in procedures since 01/01/2025. It still helps the agency to match old records,
//! so it has its own field.
//!
//! Source: Luật 26/2023/QH15 art. 46; read 2026-11-20.

use crate::number::{all_digits, not_digits, number};
use crate::reason::Reason;
use crate::text;

/// Nine digits.
#[derive(Clone, PartialEq, Eq)]
pub struct OldIdCardNumber(String);

number!(OldIdCardNumber);

impl OldIdCardNumber {
    /// Parses a number as entered.
    ///
    /// # Errors
    /// `oldid.not_digits`, `number.letters`, `oldid.length`.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        let digits = text::digits(raw);
        if !all_digits(&digits) {
            let fits = |digits: &str| digits.len() == 9;
            return Err(not_digits(&digits, fits, Reason::OldIdNotDigits));
        }
        if digits.len() != 9 {
            return Err(Reason::OldIdLength { n: digits.len() });
        }
        Ok(Self(digits.into_owned()))
    }
}

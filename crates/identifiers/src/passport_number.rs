//! Số hộ chiếu (passport number).
//!
//! Vietnamese ones have one or two letters and six to eight digits; foreign ones six to twelve letters
//! or digits. No public document confirms these formats, so another length, or a number without a
//! digit, is only a doubt. Only a character that no passport has is an error.
//!
//! Source: docs/domain/identifiers.md §2 (no public document); read 2026-11-20.

use crate::number::number;
use crate::reason::Reason;
use crate::text;

/// The highest number of characters; a longer text is not one number.
const MAX_CHARS: usize = 24;

/// Capital letters and digits.
#[derive(Clone, PartialEq, Eq)]
pub struct PassportNumber(String);

number!(PassportNumber);

impl PassportNumber {
    /// Parses a number as entered; lower-case letters become upper-case.
    ///
    /// # Errors
    /// `passport.format`.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        let typed = text::digits(raw);
        let is_valid = (1..=MAX_CHARS).contains(&typed.len())
            && typed.bytes().all(|b| b.is_ascii_alphanumeric());
        if is_valid {
            Ok(Self(typed.to_ascii_uppercase()))
        } else {
            Err(Reason::PassportFormat)
        }
    }

    /// Returns whether it has the form of a Vietnamese passport.
    #[must_use]
    pub fn looks_vietnamese(&self) -> bool {
        let (letters, digits) = self.letters_and_digits();
        (1..=2).contains(&letters) && (6..=8).contains(&digits) && letters + digits == self.0.len()
    }

    /// Returns the number of letters at the start, and of digits anywhere.
    fn letters_and_digits(&self) -> (usize, usize) {
        let letters = self.0.bytes().take_while(u8::is_ascii_uppercase).count();
        let digits = self.0.bytes().filter(u8::is_ascii_digit).count();
        (letters, digits)
    }

    /// Returns what is unlikely about it; see the module.
    #[must_use]
    pub fn doubts(&self) -> Vec<Reason> {
        let (letters, digits) = self.letters_and_digits();
        let begins_vietnamese = (1..=2).contains(&letters) && letters + digits == self.0.len();
        let is_unusual = digits == 0
            || !(6..=12).contains(&self.0.len())
            || (begins_vietnamese && !(6..=8).contains(&digits));
        if is_unusual {
            vec![Reason::PassportShape]
        } else {
            Vec::new()
        }
    }
}

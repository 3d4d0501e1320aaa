//! Số hộ chiếu (passport number).
//!
//! Vietnamese ones have one or two letters and six to eight digits; foreign ones
//! six to twelve letters or digits. Neither shape is confirmed by a public
//! document, so what looks Vietnamese and is too short or too long, or has no
//! digit at all, is only a doubt.
//!
//! Source: none public; `identifiers.md` §2 of the domain reference; read 2026-11-20.

use crate::number::number;
use crate::reason::Reason;
use crate::text;

/// Six to twelve capital letters and digits.
#[derive(Clone, PartialEq, Eq)]
pub struct PassportNumber(String);

number!(PassportNumber);

impl PassportNumber {
    /// Reads a number as typed; small letters become capitals.
    ///
    /// # Errors
    /// `passport.format`.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        let typed = text::digits(raw);
        let shaped =
            (6..=12).contains(&typed.len()) && typed.bytes().all(|b| b.is_ascii_alphanumeric());
        if shaped {
            Ok(Self(typed.to_ascii_uppercase()))
        } else {
            Err(Reason::PassportFormat)
        }
    }

    /// What is unlikely about it: see the module.
    #[must_use]
    pub fn doubts(&self) -> Vec<Reason> {
        let letters = self.0.bytes().take_while(u8::is_ascii_uppercase).count();
        let digits = self.0.bytes().filter(u8::is_ascii_digit).count();
        let like_vietnamese = (1..=2).contains(&letters) && letters + digits == self.0.len();
        let odd = digits == 0 || (like_vietnamese && !(6..=8).contains(&digits));
        if odd {
            vec![Reason::PassportShape]
        } else {
            Vec::new()
        }
    }
}

//! The number in box \[06\] of form TK1-TS: a personal number or a passport number.
//!
//! | input | parsed as |
//! |---|---|
//! | twelve digits | personal number |
//! | nine digits, dossier before 01/01/2025 | number of the old card |
//! | nine digits, later | error `pid.old_card` (R-ID-4) |
//! | six to twelve digits and at least two letters | passport number |
//! | letters O, l and I that give twelve digits as 0 and 1 | error `number.letters` with the digits as proposal |
//! | any other letter first | passport number; error `pid.not_digits` if it is none and has no digit |
//!
//! A person who says that the paper is a passport has a passport number, unless it has twelve digits.
//!
//! Source: Luật 26/2023/QH15 art. 46; form TK1-TS of QĐ 490/QĐ-BHXH; read 2026-11-20.

use core::fmt;

use crate::date::Date;
use crate::number::{all_digits, with_letters_as_digits};
use crate::old_id_card_number::OldIdCardNumber;
use crate::passport_number::PassportNumber;
use crate::personal_number::PersonalNumber;
use crate::reason::Reason;
use crate::text;

/// The day from which the old card is no longer valid in procedures.
const OLD_CARD_ENDS: Date = match Date::new(2025, 1, 1) {
    Some(day) => day,
    None => unreachable!(),
};

/// A number that identifies a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentityNumber {
    /// Twelve digits.
    Personal(PersonalNumber),
    /// Nine digits, in dossiers before 2025.
    OldCard(OldIdCardNumber),
    /// A passport.
    Passport(PassportNumber),
}

impl IdentityNumber {
    /// Reads a number as typed in a dossier made `on` a day.
    ///
    /// # Errors
    /// `pid.not_digits`, `number.letters`, `pid.length`, `pid.old_card`, `passport.format`.
    pub fn parse(raw: &str, on: Date) -> Result<Self, Reason> {
        let typed = text::digits(raw);
        let is_mistyped = |typed| PersonalNumber::parse(&with_letters_as_digits(typed)).is_ok();
        if typed
            .as_bytes()
            .first()
            .is_some_and(u8::is_ascii_alphabetic)
            && !is_mistyped(&typed)
        {
            let has_digit = typed.bytes().any(|b| b.is_ascii_digit());
            return match PassportNumber::parse(&typed) {
                // For example a name: an error about passports would not help.
                Err(_) if !has_digit => Err(Reason::PersonalNumberNotDigits),
                passport => passport.map(Self::Passport),
            };
        }
        let letters = typed.bytes().filter(u8::is_ascii_alphabetic).count();
        // One letter may be a mistyped digit.
        if letters > 1
            && (6..=12).contains(&typed.len())
            && !is_mistyped(&typed)
            && let Ok(passport) = PassportNumber::parse(&typed)
        {
            return Ok(Self::Passport(passport));
        }
        if typed.len() == 9 && all_digits(&typed) {
            if on >= OLD_CARD_ENDS {
                return Err(Reason::PersonalNumberOldCard);
            }
            return OldIdCardNumber::parse(&typed).map(Self::OldCard);
        }
        PersonalNumber::parse(&typed).map(Self::Personal)
    }

    /// Reads the number of a paper that the person calls a passport. Twelve digits are a personal
    /// number all the same.
    ///
    /// # Errors
    /// `passport.format`.
    pub fn parse_passport(raw: &str) -> Result<Self, Reason> {
        PersonalNumber::parse(raw)
            .map(Self::Personal)
            .or_else(|_| PassportNumber::parse(raw).map(Self::Passport))
    }

    /// Returns what is unlikely about it on a day.
    #[must_use]
    pub fn doubts(&self, today: Date) -> Vec<Reason> {
        match self {
            Self::Personal(number) => number.doubts(today),
            Self::OldCard(_) => Vec::new(),
            Self::Passport(number) => number.doubts(),
        }
    }

    /// Returns the personal number, if it is one.
    #[must_use]
    pub const fn personal(&self) -> Option<&PersonalNumber> {
        match self {
            Self::Personal(number) => Some(number),
            _ => None,
        }
    }

    /// Returns the normalised form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Personal(number) => number.as_str(),
            Self::OldCard(number) => number.as_str(),
            Self::Passport(number) => number.as_str(),
        }
    }
}

impl fmt::Display for IdentityNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

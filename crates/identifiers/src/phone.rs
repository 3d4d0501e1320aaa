//! Số điện thoại (phone number).
//!
//! | input | parsed as |
//! |---|---|
//! | `0900 000 001`, `+84 900 000 001`, `84900000001`, `0084…`, `900000001` | mobile 0900000001 |
//! | `0258 0000 001` (02, area, rest: 11 digits) | landline |
//! | `0120…` to `0199…` of 11 digits | mobile before 2018; the new number is proposed |
//! | `1900…`, `1800…`, `113`, other countries | `phone.not_contact` |
//!
//! Source: the prefix change of 2018 (`data/phone_prefix_conversion_2018.csv`),
//! mobile prefixes (`data/phone_mobile_prefixes.csv`); read 2026-11-20. Tests compare the tables.

use crate::number::{all_digits, number, with_letters_as_digits};
use crate::reason::Reason;
use crate::text;

/// The kind of a phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Ten digits; receives text messages.
    Mobile,
    /// Eleven digits from 02.
    Landline,
    /// Eleven digits, before 2018.
    OldMobile,
}

/// A Vietnamese phone number with its leading 0.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(String);

number!(Phone);

/// Assigned mobile prefixes: the digit after 0, and the digits that may follow it.
const PREFIXES: [(u8, &[u8]); 5] = [
    (b'3', b"0123456789"),
    (b'5', b"125689"),
    (b'7', b"06789"),
    (b'8', b"123456789"),
    (b'9', b"0123456789"),
];

/// Old prefix (after 01) and new prefix (after 0), each of two digits.
const CONVERSION: [(&str, &str); 21] = [
    ("20", "70"),
    ("21", "79"),
    ("22", "77"),
    ("26", "76"),
    ("28", "78"),
    ("23", "83"),
    ("24", "84"),
    ("25", "85"),
    ("27", "81"),
    ("29", "82"),
    ("62", "32"),
    ("63", "33"),
    ("64", "34"),
    ("65", "35"),
    ("66", "36"),
    ("67", "37"),
    ("68", "38"),
    ("69", "39"),
    ("86", "56"),
    ("88", "58"),
    ("99", "59"),
];

impl Phone {
    /// Parses a number as entered.
    ///
    /// # Errors
    /// `phone.format`, `number.letters`, `phone.not_contact`.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        let typed = text::digits(raw);
        let (digits, plus) = match typed.strip_prefix('+') {
            Some(rest) => (rest, true),
            None => (typed.as_ref(), false),
        };
        if digits.len() > 20 {
            return Err(Reason::PhoneFormat);
        }
        if !all_digits(digits) {
            let corrected = with_letters_as_digits(&typed);
            return Err(if corrected == *typed {
                Reason::PhoneFormat
            } else {
                Self::parse(&corrected).map_or(Reason::PhoneFormat, |phone| Reason::NumberLetters {
                    proposal: phone.0,
                })
            });
        }
        let national = if let Some(rest) = digits.strip_prefix("0084") {
            rest
        } else if digits.starts_with("84") && (plus || digits.len() >= 11) {
            digits.get(2..).unwrap_or_default()
        } else if plus || (digits.starts_with("00") && !digits.starts_with("000")) {
            return Err(Reason::PhoneNotContact);
        } else {
            digits
        };
        let number = match national.as_bytes() {
            [b'0', ..] => national.to_owned(),
            // Nine digits without the leading 0.
            [b'3' | b'5' | b'7' | b'8' | b'9', ..] if national.len() == 9 => {
                ["0", national].concat()
            }
            [b'2', ..] if national.len() == 10 && national.len() < digits.len() => {
                ["0", national].concat()
            }
            [b'1', b'8' | b'9', b'0', b'0', ..] | [b'1', _, _] => {
                return Err(Reason::PhoneNotContact);
            }
            [b'1', ..] if national.len() == 10 && national.len() < digits.len() => {
                ["0", national].concat()
            }
            _ => return Err(Reason::PhoneFormat),
        };
        let phone = Self(number);
        match (phone.0.as_bytes(), phone.0.len()) {
            ([b'0', b'3' | b'5' | b'7' | b'8' | b'9', ..], 10) | ([b'0', b'2', ..], 11) => {
                Ok(phone)
            }
            ([b'0', b'1', ..], 11) if phone.replacement().is_some() => Ok(phone),
            _ => Err(Reason::PhoneFormat),
        }
    }

    /// Returns the kind of the number.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self.0.as_bytes().get(1) {
            Some(b'2') => Kind::Landline,
            Some(b'1') => Kind::OldMobile,
            _ => Kind::Mobile,
        }
    }

    /// Returns the number that replaced an eleven-digit number in 2018.
    #[must_use]
    pub fn replacement(&self) -> Option<String> {
        if self.kind() != Kind::OldMobile {
            return None;
        }
        let prefix = self.0.get(2..4)?;
        let rest = self.0.get(4..)?;
        let (_, new) = CONVERSION.iter().find(|(old, _)| *old == prefix)?;
        Some(["0", new, rest].concat())
    }

    /// Returns what is unlikely about it.
    #[must_use]
    pub fn doubts(&self) -> Vec<Reason> {
        match self.kind() {
            Kind::Landline => Vec::new(),
            Kind::OldMobile => self
                .replacement()
                .map(|proposal| Reason::PhoneOld { proposal })
                .into_iter()
                .collect(),
            Kind::Mobile => {
                let b = self.0.as_bytes();
                let listed = PREFIXES.iter().any(|(second, third)| {
                    b.get(1) == Some(second) && b.get(2).is_some_and(|d| third.contains(d))
                });
                if listed {
                    Vec::new()
                } else {
                    vec![Reason::PhonePrefix]
                }
            }
        }
    }
}

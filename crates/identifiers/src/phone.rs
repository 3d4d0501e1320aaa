//! Số điện thoại (phone number).
//!
//! | input | parsed as |
//! |---|---|
//! | `0900 000 001`, `+84 900 000 001`, `84900000001`, `0084…`, `900000001` | mobile 0900000001 |
//! | `0258 0000 001` (02, area, rest: 11 digits) | landline |
//! | `0120…` to `0199…` of 11 digits | mobile before 2018; the new number is proposed |
//! | `1900…`, `1800…`, `113`, other countries | `phone.not_contact` |
//!
//! A number that may not be assigned is a doubt: an unlisted mobile prefix, a fourth digit outside the
//! assigned part of a prefix, an unknown area code.
//!
//! Source: the prefix change of 2018 (`data/phone_prefix_conversion_2018.csv`), mobile prefixes
//! (`data/phone_mobile_prefixes.csv`), area codes (`data/phone_area_codes.csv`); read 2026-11-20. Tests
//! compare the tables.

use crate::number::{all_digits, number, with_letters_as_digits};
use crate::reason::{Reason, Severity};
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

/// Prefixes that are assigned in part: the two digits after 0, and the digits that may follow them.
const PARTLY_ASSIGNED: [(&[u8], &[u8]); 4] = [
    (b"52", b"238"),
    (b"55", b"9"),
    (b"89", b"6789"),
    (b"99", b"013456789"),
];

/// Area codes of landlines: the digit after 02, and the digits that may follow it. 024 and 028 have no
/// further digit.
const AREAS: [(u8, &[u8]); 10] = [
    (b'0', b"3456789"),
    (b'1', b"012345689"),
    (b'2', b"01256789"),
    (b'3', b"23456789"),
    (b'4', b"0123456789"),
    (b'5', b"12456789"),
    (b'6', b"01239"),
    (b'7', b"01234567"),
    (b'8', b"0123456789"),
    (b'9', b"01234679"),
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

    /// Returns the number that can be called today: the replacement of an old number, else the number.
    #[must_use]
    pub fn current(&self) -> String {
        self.replacement().unwrap_or_else(|| self.0.clone())
    }

    /// Returns what is unlikely about it.
    ///
    /// `no_sms` is the severity of a number that receives no text message: a landline, or a number of
    /// eleven digits, which has been dead since 2018.
    #[must_use]
    pub fn doubts(&self, no_sms: Severity) -> Vec<Reason> {
        match self.kind() {
            Kind::Landline => {
                let mut doubts = vec![Reason::PhoneNeedsMobile { severity: no_sms }];
                if !self.has_area() {
                    doubts.push(Reason::PhoneArea);
                }
                doubts
            }
            Kind::OldMobile => self
                .replacement()
                .map(|proposal| Reason::PhoneOld {
                    proposal,
                    severity: no_sms,
                })
                .into_iter()
                .collect(),
            Kind::Mobile if self.has_mobile_prefix() => Vec::new(),
            Kind::Mobile => vec![Reason::PhonePrefix],
        }
    }

    fn has_mobile_prefix(&self) -> bool {
        let b = self.0.as_bytes();
        let is_listed = is_followed_by(&PREFIXES, b.get(1), b.get(2));
        let part = PARTLY_ASSIGNED
            .iter()
            .find(|(prefix, _)| b.get(1..3) == Some(*prefix));
        is_listed && part.is_none_or(|(_, fourth)| b.get(3).is_some_and(|d| fourth.contains(d)))
    }

    fn has_area(&self) -> bool {
        let b = self.0.as_bytes();
        is_followed_by(&AREAS, b.get(2), b.get(3))
    }
}

/// Returns whether the table lists the digit `next` after the digit `first`.
fn is_followed_by(table: &[(u8, &[u8])], first: Option<&u8>, next: Option<&u8>) -> bool {
    table.iter().any(|(digit, followers)| {
        first == Some(digit) && next.is_some_and(|next| followers.contains(next))
    })
}

//! The text of the QR code on an identity card: thẻ CCCD of 2021 (front) and thẻ căn cước of 2024
//! (back).
//!
//! UTF-8, fields separated by `|`: personal number, number of the old card, name, birth date
//! (ddMMyyyy), sex, residence, day of issue (ddMMyyyy). The card of 2024 has more fields, whose order
//! no public document confirms; they are not read.
//!
//! Only the number decides whether a text is that of a card. Every other field that is not what it
//! should be is left empty, so that a person types it (R-ID-10).
//!
//! Source: docs/domain/identifiers.md §10; read 2026-11-20.

use core::fmt;

use crate::date::{Date, PartialDate};
use crate::old_id_card_number::OldIdCardNumber;
use crate::person_name::PersonName;
use crate::personal_number::{PersonalNumber, Sex};
use crate::text;

/// The fields that both cards have.
const FIELDS: usize = 7;

/// The longest text that is parsed, in bytes. A QR code holds at most 2,953 bytes (ISO/IEC 18004,
/// version 40-L).
pub const MAX_BYTES: usize = 2_953;

/// The longest residence, in characters: that of the form.
const MAX_RESIDENCE: usize = 255;

/// The content of the QR code of a card. A field that is empty or wrong in the code is `None`.
#[derive(Clone, PartialEq, Eq)]
pub struct IdCard {
    /// The personal number; `None` if the code has the number of an old card in its place.
    pub number: Option<PersonalNumber>,
    /// The number of the card before 2021.
    pub old_number: Option<OldIdCardNumber>,
    /// The name.
    pub name: Option<PersonName>,
    /// Whether the name was lost because a scanner did not keep its letters.
    pub is_name_garbled: bool,
    /// The birth date.
    pub birth_date: Option<PartialDate>,
    /// The sex.
    pub sex: Option<Sex>,
    /// The permanent address on the day of issue, with the names of that day.
    pub residence: Option<String>,
    /// The day of issue.
    pub issued: Option<Date>,
}

impl fmt::Debug for IdCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = [
            self.number.is_some(),
            self.old_number.is_some(),
            self.name.is_some(),
            self.birth_date.is_some(),
            self.sex.is_some(),
            self.residence.is_some(),
            self.issued.is_some(),
        ];
        let count = count.into_iter().filter(|is_some| *is_some).count();
        write!(f, "IdCard({count} fields)")
    }
}

/// Why a text is not that of the QR code of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IdCardError {
    /// Longer than any QR code.
    Long,
    /// Another code: of a bank, of a vaccination, a web address.
    OtherCode,
    /// It begins as the code of a card, but fields are missing.
    Incomplete,
}

impl fmt::Display for IdCardError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Long => "longer than a QR code",
            Self::OtherCode => "not the QR code of an identity card",
            Self::Incomplete => "fields of the identity card are missing",
        })
    }
}

impl std::error::Error for IdCardError {}

impl IdCard {
    /// Parses the text of a QR code.
    ///
    /// ```
    /// use hoso_identifiers::id_card::IdCard;
    ///
    /// let card = IdCard::parse(
    ///     "056190000001|225000001|Nguyễn Thị Mẫu|14021990|Nữ|12 đường Ví Dụ, Phước Tiến, Nha Trang, Khánh Hòa|01062022",
    /// )?;
    /// assert_eq!(card.name.map(|name| name.to_string()).as_deref(), Some("Nguyễn Thị Mẫu"));
    /// assert_eq!(card.birth_date.map(|date| date.iso()).as_deref(), Some("1990-02-14"));
    /// # Ok::<(), hoso_identifiers::id_card::IdCardError>(())
    /// ```
    ///
    /// # Errors
    /// See [`IdCardError`].
    pub fn parse(raw: &str) -> Result<Self, IdCardError> {
        if raw.len() > MAX_BYTES {
            return Err(IdCardError::Long);
        }
        let mut fields = raw.split('|').map(text::clean);
        let first = fields.next().unwrap_or_default();
        let number = exact(&first, 12).and_then(|digits| PersonalNumber::parse(digits).ok());
        let old_number = exact(&first, 9).and_then(|digits| OldIdCardNumber::parse(digits).ok());
        if number.is_none() && old_number.is_none() {
            return Err(IdCardError::OtherCode);
        }
        let rest: Vec<_> = fields.take(FIELDS - 1).collect();
        let [second, name, birth_date, sex, residence, issued] = rest.as_slice() else {
            return Err(if rest.is_empty() {
                IdCardError::OtherCode
            } else {
                IdCardError::Incomplete
            });
        };
        let second = exact(second, 9).and_then(|digits| OldIdCardNumber::parse(digits).ok());
        let is_name_garbled = is_garbled(name);
        let name = PersonName::parse(name).ok().filter(|_| !is_name_garbled);
        Ok(Self {
            number,
            old_number: second.or(old_number),
            name,
            is_name_garbled,
            birth_date: birth_date_of(birth_date),
            sex: sex_of(sex),
            residence: residence_of(residence),
            issued: day_of(issued),
        })
    }
}

/// Returns the text if it has exactly this many ASCII digits and nothing else.
fn exact(text: &str, count: usize) -> Option<&str> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}

/// Returns whether letters of a text were lost: a replacement character, or a question mark inside a
/// word.
fn is_garbled(text: &str) -> bool {
    let mut previous = ' ';
    for c in text.chars() {
        let is_inside = c == '?' && previous != ' ' || previous == '?' && c != ' ';
        if c == '\u{fffd}' || is_inside {
            return true;
        }
        previous = c;
    }
    false
}

/// Parses `ddMMyyyy`, or another spelling of a whole day.
fn day_of(text: &str) -> Option<Date> {
    match PartialDate::parse(text).ok()? {
        PartialDate::Day(day) => Some(day),
        PartialDate::Month(_) | PartialDate::Year(_) => None,
    }
}

/// Parses a birth date. `0000yyyy` and `00MMyyyy` are a year and a month: the register has no more.
fn birth_date_of(text: &str) -> Option<PartialDate> {
    let known = match exact(text, 8) {
        Some(digits) => digits.strip_prefix("0000").or(digits.strip_prefix("00")),
        None => None,
    };
    PartialDate::parse(known.unwrap_or(text)).ok()
}

/// Parses the sex, with or without marks.
fn sex_of(text: &str) -> Option<Sex> {
    match text::fold(text).as_str() {
        "nam" => Some(Sex::Male),
        "nu" => Some(Sex::Female),
        _ => None,
    }
}

fn residence_of(text: &str) -> Option<String> {
    let has_letter = text.chars().any(text::is_letter);
    let fits = text.chars().count() <= MAX_RESIDENCE;
    (has_letter && fits && !is_garbled(text)).then(|| text.to_owned())
}

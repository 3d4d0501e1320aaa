//! Mã số BHXH (social insurance number, 10 digits; since 01/08/2025 also the personal number of 12).
//!
//! | input | dossier date | result |
//! |---|---|---|
//! | ten digits | any day | valid |
//! | twelve digits | since 01/08/2025 | valid |
//! | twelve digits | before | `sin.length` |
//! | `DN4565600000001`, the health card of 15 characters | any day | its last ten digits, to be confirmed |
//!
//! Source: công văn 1804/BHXH-QLT (2025); read 2026-11-20.

use crate::date::Date;
use crate::number::{all_digits, not_digits, number, with_letters_as_digits};
use crate::personal_number::PersonalNumber;
use crate::reason::Reason;
use crate::text;

/// The day from which the personal number is valid too.
const PERSONAL_NUMBER_VALID_FROM: Date = match Date::new(2025, 8, 1) {
    Some(day) => day,
    None => unreachable!(),
};

/// Ten or twelve digits, and whether they were extracted from a health card number.
#[derive(Clone)]
pub struct SocialInsuranceNumber(String, bool);

/// Numbers are equal whether they were entered or extracted from a card.
impl PartialEq for SocialInsuranceNumber {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Eq for SocialInsuranceNumber {}

number!(SocialInsuranceNumber);

impl SocialInsuranceNumber {
    /// Parses a number as entered in a dossier of the day `on`.
    ///
    /// # Errors
    /// `sin.not_digits`, `number.letters`, `sin.length`.
    pub fn parse(raw: &str, on: Date) -> Result<Self, Reason> {
        let typed = text::digits(raw);
        if !all_digits(&typed) {
            if is_health_card(&typed)
                && let Some(number) = typed.get(5..)
            {
                return Ok(Self(number.to_owned(), true));
            }
            // Only the digits are corrected: the first two characters of a card are any letters.
            if let Some((letters, rest)) = typed.split_at_checked(2)
                && let card = [letters, &with_letters_as_digits(rest)].concat()
                && is_health_card(&card)
                && let Some(number) = card.get(5..)
            {
                return Err(Reason::NumberLetters {
                    proposal: number.to_owned(),
                });
            }
            let fits = |digits: &str| Self::parse(digits, on).is_ok();
            let otherwise = Reason::SocialInsuranceNotDigits;
            return Err(not_digits(&typed, fits, otherwise));
        }
        if typed.len() == 10 || (typed.len() == 12 && on >= PERSONAL_NUMBER_VALID_FROM) {
            Ok(Self(typed.into_owned(), false))
        } else {
            Err(Reason::SocialInsuranceLength { n: typed.len() })
        }
    }

    /// Returns whether this is a personal number of twelve digits.
    #[must_use]
    pub fn is_personal_number(&self) -> bool {
        self.0.len() == 12
    }

    /// Returns whether these are only the last ten digits of the person's own number of twelve, as if
    /// it were a health card of the old form.
    #[must_use]
    pub fn is_tail_of(&self, number: &PersonalNumber) -> bool {
        self.0.len() == 10 && number.as_str().ends_with(&self.0)
    }

    /// Returns what the person should confirm: that the number was extracted from a health card.
    #[must_use]
    pub fn doubts(&self) -> Vec<Reason> {
        if self.1 {
            vec![Reason::SocialInsuranceFromCard {
                number: self.0.clone(),
            }]
        } else {
            Vec::new()
        }
    }
}

/// Returns whether this is a health card number: two letters, a digit 1–5, twelve digits.
pub(crate) fn is_health_card(text: &str) -> bool {
    let b = text.as_bytes();
    b.len() == 15
        && b.iter().take(2).all(u8::is_ascii_alphabetic)
        && b.get(2).is_some_and(|d| (b'1'..=b'5').contains(d))
        && b.iter().skip(3).all(u8::is_ascii_digit)
}

//! Mã số BHXH (social insurance number, 10 digits; since 01/08/2025 also the personal number of 12).
//!
//! | typed | dossier made | result |
//! |---|---|---|
//! | ten digits | any day | valid |
//! | twelve digits | since 01/08/2025 | valid |
//! | twelve digits | before | `sin.length` |
//! | `DN4565600000001`, the health card of 15 characters | any day | its last ten digits, to be confirmed |
//!
//! Source: công văn 1804/BHXH-QLT (2025); read 2026-11-20.

use crate::date::Date;
use crate::number::{all_digits, digits_meant, not_digits, number};
use crate::reason::Reason;
use crate::text;

/// The day from which the personal number serves too.
const PERSONAL_NUMBER_SERVES: Date = match Date::new(2025, 8, 1) {
    Some(day) => day,
    None => unreachable!(),
};

/// Ten or twelve digits, and whether they were taken from a health card.
#[derive(Clone)]
pub struct SocialInsuranceNumber(String, bool);

/// A number is the same whether it was typed or taken from a card.
impl PartialEq for SocialInsuranceNumber {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Eq for SocialInsuranceNumber {}

number!(SocialInsuranceNumber);

impl SocialInsuranceNumber {
    /// Reads a number as typed in a dossier made `on` a day.
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
            // The two letters of a card may be any.
            if let Some((letters, rest)) = typed.split_at_checked(2)
                && let card = [letters, &digits_meant(rest)].concat()
                && is_health_card(&card)
                && let Some(number) = card.get(5..)
            {
                return Err(Reason::NumberLetters {
                    proposal: number.to_owned(),
                });
            }
            let fits = |meant: &str| Self::parse(meant, on).is_ok();
            let otherwise = Reason::SocialInsuranceNotDigits;
            return Err(not_digits(&typed, fits, otherwise));
        }
        if typed.len() == 10 || (typed.len() == 12 && on >= PERSONAL_NUMBER_SERVES) {
            Ok(Self(typed.into_owned(), false))
        } else {
            Err(Reason::SocialInsuranceLength { n: typed.len() })
        }
    }

    /// Are these the twelve digits of a personal number?
    #[must_use]
    pub fn is_personal_number(&self) -> bool {
        self.0.len() == 12
    }

    /// What the person should confirm: the number was taken from a health card.
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

/// Two letters, a digit 1–5, twelve digits.
pub(crate) fn is_health_card(text: &str) -> bool {
    let b = text.as_bytes();
    b.len() == 15
        && b.iter().take(2).all(u8::is_ascii_alphabetic)
        && b.get(2).is_some_and(|d| (b'1'..=b'5').contains(d))
        && b.iter().skip(3).all(u8::is_ascii_digit)
}

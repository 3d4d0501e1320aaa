//! Số định danh cá nhân, số CCCD, số căn cước (personal number, 12 digits).
//!
//! | digits | meaning |
//! |---|---|
//! | 1–3 | place where the birth was registered: a province before 07/2025, or a country (101–295) |
//! | 4 | century of birth and sex: 0/1 male/female 19xx, 2/3 20xx … 8/9 23xx |
//! | 5–6 | last two digits of the year of birth |
//! | 7–12 | random |
//!
//! There is no check digit, so a wrong digit among the last six cannot be detected. Registers contain
//! errors and the coding rule may no longer be law, so a mismatch with the structure is a doubt,
//! never an error (R-ID-2, R-ID-12).
//!
//! Source: TT 07/2016/TT-BCA annex 1; Luật 26/2023/QH15 art. 12; read 2026-11-20.

use crate::date::Date;
use crate::number::{all_digits, not_digits, number};
use crate::reason::Reason;
use crate::text;

/// The sex in a number or a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sex {
    /// Nam.
    Male,
    /// Nữ.
    Female,
}

impl Sex {
    /// Returns the wire code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
        }
    }
}

/// Where a birth was registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// One of the 63 provinces before July 2025, by its code of three digits.
    Province(u16),
    /// Born or registered abroad: the code of a country.
    Country(u16),
    /// In neither list.
    Unknown,
}

/// The codes of the 63 provinces. A test compares them with `data/cccd_province_codes.json`.
pub const PROVINCES: [u8; 63] = [
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37,
    38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77,
    79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
];

/// A personal number: twelve digits.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonalNumber(String);

number!(PersonalNumber);

impl PersonalNumber {
    /// Parses a personal number as entered.
    ///
    /// # Errors
    /// `pid.not_digits`, `number.letters`, `pid.length`.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        let digits = text::digits(raw);
        if !all_digits(&digits) {
            let fits = |digits: &str| digits.len() == 12;
            return Err(not_digits(&digits, fits, Reason::PersonalNumberNotDigits));
        }
        if digits.len() != 12 {
            return Err(Reason::PersonalNumberLength { n: digits.len() });
        }
        Ok(Self(digits.into_owned()))
    }

    fn digit(&self, i: usize) -> u16 {
        self.0
            .as_bytes()
            .get(i)
            .map_or(0, |b| u16::from(b.wrapping_sub(b'0')))
    }

    /// Returns the sex by the fourth digit.
    #[must_use]
    pub fn sex(&self) -> Sex {
        if self.digit(3).is_multiple_of(2) {
            Sex::Male
        } else {
            Sex::Female
        }
    }

    /// Returns the year of birth by digits 4 to 6.
    #[must_use]
    pub fn birth_year(&self) -> u16 {
        1900 + 100 * (self.digit(3) / 2) + 10 * self.digit(4) + self.digit(5)
    }

    /// Returns where the birth was registered.
    #[must_use]
    pub fn place(&self) -> Place {
        let code = 100 * self.digit(0) + 10 * self.digit(1) + self.digit(2);
        if PROVINCES.iter().any(|p| u16::from(*p) == code) {
            Place::Province(code)
        } else if (101..=295).contains(&code) {
            Place::Country(code)
        } else {
            Place::Unknown
        }
    }

    /// Returns what is unlikely about it on a day, and `pid.abroad`, which is only information.
    #[must_use]
    pub fn doubts(&self, today: Date) -> Vec<Reason> {
        let mut doubts = Vec::new();
        match self.place() {
            Place::Province(_) => {}
            Place::Country(_) => doubts.push(Reason::PersonalNumberAbroad),
            Place::Unknown => doubts.push(Reason::PersonalNumberPlaceUnknown {
                place: self.0.chars().take(3).collect(),
            }),
        }
        if self.birth_year() > today.year() {
            doubts.push(Reason::PersonalNumberYearFuture {
                year: self.birth_year(),
            });
        }
        doubts
    }
}

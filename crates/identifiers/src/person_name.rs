//! Họ và tên (full name of a person).
//!
//! Every letter is taken, also those beyond the Vietnamese alphabet that the
//! peoples of the province use (f j w z, č ñ ŏ ƀ ĕ), with apostrophes, hyphens and
//! full stops: H'Thử Niê, Y Mẫu, K'Mẫu, Ksor-Thử. A name is never taken apart into
//! family and given name. The spelling stays as typed but for NFC, spaces,
//! apostrophe `'` and hyphen `-`.
//!
//! Refused are only: nothing, digits, the signs ~ ` # ^ | and control characters, which
//! the agency's import refuses, and more than 100 characters. Tabs and line breaks are
//! spaces; a control character is not dropped unasked, for a letter may have been lost there.
//!
//! Source: vendor documentation 2026 for the signs and the length; read 2026-11-20.

use crate::number::number;
use crate::reason::Reason;
use crate::text;

/// The most characters.
pub const MAX: usize = 100;

/// A name.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonName(String);

number!(PersonName);

/// Syllables of Vietnamese names that have marks when written in full. One of the first
/// nine alone tells that the marks are missing; the others do so in pairs.
const UNMARKED: [&str; 18] = [
    "nguyen", "tran", "pham", "hoang", "huynh", "dang", "bui", "ngo", "duong", "vo", "do", "ho",
    "ly", "thi", "van", "le", "phan", "vu",
];

/// Is this a mark that stands on the letter before it?
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}')
}

fn is_latin(c: char) -> bool {
    c < '\u{250}' || ('\u{1e00}'..='\u{1eff}').contains(&c)
}

impl PersonName {
    /// Reads a name as typed.
    ///
    /// # Errors
    /// `name.missing`, `name.digit`, `name.long`; `name.char` also for a name without a letter.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        let typed = text::clean(raw);
        let name = text::apostrophes(&typed);
        if name.len() > MAX && name.chars().count() > MAX {
            return Err(Reason::NameLong { max: MAX });
        }
        let mut letters = false;
        for c in name.chars() {
            // No Latin letter is a number, which spares the look into a table.
            if (c < 'À' || !is_latin(c)) && c.is_numeric() {
                return Err(Reason::NameDigit);
            }
            if matches!(c, '~' | '`' | '#' | '^' | '|') {
                return Err(Reason::NameChar { c });
            }
            letters |= text::is_letter(c);
        }
        if !letters {
            let first = name.chars().next();
            return Err(first.map_or(Reason::NameMissing, |c| Reason::NameChar { c }));
        }
        if raw.chars().any(|c| c.is_control() && !c.is_whitespace()) {
            return Err(Reason::NameUnseen {
                proposal: name.into_owned(),
            });
        }
        Ok(Self(name.into_owned()))
    }

    /// What is unlikely about it; a person may confirm each.
    #[must_use]
    pub fn doubts(&self) -> Vec<Reason> {
        let mut doubts = Vec::new();
        if !self.0.contains(' ') {
            doubts.push(Reason::NameSingleWord);
        }
        let odd =
            |c: char| !(text::is_letter(c) || is_mark(c) || matches!(c, ' ' | '\'' | '-' | '.'));
        if let Some(c) = self.0.chars().find(|c| odd(*c)) {
            doubts.push(Reason::NameSymbol { c });
        }
        if self.0.is_ascii() {
            let weight = |word: &str| match UNMARKED
                .iter()
                .position(|known| word.eq_ignore_ascii_case(known))
            {
                Some(0..9) => 2,
                Some(_) => 1,
                None => 0,
            };
            if self.0.contains(' ') && self.0.split(' ').map(weight).sum::<u32>() >= 2 {
                doubts.push(Reason::NameNoMarks);
            }
        } else {
            let mut letters = self.0.chars().filter(|c| text::is_letter(*c));
            let first = letters.next().map(is_latin);
            if letters.any(|c| Some(is_latin(c)) != first) {
                doubts.push(Reason::NameMixedScript);
            }
        }
        doubts
    }
}

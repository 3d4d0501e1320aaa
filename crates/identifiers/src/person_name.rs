//! Họ và tên (full name of a person).
//!
//! Accepts every letter, also those outside the Vietnamese alphabet that ethnic minorities of the
//! province use (f j w z, č ñ ŏ ƀ ĕ), and apostrophes, hyphens and full stops: H'Thử Niê, Y Mẫu,
//! K'Mẫu, Ksor-Thử. A name is never split into family and given name. Only the Unicode form (NFC),
//! spaces, apostrophes (`'`) and hyphens (`-`) are normalised.
//!
//! Errors are only: an empty name, digits, the characters ~ ` # ^ | and control characters, which
//! the agency's import rejects, and more than 100 characters. Tabs and line breaks become spaces. A
//! control character is not removed silently, because a letter may have been lost there.
//!
//! Source: docs/domain/identifiers.md §7 (vendor documentation 2026 for the signs and the length);
//! read 2026-11-20.

use crate::number::number;
use crate::reason::Reason;
use crate::repair;
use crate::text;

/// The highest number of characters.
pub const MAX: usize = 100;

/// A name.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonName(String);

number!(PersonName);

/// Syllables of Vietnamese names that are always written with diacritics. One of the first nine
/// indicates that diacritics are missing; of the others it takes two.
const UNMARKED: [&str; 18] = [
    "nguyen", "tran", "pham", "hoang", "huynh", "dang", "bui", "ngo", "duong", "vo", "do", "ho",
    "ly", "thi", "van", "le", "phan", "vu",
];

/// Returns whether this is a combining mark.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}')
}

fn is_latin(c: char) -> bool {
    c < '\u{250}' || ('\u{1e00}'..='\u{1eff}').contains(&c)
}

/// Returns whether the Vietnamese alphabet or one of the highlands has this letter, or no alphabet.
///
/// Source: identifiers.md §7 for the letters of the highlands.
fn is_known(c: char) -> bool {
    let small = c.to_lowercase().next().unwrap_or(c);
    let (tone, _) = text::tone(small);
    tone > 0 || !text::is_letter(c) || c.is_ascii() || "ăâđêôơưčñŏĕĭŭƀǎěǐǒǔ".contains(small)
}

impl PersonName {
    /// Parses a name as entered.
    ///
    /// # Errors
    /// `name.missing`, `name.digit`, `name.long`; `name.char` also for a name without a letter.
    pub fn parse(raw: &str) -> Result<Self, Reason> {
        let typed = text::clean(raw);
        let name = text::apostrophes(&typed);
        if name.len() > MAX && name.chars().count() > MAX {
            return Err(Reason::NameLong { max: MAX });
        }
        let mut has_letter = false;
        for c in name.chars() {
            // Latin letters are not numeric, so most characters need no table lookup.
            if (c < 'À' || !is_latin(c)) && c.is_numeric() {
                return Err(Reason::NameDigit);
            }
            if matches!(c, '~' | '`' | '#' | '^' | '|') {
                return Err(Reason::NameChar { c });
            }
            has_letter |= text::is_letter(c);
        }
        if !has_letter {
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

    /// Returns what is unlikely about it. A person may confirm each doubt.
    #[must_use]
    pub fn doubts(&self) -> Vec<Reason> {
        let mut doubts = Vec::new();
        if let Some(proposal) = repair::repaired(&self.0) {
            doubts.push(Reason::NameGarbled { proposal });
            return doubts;
        }
        if !self.0.contains(' ') {
            doubts.push(Reason::NameSingleWord);
        }
        let is_unusual =
            |c: char| !(text::is_letter(c) || is_mark(c) || matches!(c, ' ' | '\'' | '-' | '.'));
        if let Some(c) = self.0.chars().find(|c| is_unusual(*c)) {
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
            } else if let Some(c) = self.0.chars().find(|c| is_latin(*c) && !is_known(*c)) {
                doubts.push(Reason::NameLetter { c });
            }
        }
        doubts
    }
}

//! Normalises text as people type it.
//!
//! | step | effect |
//! |---|---|
//! | clean | NFC; invisible characters removed; whitespace collapsed to one space; trimmed |
//! | digits | full-width digits become ASCII; space `.` `-` `/` `(` `)` removed |
//! | fold | for search: lower case without diacritics, đ becomes d, punctuation becomes a space |
//!
//! Source: UAX #15 (Unicode 16); docs/domain/identifiers.md §1, §7; vectors in
//! `data/vectors_text.json`; read 2026-11-20.

use std::borrow::Cow;
use std::collections::BinaryHeap;

/// Returns whether a character is invisible: zero width, direction, soft hyphen, byte order mark,
/// control.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}'
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}')
}

/// Composes to NFC. Without the feature `nfc` the caller passes composed text, and it is returned
/// unchanged.
#[must_use]
pub fn nfc(text: &str) -> Cow<'_, str> {
    #[cfg(feature = "nfc")]
    {
        use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
        let composed = text.chars().all(is_composed);
        if !composed && is_nfc_quick(text.chars()) != IsNormalized::Yes {
            return Cow::Owned(text.nfc().collect());
        }
    }
    Cow::Borrowed(text)
}

/// Returns whether a character never takes part in composition, without a table lookup. Vietnamese in
/// NFC is below U+0300 or in U+1E00–U+1EFF.
fn is_composed(c: char) -> bool {
    c < '\u{300}' || ('\u{1e00}'..='\u{1eff}').contains(&c)
}

/// Cleans a single line of text; see the module.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    normalize(text, false)
}

/// Cleans like [`clean`], but preserves line breaks as LF, with at most one blank line in a row.
#[must_use]
pub fn clean_lines(text: &str) -> Cow<'_, str> {
    normalize(text, true)
}

fn normalize(text: &str, lines: bool) -> Cow<'_, str> {
    if is_clean(text, lines) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    let mut breaks = 0;
    let mut previous = '\0';
    for c in text.chars() {
        if is_invisible(c) {
            continue;
        }
        let is_after_cr = previous == '\r';
        previous = c;
        let ends_line = matches!(
            c,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        );
        if lines && ends_line {
            // CR LF is one break.
            if !(c == '\n' && is_after_cr) {
                breaks += 1;
            }
            continue;
        }
        if c.is_whitespace() {
            space = true;
            continue;
        }
        if !out.is_empty() {
            if breaks > 0 {
                out.push_str(if breaks > 1 { "\n\n" } else { "\n" });
            } else if space {
                out.push(' ');
            }
        }
        space = false;
        breaks = 0;
        out.push(c);
    }
    // Composes last: a removed character may have been between a letter and its mark.
    if let Cow::Owned(composed) = nfc(&out) {
        out = composed;
    }
    Cow::Owned(out)
}

/// Returns whether [`normalize`] would not change the text, by a fast check. Most text is clean.
fn is_clean(text: &str, lines: bool) -> bool {
    let mut space = false;
    // A leading line break is not clean.
    let mut breaks = 2;
    for c in text.chars() {
        if c > ' ' {
            // This range has control characters, the no-break space and the soft hyphen.
            if !is_composed(c) || matches!(c, '\u{7f}'..='\u{a0}' | '\u{ad}') {
                return false;
            }
            (space, breaks) = (false, 0);
        } else if c == ' ' {
            if space || breaks > 0 {
                return false;
            }
            space = true;
        } else if lines && c == '\n' {
            if space || breaks == 2 {
                return false;
            }
            breaks += 1;
        } else {
            return false;
        }
    }
    text.is_empty() || !(space || breaks > 0)
}

/// Returns whether the text has no visible character. Nearly every answer has a visible ASCII
/// character, which is checked first.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    !text.bytes().any(|byte| byte.is_ascii_graphic()) && clean(text).is_empty()
}

/// Returns the same as [`char::is_alphabetic`], without a table lookup for Vietnamese letters.
#[must_use]
pub fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphabetic(),
        '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => true,
        _ => c.is_alphabetic(),
    }
}

/// Returns the value of an ASCII or full-width digit.
pub(crate) fn digit(c: char) -> Option<u32> {
    match c {
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => c.to_digit(10),
    }
}

/// Converts a full-width digit to ASCII; returns other characters unchanged.
pub(crate) fn narrow(c: char) -> char {
    digit(c).and_then(|d| char::from_digit(d, 10)).unwrap_or(c)
}

/// Removes what people type between the digits of a number. Letters are preserved.
#[must_use]
pub fn digits(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Cow::Borrowed(text);
    }
    let mut out: String = clean(text)
        .chars()
        .filter(|c| !is_between_digits(*c))
        .map(narrow)
        .collect();
    // A removed character may have been between a letter and its mark.
    if let Cow::Owned(composed) = nfc(&out) {
        out = composed;
    }
    Cow::Owned(out)
}

/// Parses a small whole number, such as a number of months. Separators are not allowed: `5-6` and
/// `1.5` are `None`.
#[must_use]
pub fn count(text: &str) -> Option<u32> {
    let mut n: u32 = 0;
    let typed = clean(text);
    for c in typed.chars() {
        n = n.checked_mul(10)?.checked_add(digit(c)?)?;
    }
    (!typed.is_empty()).then_some(n)
}

/// Returns whether people type this character between the digits of a number: ASCII, typographic or
/// full-width.
fn is_between_digits(c: char) -> bool {
    matches!(
        c,
        ' ' | '.' | '-' | '/' | '(' | ')' | '\u{2010}'
            ..='\u{2015}' | '\u{2212}' | '（' | '）' | '－' | '．' | '／'
    )
}

/// Base letters of U+00C0–U+024F; `?` for none.
const LATIN: &[u8; 400] = b"AAAAAA?CEEEEIIII?NOOOOO?OUUUUY??aaaaaa?ceeeeiiii?nooooo?ouuuuy?yAaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHh??IiIiIiIiI???JjKk?LlLlLl??LlNnNnNn???OoOoOo??RrRrRrSsSsSsSsTtTt??UuUuUuUuUuUuWwYyYZzZzZzsb???????????????????????????????Oo?????????????Uu????????????????????????????AaIiOoUuUuUuUuUu?AaAa????GgKkOoOo??j???Gg??NnAa????AaAaEeEeIiIiOoOoRrRrUuUuSsTt??Hh??????AaEeOoOoOoOoYy???????????????B????????????";

/// Base letters of U+1E00–U+1EFF; `?` for none.
const LATIN_MORE: &[u8; 256] = b"AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMmMmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVvWwWwWwWwWwXxXxYyZzZzZzhtwy??????AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEeEeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy??????";

/// Returns Đ or đ for a letter of another alphabet that looks the same, as in old fonts and
/// keyboards; other characters unchanged.
///
/// Source: U+00D0 Eth, U+0189 African D of the Unicode charts; read 2026-11-30.
#[must_use]
pub fn vietnamese_d(c: char) -> char {
    match c {
        '\u{d0}' | '\u{189}' => 'Đ',
        '\u{f0}' | '\u{256}' => 'đ',
        c => c,
    }
}

/// Returns the text with Đ and đ for look-alikes; `None` if it has none.
#[must_use]
pub fn with_vietnamese_d(text: &str) -> Option<String> {
    text.chars()
        .any(|c| vietnamese_d(c) != c)
        .then(|| text.chars().map(vietnamese_d).collect())
}

/// Returns the letter without diacritics; `None` for a combining mark.
fn base_letter(c: char) -> Option<char> {
    let n = c as usize;
    let found = match n {
        0xd0 | 0x189 => return Some('D'),
        0xf0 | 0x256 => return Some('d'),
        0xc0..=0x24f => LATIN.get(n - 0xc0),
        0x1e00..=0x1eff => LATIN_MORE.get(n - 0x1e00),
        0x300..=0x36f | 0x1dc0..=0x1dff => return None,
        _ => return Some(c),
    };
    match found {
        Some(b'?') | None => Some(c),
        Some(b) => Some(*b as char),
    }
}

/// Removes diacritics; đ becomes d. The letter case is preserved.
#[must_use]
pub fn without_marks(text: &str) -> String {
    nfc(text).chars().filter_map(base_letter).collect()
}

/// Returns the search key: lower case without diacritics, punctuation as one space.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for c in clean(text)
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(base_letter)
    {
        if c.is_alphanumeric() {
            if space && !out.is_empty() {
                out.push(' ');
            }
            space = false;
            out.push(c);
        } else if !is_apostrophe(c) {
            space = true;
        }
    }
    // A removed apostrophe may have been between a letter and its mark.
    match nfc(&out) {
        Cow::Owned(composed) => composed,
        Cow::Borrowed(_) => out,
    }
}

/// Returns whether people type this character as an apostrophe.
#[must_use]
pub fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{2b9}' | '\u{60}' | '\u{b4}'
    )
}

/// Converts apostrophes to `'` and hyphens to `-`.
#[must_use]
pub fn apostrophes(text: &str) -> Cow<'_, str> {
    let is_typographic = |c: char| {
        matches!(
            c,
            '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{2010}' | '\u{2011}'
        )
    };
    if !text.contains(is_typographic) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|c| match c {
                '\u{2018}' | '\u{2019}' | '\u{2bc}' => '\'',
                '\u{2010}' | '\u{2011}' => '-',
                c => c,
            })
            .collect(),
    )
}

/// Converts to upper case with diacritics, by simple case mapping (đ → Đ); for output only (R-ID-7).
#[must_use]
pub fn upper(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let mut capitals = c.to_uppercase();
        match (capitals.next(), capitals.next()) {
            (Some(capital), None) => out.push(capital),
            // A letter whose upper case is several letters is not changed.
            _ => out.push(c),
        }
    }
    out
}

/// Returns the tone of a lower-case letter (0 for none) and the letter without it, which is `None` for
/// a combining mark. Some names of the highlands have the tone on a consonant: Ia Kŕai.
pub(crate) fn tone(c: char) -> (usize, Option<char>) {
    if c.is_ascii() {
        return (0, Some(c));
    }
    if let Some(i) = ['\u{300}', '\u{301}', '\u{309}', '\u{303}', '\u{323}']
        .iter()
        .position(|m| *m == c)
    {
        return (i + 1, None);
    }
    for (plain, marked) in MARKED {
        if let Some(i) = marked.chars().position(|m| m == c) {
            return (i + 1, Some(plain));
        }
    }
    (0, Some(c))
}

/// Returns the lower-case letter with a tone, by the numbers of [`tone`]; without one the letter.
pub(crate) fn with_tone(plain: char, tone: usize) -> Option<char> {
    let Some(i) = tone.checked_sub(1) else {
        return Some(plain);
    };
    let (_, marked) = MARKED.iter().find(|(letter, _)| *letter == plain)?;
    marked.chars().nth(i)
}

/// Lower-case letters, each with its tones: huyền, sắc, hỏi, ngã, nặng.
const MARKED: [(char, &str); 15] = [
    ('a', "àáảãạ"),
    ('ă', "ằắẳẵặ"),
    ('â', "ầấẩẫậ"),
    ('e', "èéẻẽẹ"),
    ('ê', "ềếểễệ"),
    ('i', "ìíỉĩị"),
    ('o', "òóỏõọ"),
    ('ô', "ồốổỗộ"),
    ('ơ', "ờớởỡợ"),
    ('u', "ùúủũụ"),
    ('ư', "ừứửữự"),
    ('y', "ỳýỷỹỵ"),
    ('k', "kḱkkḳ"),
    ('n', "ǹńnnṇ"),
    ('r', "rŕrrṛ"),
];

/// Returns a key in which the tones of a word follow its letters, so that `hoà` and `hòa` are equal. A
/// tone is a control character, which cleaned text cannot contain.
fn exact_key(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    // How often each tone occurs in the word; index 0 is unused.
    let mut tones = [0_u8; 6];
    let flush = |out: &mut String, tones: &mut [u8; 6]| {
        for (mark, n) in ('\0'..).zip(tones) {
            out.extend(core::iter::repeat_n(mark, usize::from(*n)));
            *n = 0;
        }
    };
    for c in apostrophes(&clean(text))
        .chars()
        .flat_map(char::to_lowercase)
    {
        let (mark, plain) = tone(vietnamese_d(c));
        if let Some(n) = tones.get_mut(mark).filter(|_| mark > 0) {
            *n = n.saturating_add(1);
        }
        if let Some(plain) = plain {
            if !plain.is_alphabetic() {
                flush(&mut out, &mut tones);
            }
            out.push(plain);
        }
    }
    flush(&mut out, &mut tones);
    out
}

/// Returns whether two texts are equal except for Unicode form, case, tone placement and apostrophes.
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    a == b || exact_key(a) == exact_key(b)
}

/// The similarity of two names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// See [`same`].
    Exact,
    /// Equal without diacritics.
    Folded,
    /// The same words in another order, or without one middle word.
    Likely,
    /// None of these; only this is worth a warning.
    Different,
}

/// Returns the similarity of two names.
#[must_use]
pub fn likeness(a: &str, b: &str) -> Likeness {
    if same(a, b) {
        return Likeness::Exact;
    }
    let (a, b) = (fold(a), fold(b));
    if a == b {
        return Likeness::Folded;
    }
    let words = |text: &str| {
        let words: BinaryHeap<String> = text.split(' ').map(str::to_owned).collect();
        words.into_sorted_vec()
    };
    if words(&a) == words(&b) || middle_missing(&a, &b) || middle_missing(&b, &a) {
        return Likeness::Likely;
    }
    Likeness::Different
}

/// Returns whether `short` is `long` without one word that is neither the first nor the last.
fn middle_missing(long: &str, short: &str) -> bool {
    let (long, short): (Vec<&str>, Vec<&str>) =
        (long.split(' ').collect(), short.split(' ').collect());
    if long.len() < 3 || long.len() != short.len() + 1 {
        return false;
    }
    (1..long.len() - 1).any(|gap| {
        long.iter()
            .enumerate()
            .filter(|(i, _)| *i != gap)
            .map(|(_, w)| w)
            .eq(short.iter())
    })
}

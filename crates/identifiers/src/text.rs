//! Text as people type it, made comparable.
//!
//! | step | what happens |
//! |---|---|
//! | clean | NFC; marks that nobody sees are dropped; every kind of space is one space; trimmed |
//! | digits | full-width digits become ASCII; space `.` `-` `/` `(` `)` are dropped |
//! | fold | for search: small letters without marks, đ is d, punctuation is a space |
//!
//! Source: Unicode 16 (UAX #15); the rules of the agency's import as named in
//! `data/README.md`; vectors in `data/vectors_text.json`; read 2026-11-20.

use std::borrow::Cow;
use std::collections::BinaryHeap;

/// Is this a character that nobody sees: zero-width, direction, soft hyphen, byte order, control?
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}'
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}')
}

/// Composes to NFC. Without the feature `nfc` the text is handed over composed already.
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

/// Vietnamese in form NFC lies below U+0300 or in U+1E00–U+1EFF, where nothing is left to
/// compose: no table is needed.
fn is_composed(c: char) -> bool {
    c < '\u{300}' || ('\u{1e00}'..='\u{1eff}').contains(&c)
}

/// One line of text: see the module.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    squeeze(text, false)
}

/// Several lines of text: as [`clean`], but line breaks stay (as LF), at most one blank line in a row.
#[must_use]
pub fn clean_lines(text: &str) -> Cow<'_, str> {
    squeeze(text, true)
}

fn squeeze(text: &str, lines: bool) -> Cow<'_, str> {
    if is_clean(text, lines) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    let mut breaks = 0;
    let mut before = '\0';
    for c in text.chars() {
        if is_invisible(c) {
            continue;
        }
        let carriage = before == '\r';
        before = c;
        let ends_line = matches!(
            c,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        );
        if lines && ends_line {
            // CR LF is one break.
            if !(c == '\n' && carriage) {
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
    // Composed last: what was dropped may have kept a letter and its mark apart.
    if let Cow::Owned(composed) = nfc(&out) {
        out = composed;
    }
    Cow::Owned(out)
}

/// Is this text that [`squeeze`] would leave as it is, seen at a glance? Vietnamese mostly is.
fn is_clean(text: &str, lines: bool) -> bool {
    let mut space = false;
    // No break may stand first.
    let mut breaks = 2;
    for c in text.chars() {
        if c > ' ' {
            // Between the letters lie the controls, the hard space and the soft hyphen.
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

/// Is there nothing to see in it? A visible ASCII sign, which nearly every answer
/// has, saves the look at every character.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    !text.bytes().any(|byte| byte.is_ascii_graphic()) && clean(text).is_empty()
}

/// As [`char::is_alphabetic`], but without its table for the letters of Vietnamese.
#[must_use]
pub fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphabetic(),
        '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => true,
        _ => c.is_alphabetic(),
    }
}

/// The value of an ASCII or full-width digit.
pub(crate) fn digit(c: char) -> Option<u32> {
    match c {
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => c.to_digit(10),
    }
}

/// A full-width digit as an ASCII one, everything else as it is.
pub(crate) fn narrow(c: char) -> char {
    digit(c).and_then(|d| char::from_digit(d, 10)).unwrap_or(c)
}

/// A number as typed, without what people put between its digits. Letters stay.
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
    // What was dropped may have kept a letter and its mark apart.
    if let Cow::Owned(composed) = nfc(&out) {
        out = composed;
    }
    Cow::Owned(out)
}

/// A count of a few things, such as months. Signs between its digits are no grouping: `5-6`
/// and `1.5` are none.
#[must_use]
pub fn count(text: &str) -> Option<u32> {
    let mut n: u32 = 0;
    let typed = clean(text);
    for c in typed.chars() {
        n = n.checked_mul(10)?.checked_add(digit(c)?)?;
    }
    (!typed.is_empty()).then_some(n)
}

/// Signs that people put between the digits of a number, ASCII, typographic and full-width.
fn is_between_digits(c: char) -> bool {
    matches!(
        c,
        ' ' | '.' | '-' | '/' | '(' | ')' | '\u{2010}'
            ..='\u{2015}' | '\u{2212}' | '（' | '）' | '－' | '．' | '／'
    )
}

/// Base letters of U+00C0–U+024F; `?` where there is none.
const LATIN: &[u8; 400] = b"AAAAAA?CEEEEIIII?NOOOOO?OUUUUY??aaaaaa?ceeeeiiii?nooooo?ouuuuy?yAaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHh??IiIiIiIiI???JjKk?LlLlLl??LlNnNnNn???OoOoOo??RrRrRrSsSsSsSsTtTt??UuUuUuUuUuUuWwYyYZzZzZzsb???????????????????????????????Oo?????????????Uu????????????????????????????AaIiOoUuUuUuUuUu?AaAa????GgKkOoOo??j???Gg??NnAa????AaAaEeEeIiIiOoOoRrRrUuUuSsTt??Hh??????AaEeOoOoOoOoYy???????????????B????????????";

/// Base letters of U+1E00–U+1EFF; `?` where there is none.
const LATIN_MORE: &[u8; 256] = b"AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMmMmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVvWwWwWwWwWwXxXxYyZzZzZzhtwy??????AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEeEeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy??????";

/// The letter without its marks; marks that stand alone give nothing.
fn base(c: char) -> Option<char> {
    let n = c as usize;
    let found = match n {
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

/// The text without marks, đ as d; capitals stay.
#[must_use]
pub fn without_marks(text: &str) -> String {
    nfc(text).chars().filter_map(base).collect()
}

/// The key for search: small letters without marks, punctuation as one space.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for c in clean(text)
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(base)
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
    // What stood on both sides of an apostrophe may be parts of one letter.
    match nfc(&out) {
        Cow::Owned(composed) => composed,
        Cow::Borrowed(_) => out,
    }
}

/// Is this one of the marks that people write for an apostrophe?
#[must_use]
pub fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{2b9}' | '\u{60}' | '\u{b4}'
    )
}

/// Apostrophes as `'`, hyphens as `-`.
#[must_use]
pub fn apostrophes(text: &str) -> Cow<'_, str> {
    let odd = |c: char| {
        matches!(
            c,
            '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{2010}' | '\u{2011}'
        )
    };
    if !text.contains(odd) {
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

/// Capitals with their marks, by simple case mapping (đ → Đ); for output only (R-ID-7).
#[must_use]
pub fn upper(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let mut capitals = c.to_uppercase();
        match (capitals.next(), capitals.next()) {
            (Some(capital), None) => out.push(capital),
            // A letter whose capital is several letters stays as it is.
            _ => out.push(c),
        }
    }
    out
}

/// The tone of a small letter (0 none) and the letter without it, which is nothing for a
/// mark that stands alone. Some names of the highlands bear the tone on a consonant: Ia Kŕai.
fn tone(c: char) -> (usize, Option<char>) {
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

/// Words with their tones told apart from their letters, so that `hoà` and `hòa` are one.
/// A tone stands behind its word as a control character, which cleaned text cannot hold.
fn exact_key(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    // How often each tone stands in the word; the first is none.
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
        let (mark, plain) = tone(c);
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

/// Are these the same but for form, case, tone placement and apostrophes?
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    a == b || exact_key(a) == exact_key(b)
}

/// How alike two names are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// See [`same`].
    Exact,
    /// The same without marks.
    Folded,
    /// The same words in another order, or one middle word missing.
    Likely,
    /// None of these; only this is worth a warning.
    Different,
}

/// How alike two names are.
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

/// Is `short` `long` without one word that is neither the first nor the last?
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

//! Repairs names in an old Vietnamese encoding, or typed without the input method.
//!
//! | typed | because | repaired |
//! |---|---|---|
//! | `Ðặng` (U+00D0) | a letter that looks like Đ | Đặng |
//! | `NguyÔn ThÞ MÉu` | text in the encoding TCVN3 (fonts `.Vn…`) | Nguyễn Thị Mẫu |
//! | `Nguyeãn Thò Maãu` | text in the encoding VNI (fonts `VNI-…`) | Nguyễn Thị Mẫu |
//! | `Nguyeenx Thij Maaux` | Telex keys, with the input method off | Nguyễn Thị Mẫu |
//!
//! A repair is only proposed, and only if each of its words is a Vietnamese syllable and one of the
//! typed words is none. Names of the highlands are not Vietnamese syllables, so they stay.
//!
//! Source: TCVN 5712:1993 (TCVN3); the character table of VNI for Windows; the Telex keys of `UniKey`;
//! read 2026-11-30.

use crate::text::{tone, vietnamese_d, with_tone};

/// The code points from U+00A1 of the encoding TCVN3; `?` for none. U+00AD is invisible in text and
/// therefore lost.
const TCVN3: &str = "ĂÂÊÔƠƯĐăâêôơưđ??????àảãáạ?ằẳẵắ???????ặầẩẫấậè?ẻẽéẹềểễếệìỉ???ĩíịò?ỏõóọồổỗốộờởỡớợù?ủũúụừửữứựỳỷỹýỵ";

/// Returns the repaired name, or `None` if it equals the input.
pub(crate) fn repaired(name: &str) -> Option<String> {
    if let Some(name) = look_alike(name) {
        return Some(name);
    }
    if words(name).all(is_syllable) {
        return None;
    }
    let decoded = if name.is_ascii() {
        telex(name)
    } else {
        tcvn3(name).or_else(|| vni(name))
    };
    decoded.filter(|decoded| decoded != name)
}

/// Returns the name with Đ and đ at the start of words instead of look-alikes.
fn look_alike(name: &str) -> Option<String> {
    let mut before = ' ';
    let mut is_changed = false;
    let fixed = name
        .chars()
        .map(|c| {
            let is_first = !before.is_alphabetic();
            before = c;
            let fixed = if is_first { vietnamese_d(c) } else { c };
            is_changed |= fixed != c;
            fixed
        })
        .collect();
    is_changed.then_some(fixed)
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split([' ', '-', '.', '\''])
        .filter(|word| !word.is_empty())
}

/// Returns the text if each word is a Vietnamese syllable.
fn accepted(text: String) -> Option<String> {
    let is_accepted = words(&text).all(is_syllable);
    is_accepted.then_some(text)
}

fn tcvn3(name: &str) -> Option<String> {
    let decode = |c: char| {
        if c.is_ascii() {
            return Some(c);
        }
        let i = (c as usize).checked_sub(0xa1)?;
        TCVN3.chars().nth(i).filter(|c| *c != '?')
    };
    let decoded: String = name.chars().map(decode).collect::<Option<_>>()?;
    // The fonts of capitals show the codes of small letters as capitals.
    let mut plain = name.chars().filter(char::is_ascii_alphabetic);
    if plain.clone().count() > 1 && plain.all(|c| c.is_ascii_uppercase()) {
        return accepted(crate::text::upper(&decoded));
    }
    accepted(decoded)
}

fn vni(name: &str) -> Option<String> {
    let mut out = String::with_capacity(name.len());
    let mut rest = name.chars().peekable();
    while let Some(c) = rest.next() {
        let is_capital = c.is_uppercase();
        let small = lower(c);
        let combined = rest
            .peek()
            .and_then(|mark| vni_vowel(small, lower(*mark)))
            .inspect(|_| {
                rest.next();
            });
        let decoded = combined.or(match small {
            'ô' => Some('ơ'),
            'ö' => Some('ư'),
            'ñ' => Some('đ'),
            'í' | 'ì' => Some(small),
            'æ' => Some('ỉ'),
            'ó' => Some('ĩ'),
            'ò' => Some('ị'),
            'î' => Some('ỵ'),
            c if c.is_ascii() => Some(c),
            _ => None,
        })?;
        push(&mut out, decoded, is_capital);
    }
    accepted(out)
}

/// Returns the vowel that a base letter and the character after it stand for in VNI.
fn vni_vowel(base: char, mark: char) -> Option<char> {
    let at = |marks: &str| marks.chars().position(|m| m == mark);
    let circumflex = match base {
        'a' => Some('â'),
        'e' => Some('ê'),
        'o' => Some('ô'),
        _ => None,
    };
    // No tone, huyền, sắc, hỏi, ngã, nặng.
    if let (Some(letter), Some(tone)) = (circumflex, at("âàáåãä")) {
        return with_tone(letter, tone);
    }
    if let ('a', Some(tone)) = (base, at("êèéúüë")) {
        return with_tone('ă', tone);
    }
    let letter = match base {
        'a' | 'e' | 'o' | 'u' | 'y' => base,
        'ô' => 'ơ',
        'ö' => 'ư',
        _ => return None,
    };
    with_tone(letter, at("øùûõï")? + 1)
}

fn telex(name: &str) -> Option<String> {
    let mut out = String::with_capacity(name.len() + 8);
    let mut count = 0;
    for word in name.split(' ') {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&telex_word(word)?);
        count += 1;
    }
    // A single word may be a foreign name: Max.
    if count < 2 { None } else { accepted(out) }
}

fn telex_word(word: &str) -> Option<String> {
    let mut letters: Vec<(char, bool)> = Vec::with_capacity(word.len());
    let mut toned = 0;
    for typed in word.chars() {
        let key = typed.to_ascii_lowercase();
        let has_vowel = letters.iter().any(|(c, _)| is_vowel(*c));
        let last = letters.last_mut().map(|(c, _)| c);
        match (key, last) {
            ('a', Some(c)) if *c == 'a' => *c = 'â',
            ('e', Some(c)) if *c == 'e' => *c = 'ê',
            ('o', Some(c)) if *c == 'o' => *c = 'ô',
            ('d', Some(c)) if *c == 'd' => *c = 'đ',
            ('w', Some(c)) => {
                *c = match *c {
                    'a' => 'ă',
                    'o' => 'ơ',
                    'u' => 'ư',
                    _ => return None,
                };
                let is_horned = *c == 'ơ';
                if let [.., (u @ 'u', _), _] = letters.as_mut_slice()
                    && is_horned
                {
                    *u = 'ư';
                }
            }
            ('f' | 's' | 'r' | 'x' | 'j', _) if has_vowel && toned == 0 => {
                toned = "fsrxj".find(key)? + 1;
            }
            ('f' | 'j' | 'w' | 'z', _) => return None,
            _ => letters.push((key, typed.is_ascii_uppercase())),
        }
    }
    if toned > 0 {
        let at = toned_vowel(&letters)?;
        let (c, _) = letters.get_mut(at)?;
        *c = with_tone(*c, toned)?;
    }
    let mut out = String::with_capacity(word.len() + 4);
    for (c, is_capital) in letters {
        push(&mut out, c, is_capital);
    }
    Some(out)
}

/// Returns the position of the vowel that carries the tone, in the older placement (hòa).
fn toned_vowel(letters: &[(char, bool)]) -> Option<usize> {
    let letter = |i: usize| letters.get(i).map(|(c, _)| *c);
    let mut first = letters.iter().position(|(c, _)| is_vowel(*c))?;
    let is_followed_by_vowel = letter(first + 1).is_some_and(is_vowel);
    // The u of qu and the i of gi belong to the consonant.
    let glide = first.checked_sub(1).and_then(letter).zip(letter(first));
    if is_followed_by_vowel && matches!(glide, Some(('q', 'u') | ('g', 'i'))) {
        first += 1;
    }
    let count = (first..letters.len())
        .take_while(|i| letter(*i).is_some_and(is_vowel))
        .count();
    let end = first + count;
    let marked = (first..end)
        .rev()
        .find(|i| letter(*i).is_some_and(|c| "ăâêôơư".contains(c)));
    Some(match (marked, count) {
        (Some(i), _) => i,
        (None, _) if end < letters.len() => end - 1,
        (None, 3..) => first + 1,
        (None, _) => first,
    })
}

fn push(out: &mut String, small: char, is_capital: bool) {
    if is_capital {
        out.extend(small.to_uppercase());
    } else {
        out.push(small);
    }
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

const fn is_vowel(c: char) -> bool {
    matches!(
        c,
        'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y'
    )
}

/// The consonants that begin a syllable, longest first.
const ONSETS: [&str; 26] = [
    "ngh", "ch", "gh", "kh", "ng", "nh", "ph", "th", "tr", "b", "c", "d", "đ", "g", "h", "k", "l",
    "m", "n", "p", "r", "s", "t", "v", "x", "",
];

/// The consonants that end a syllable.
const CODAS: [&str; 9] = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];

/// Vowels that may end a syllable or be followed by a consonant.
const OPEN: &str = " a e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iu oa oe oi ôi ơi ua ue uê ui uơ uy ưa ưi ưu iêu yêu oai oao oay oeo uây uôi uya uyu ươi ươu ";

/// Vowels that a consonant must follow.
const CLOSED: &str = " ă â iê oă uâ uô ươ yê uyê ";

/// The longest syllable, nghiêng, has seven letters.
const MAX_LETTERS: usize = 7;

/// Returns whether a word is a Vietnamese syllable with at most one tone. Without allocation, because
/// every name of a dossier is checked.
fn is_syllable(word: &str) -> bool {
    let mut buffer = [0_u8; MAX_LETTERS * 4];
    let (mut used, mut tones) = (0, 0);
    for c in word.chars() {
        let (mark, Some(plain)) = tone(lower(c)) else {
            return false;
        };
        if mark > 0 && !is_vowel(plain) {
            return false;
        }
        tones += usize::from(mark > 0);
        let Some(free) = buffer.get_mut(used..).filter(|b| b.len() >= 4) else {
            return false;
        };
        used += plain.encode_utf8(free).len();
    }
    let Some(Ok(plain)) = buffer.get(..used).map(core::str::from_utf8) else {
        return false;
    };
    tones < 2 && (is_plain_syllable(plain) || glided(plain).is_some_and(is_rhyme))
}

/// Returns the rest after qu or gi.
fn glided(plain: &str) -> Option<&str> {
    plain
        .strip_prefix("qu")
        .or_else(|| plain.strip_prefix("gi"))
}

fn is_plain_syllable(plain: &str) -> bool {
    ONSETS
        .iter()
        .filter_map(|onset| plain.strip_prefix(onset))
        .any(is_rhyme)
}

fn is_rhyme(rhyme: &str) -> bool {
    let end = rhyme.find(|c| !is_vowel(c)).unwrap_or(rhyme.len());
    let (vowels, coda) = rhyme.split_at(end);
    let is_listed = |list: &str| !vowels.is_empty() && list.split(' ').any(|known| known == vowels);
    CODAS.contains(&coda) && (is_listed(OPEN) || (!coda.is_empty() && is_listed(CLOSED)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_syllables() {
        for word in [
            "Nguyễn",
            "Thị",
            "Mẫu",
            "Trần",
            "Quốc",
            "Quý",
            "Giang",
            "Gia",
            "Nghiêng",
            "Đặng",
            "Thúy",
            "Khuya",
            "Oanh",
            "Yến",
            "Ước",
            "Phượng",
            "HOÀ",
            "mai",
            "Huỳnh",
            "Quyên",
            "Xuân",
        ] {
            assert!(is_syllable(word), "{word}");
        }
        for word in [
            "",
            "Nguyeãn",
            "Maãu",
            "Niê",
            "Ksor",
            "Nguyeenx",
            "MÉÉu",
            "Christopher",
            "ệ̃n",
            "Thij",
            "Kŕai",
        ] {
            assert!(!is_syllable(word), "{word}");
        }
    }

    #[test]
    fn ok_tones_of_telex() {
        for (typed, meant) in [
            ("Hoaf Thuys", "Hòa Thúy"),
            ("Quoocs Giangr", "Quốc Giảng"),
            ("DDawngj Uwowcs", "Đặng Ước"),
            ("DDuwowngf Nguyeetj", "Đường Nguyệt"),
            ("tran dduwcs", "tran đức"),
            ("NGUYEENX MAAUX", "NGUYỄN MẪU"),
            ("Ngoaif Ngoeos", "Ngoài Ngoéo"),
        ] {
            assert_eq!(repaired(typed).as_deref(), Some(meant), "{typed}");
        }
    }
}

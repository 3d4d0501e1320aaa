//! From `locales/vi.toml` and `locales/en.toml` to a sorted table of sentences.
//!
//! A file is a flat list `"code" = "sentence"`; gaps are written `{name}`. Both
//! files must have the same codes, and a sentence the same gaps in both.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;

use crate::mistake::{File, Mistake};

type Table = BTreeMap<String, Spanned<String>>;

/// Compiles the two files into the text of a Rust expression
/// `&[(code, vietnamese, english)]`, sorted by code.
///
/// # Errors
/// The first [`Mistake`]: no TOML, a code that only one file has, an empty
/// sentence, a gap that only one language has.
pub fn compile(vi: (&str, &str), en: (&str, &str)) -> Result<String, Mistake> {
    let row = |(code, vi, en): (String, String, String)| {
        format!("({code:?}, {vi:?}, hoso_dossier::english!({en:?}))")
    };
    let rows: Vec<String> = rows(vi, en)?.into_iter().map(row).collect();
    Ok(format!("&[{}]", rows.join(",\n")))
}

/// Compiles those sentences whose codes are wanted, and checks all.
///
/// Returns one Rust expression for each: the text of a line `code`, tab, Vietnamese, tab, English.
///
/// # Errors
/// As [`compile`].
pub fn lines(
    vi: (&str, &str),
    en: (&str, &str),
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Vec<String>, Mistake> {
    let mut rows = rows(vi, en)?;
    rows.retain(|(code, _, _)| wanted(code));
    let line = |(code, vi, en): (String, String, String)| {
        let start = format!("{code}\t{vi}\t");
        format!("concat!({start:?}, hoso_dossier::english!({en:?}), \"\\n\")")
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Reads both files into rows of code, Vietnamese and English, sorted by code.
fn rows(vi: (&str, &str), en: (&str, &str)) -> Result<Vec<(String, String, String)>, Mistake> {
    let vi = File {
        name: vi.0,
        text: vi.1,
    };
    let en = File {
        name: en.0,
        text: en.1,
    };
    let mut first: Table = toml::from_str(vi.text).map_err(|e| vi.toml(&e))?;
    let second: Table = toml::from_str(en.text).map_err(|e| en.toml(&e))?;
    let mut rows = Vec::new();
    for (code, english) in second {
        let at = english.span().start;
        let Some(vietnamese) = first.remove(&code) else {
            return Err(en.mistake(at, format!("`{code}` is not in {}", vi.name)));
        };
        if english.get_ref().trim().is_empty() {
            return Err(en.mistake(at, format!("`{code}` is empty")));
        }
        if vietnamese.get_ref().trim().is_empty() {
            return Err(vi.mistake(vietnamese.span().start, format!("`{code}` is empty")));
        }
        let (here, there) = (gaps(vietnamese.get_ref()), gaps(english.get_ref()));
        if here != there {
            return Err(en.mistake(
                at,
                format!("`{code}` has the gaps {there:?}, in {} {here:?}", vi.name),
            ));
        }
        rows.push((code, vietnamese.into_inner(), english.into_inner()));
    }
    if let Some((code, sentence)) = first.into_iter().next() {
        return Err(vi.mistake(
            sentence.span().start,
            format!("`{code}` is not in {}", en.name),
        ));
    }
    Ok(rows)
}

fn gaps(sentence: &str) -> BTreeSet<&str> {
    sentence
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(gap, _)| gap)
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

    use super::*;

    fn err(vi: &str, en: &str, expected: &str) {
        let mistake = compile(("vi.toml", vi), ("en.toml", en)).unwrap_err();
        assert!(mistake.to_string().contains(expected), "{mistake}");
    }

    #[test]
    fn ok_sorted_pairs() {
        let rust = compile(
            ("vi", "\"b\" = 'hai {n}'\n\"a\" = 'một'"),
            ("en", "\"a\" = 'one'\n\"b\" = 'two {n}'"),
        );
        assert_eq!(
            rust.unwrap(),
            "&[(\"a\", \"một\", hoso_dossier::english!(\"one\")),\n(\"b\", \"hai {n}\", hoso_dossier::english!(\"two {n}\"))]"
        );
    }

    #[test]
    fn err_what_differs() {
        err("\"a\" = 'một'", "", "vi.toml:1: `a` is not in en.toml");
        err("", "\n\"a\" = 'one'", "en.toml:2: `a` is not in vi.toml");
        err("\"a\" = 'một {n}'", "\"a\" = 'one'", "gaps");
        err("\"a\" = ''", "\"a\" = 'one'", "empty");
        err("\"a\" = 1", "\"a\" = 'one'", "vi.toml:1");
    }
}

//! The catalog of a language: each source text with its translation, found by the source text.

use std::collections::{BTreeMap, BTreeSet};

use crate::mistake::Mistake;
use crate::texts::Texts;

/// A text in the source language, with the keys of its translation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceText {
    /// Key and text of each part. The text is the parts joined; most have one part.
    pub parts: Vec<(String, String)>,
    /// Whether the page finds the translation by the key instead of the text.
    pub by_key: bool,
}

impl SourceText {
    /// Returns a text of one part.
    #[must_use]
    pub fn new(key: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            parts: vec![(key.into(), text.into())],
            by_key: false,
        }
    }

    /// Returns a text whose translation is found by its key, because the same text with another
    /// meaning is translated in another way: "Lào" is a people and a country.
    #[must_use]
    pub fn by_key(key: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            by_key: true,
            ..Self::new(key, text)
        }
    }

    /// Returns the text.
    #[must_use]
    pub fn text(&self) -> String {
        self.parts.iter().map(|(_, text)| text.as_str()).collect()
    }
}

/// The translations into one language, sorted by the source text.
#[derive(Debug, Default)]
pub struct Catalog {
    /// Source text → translation, and the key that it was first read from.
    rows: BTreeMap<String, (String, String)>,
}

impl Catalog {
    /// Adds a text that is the same in every language, so that no translation of it is accepted.
    pub fn add_untranslated(&mut self, text: &str) {
        let row = (
            text.to_owned(),
            "data, the same in every language".to_owned(),
        );
        self.rows.insert(text.to_owned(), row);
    }

    /// Adds the translations that a file has for these source texts, and checks that it has no
    /// other. `source` names where the source texts are.
    ///
    /// # Errors
    /// The first [`Mistake`]: a missing or unknown key, other gaps than the source text, a source
    /// text that is translated in two ways.
    pub fn add(
        &mut self,
        source_texts: &[SourceText],
        mut texts: Texts<'_>,
        source: &str,
    ) -> Result<(), Mistake> {
        // A part may belong to several texts.
        let mut taken: BTreeMap<&str, (usize, String)> = BTreeMap::new();
        for (key, text) in source_texts.iter().flat_map(|text| &text.parts) {
            if taken.contains_key(key.as_str()) {
                continue;
            }
            let expected = format!("the translation of \"{text}\" ({source})");
            let translation = texts.take(key, &expected)?;
            let at = translation.span().start;
            let (there, here) = (gaps(text), gaps(translation.get_ref()));
            if here != there {
                return Err(texts.file.mistake(
                    at,
                    format!("`{key}` has the gaps {here:?}; expected those of {source}: {there:?}"),
                ));
            }
            taken.insert(key, (at, translation.into_inner()));
        }
        for source_text in source_texts {
            let Some((key, _)) = source_text.parts.first() else {
                continue;
            };
            let parts = source_text.parts.iter();
            let found = parts.filter_map(|(key, _)| taken.get(key.as_str()));
            let translation: String = found.map(|(_, text)| text.as_str()).collect();
            let text = if source_text.by_key {
                key.clone()
            } else {
                source_text.text()
            };
            let at = taken.get(key.as_str()).map_or(0, |(at, _)| *at);
            let row = (translation, format!("{}, `{key}`", texts.file.name));
            match self.rows.get(&text) {
                Some(other) if other.0 != row.0 => {
                    return Err(texts.file.mistake(
                        at,
                        format!(
                            "`{key}`: \"{text}\" is \"{}\" here; expected \"{}\" as in {}, \
                             because a text is found by its source text",
                            row.0, other.0, other.1
                        ),
                    ));
                }
                Some(_) => {}
                None => {
                    self.rows.insert(text, row);
                }
            }
        }
        texts.finish(source)
    }

    /// Writes the rows as a Rust expression, sorted by the source text. Texts that are the same
    /// in both languages are left out.
    #[must_use]
    pub fn to_rust(&self) -> String {
        let rows = self
            .rows
            .iter()
            .map(|(text, (translation, _))| (text, translation));
        let rows: Vec<String> = rows
            .filter(|(text, translation)| text != translation)
            .map(|row| format!("{row:?}"))
            .collect();
        format!("&[{}]", rows.join(",\n"))
    }
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

    fn source() -> Vec<SourceText> {
        let office = SourceText {
            parts: vec![
                ("office.a".to_owned(), "Nơi A".to_owned()),
                ("call".to_owned(), " – gọi".to_owned()),
            ],
            by_key: false,
        };
        vec![
            SourceText::new("b", "hai {n}"),
            SourceText::new("a", "một"),
            SourceText::new("same", "TK1"),
            SourceText::by_key("country.LA", "Lào"),
            office,
        ]
    }

    const GOOD: &str = "a = 'one'\n\"b\" = 'two {n}'\noffice.a = 'Office A'\ncall = ' – call'\nsame = 'TK1'\ncountry.LA = 'Laos'";

    #[test]
    fn ok_sorted_by_the_source_text() {
        let mut catalog = Catalog::default();
        let texts = Texts::read("en.toml", GOOD).unwrap();
        catalog.add(&source(), texts, "vi.toml").unwrap();
        assert_eq!(
            catalog.to_rust(),
            "&[(\"Nơi A – gọi\", \"Office A – call\"),\n(\"country.LA\", \"Laos\"),\n(\"hai {n}\", \"two {n}\"),\n(\"một\", \"one\")]"
        );
    }

    #[track_caller]
    fn err(file: &str, expected: &str) {
        let mut catalog = Catalog::default();
        let added =
            Texts::read("en.toml", file).and_then(|texts| catalog.add(&source(), texts, "vi.toml"));
        let mistake = added.unwrap_err();
        assert!(mistake.to_string().contains(expected), "{mistake}");
    }

    #[test]
    fn err_what_differs_from_the_source() {
        err(
            &GOOD.replace("a = 'one'\n", ""),
            "en.toml:1: expected the key `a`: the translation of \"một\" (vi.toml)",
        );
        err(
            &format!("{GOOD}\nc = 'three'"),
            "en.toml:7: unknown key `c`; expected only keys of vi.toml",
        );
        err(
            &GOOD.replace("{n}", "{m}"),
            "en.toml:2: `b` has the gaps {\"m\"}; expected those of vi.toml: {\"n\"}",
        );
        err(&GOOD.replace("one", " "), "en.toml:1: `a` is empty");
        err(&GOOD.replace("'one'", "1"), "en.toml:1: `a` is no text");
        err(&GOOD.replace("'one'", "\"o\\tne\""), "expected one line");
        err(&format!("{GOOD}\na = 'one'"), "en.toml:7");
        err(&format!("{GOOD}\n\"office.a\" = 'A'"), "there twice");
    }

    #[test]
    fn err_one_text_in_two_translations() {
        let mut catalog = Catalog::default();
        catalog.add_untranslated("Lào");
        let texts = Texts::read("a.toml", "LA = 'Laos'").unwrap();
        let added = catalog.add(&[SourceText::new("LA", "Lào")], texts, "vi.toml");
        assert!(added.is_err());
        for (name, text, is_good) in [
            ("a.toml", "a = 'one'", true),
            ("b.toml", "a = 'two'", false),
        ] {
            let texts = Texts::read(name, text).unwrap();
            let added = catalog.add(&[SourceText::new("a", "một")], texts, "vi.toml");
            assert_eq!(added.is_ok(), is_good);
            let Err(mistake) = added else { continue };
            let expected =
                "b.toml:1: `a`: \"một\" is \"two\" here; expected \"one\" as in a.toml, `a`";
            assert!(mistake.to_string().starts_with(expected), "{mistake}");
        }
    }
}

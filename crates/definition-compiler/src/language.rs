//! The facts of a language: the keys `language.…` of its file in `locales`.

use crate::mistake::Mistake;
use crate::texts::Texts;

/// The tag of the language in which texts are written first: in `locales`, in the definitions and
/// in `data`.
pub const SOURCE: &str = "vi";

/// The facts of a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// Its BCP 47 tag, the name of its file.
    pub tag: String,
    /// Its name in itself, for the button that switches to it.
    pub name: String,
    /// The word for "language" in itself, for the label of the buttons.
    pub word: String,
    /// Separates groups of three digits.
    pub thousands: String,
    /// Separates the digits after the decimal point.
    pub decimal: String,
    /// What is said if its catalog could not be fetched; empty for the source language, which is
    /// never fetched.
    pub not_loaded: String,
}

impl Language {
    /// Takes the facts of a language from the texts of its file.
    ///
    /// # Errors
    /// A [`Mistake`]: the name of the file is no BCP 47 tag, or a fact is missing.
    pub fn take(tag: &str, texts: &mut Texts<'_>) -> Result<Self, Mistake> {
        if !is_tag(tag) {
            let what = format!("`{tag}` is no BCP 47 tag; expected one such as en or zh-Hant");
            return Err(texts.file.mistake(0, what));
        }
        let mut fact = |key: &str, expected: &str| -> Result<String, Mistake> {
            let text = texts.take(&format!("language.{key}"), expected)?;
            Ok(text.into_inner())
        };
        Ok(Self {
            tag: tag.to_owned(),
            name: fact("name", "the name of the language in itself")?,
            word: fact("word", "the word for \"language\" in the language")?,
            thousands: fact("thousands", "the separator of thousands")?,
            decimal: fact("decimal", "the separator of decimals")?,
            not_loaded: if tag == SOURCE {
                String::new()
            } else {
                fact(
                    "not_loaded",
                    "what is said if the language could not be fetched",
                )?
            },
        })
    }

    /// Writes the facts as the fields of a Rust struct.
    #[must_use]
    pub fn to_rust(&self) -> String {
        let Self {
            tag,
            name,
            word: _,
            thousands,
            decimal,
            not_loaded,
        } = self;
        format!(
            "Language {{ tag: {tag:?}, name: {name:?}, thousands: {thousands:?}, decimal: {decimal:?}, not_loaded: {not_loaded:?} }}"
        )
    }
}

fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    parts.next().is_some_and(|first| {
        matches!(first.len(), 2 | 3) && first.bytes().all(|b| b.is_ascii_lowercase())
    }) && parts.all(is_part)
}

//! Reads a file of texts by key: `locales/<tag>.toml` or `procedures/<code>/<tag>.toml`.
//!
//! A key is a code in quotation marks (`"ui.next"`) or a dotted path (`full_name.label`).

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::mistake::{File, Mistake};

/// The texts of a file that were not taken yet, with their positions.
pub struct Texts<'a> {
    pub(crate) file: File<'a>,
    rows: BTreeMap<String, Spanned<String>>,
}

impl<'a> Texts<'a> {
    /// Reads a file.
    ///
    /// # Errors
    /// A [`Mistake`]: no TOML, a value that is no text, an empty text, a tab or a line break.
    pub fn read(name: &'a str, text: &'a str) -> Result<Self, Mistake> {
        let file = File { name, text };
        let table = DeTable::parse(text).map_err(|e| file.toml(&e))?;
        let mut rows = BTreeMap::new();
        flatten(&file, table.get_ref(), "", &mut rows)?;
        Ok(Self { file, rows })
    }

    /// Removes the text of a key and returns it.
    ///
    /// # Errors
    /// A [`Mistake`] if the file has no such key. `expected` says what the text is.
    pub fn take(&mut self, key: &str, expected: &str) -> Result<Spanned<String>, Mistake> {
        self.rows.remove(key).ok_or_else(|| {
            self.file
                .mistake(0, format!("expected the key `{key}`: {expected}"))
        })
    }

    /// Returns the remaining texts, sorted by key.
    pub fn rows(&self) -> impl Iterator<Item = (&str, &str)> {
        self.rows
            .iter()
            .map(|(key, text)| (key.as_str(), text.get_ref().as_str()))
    }

    /// Checks that every text was taken.
    ///
    /// # Errors
    /// A [`Mistake`] at the first key that is left. `source` names the file with the known keys.
    pub fn finish(self, source: &str) -> Result<(), Mistake> {
        match self.rows.first_key_value() {
            Some((key, text)) => Err(self.file.mistake(
                text.span().start,
                format!("unknown key `{key}`; expected only keys of {source}"),
            )),
            None => Ok(()),
        }
    }
}

fn flatten(
    file: &File<'_>,
    table: &DeTable<'_>,
    prefix: &str,
    rows: &mut BTreeMap<String, Spanned<String>>,
) -> Result<(), Mistake> {
    for (key, value) in table {
        let at = value.span();
        let key = format!("{prefix}{}", key.get_ref());
        let wrong = |what: &str| Err(file.mistake(at.start, format!("`{key}` {what}")));
        match value.get_ref() {
            DeValue::Table(inner) => flatten(file, inner, &format!("{key}."), rows)?,
            // A separator of thousands may be a space.
            DeValue::String(text)
                if text.is_empty() || (text.trim().is_empty() && !key.starts_with("language.")) =>
            {
                return wrong("is empty");
            }
            // A catalog has one line per text, with a tab between source and translation.
            DeValue::String(text) if text.contains(['\t', '\n']) => {
                return wrong("has a tab or a line break; expected one line");
            }
            DeValue::String(text) => {
                let text = text.clone().into_owned();
                if rows.insert(key.clone(), Spanned::new(at, text)).is_some() {
                    return Err(file.mistake(
                        value.span().start,
                        format!("the key `{key}` is there twice"),
                    ));
                }
            }
            _ => return wrong("is no text"),
        }
    }
    Ok(())
}

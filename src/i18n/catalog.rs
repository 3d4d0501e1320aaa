//! Translations, fetched as one catalog file per language when the language is first requested.
//!
//! The first load contains the source language only. A catalog has one line per text: the source
//! text, a tab, the translation, sorted by the source text.

use std::sync::OnceLock;

use hoso_locales::LANGUAGES;

use crate::i18n::lang::Lang;

/// Pairs of source text and translation, sorted by the source text.
type Rows = Vec<(&'static str, &'static str)>;

/// The rows of each language; unset until its file is installed.
static CATALOGS: [OnceLock<Rows>; LANGUAGES.len()] = [const { OnceLock::new() }; LANGUAGES.len()];

/// Returns the text in a language; the text itself if it has no translation.
#[must_use]
pub fn translate(lang: Lang, text: &str) -> &str {
    find(lang, text).unwrap_or(text)
}

/// Returns the translation of a source text, or of a key such as `country.LA`.
#[must_use]
pub fn find(lang: Lang, text: &str) -> Option<&'static str> {
    let rows = rows(lang);
    let found = rows.binary_search_by(|row| row.0.cmp(text)).ok();
    found.and_then(|i| rows.get(i)).map(|row| row.1)
}

/// Returns the rows of a language, which a native program has without a file.
fn rows(lang: Lang) -> &'static [(&'static str, &'static str)] {
    #[cfg(feature = "ssr")]
    let built_in = hoso_locales::CATALOGS[lang.index()];
    #[cfg(not(feature = "ssr"))]
    let built_in = &[];
    CATALOGS[lang.index()].get().map_or(built_in, Vec::as_slice)
}

/// Returns whether a language can be shown.
#[must_use]
pub fn is_installed(lang: Lang) -> bool {
    cfg!(feature = "ssr") || lang == Lang::SOURCE || CATALOGS[lang.index()].get().is_some()
}

/// Installs the catalog file of a language. A second call is ignored, because the file is the same.
pub fn install(lang: Lang, file: String) {
    let file: &'static str = file.leak();
    let rows = file.lines().filter_map(|line| line.split_once('\t'));
    let _ = CATALOGS[lang.index()].set(rows.collect());
}

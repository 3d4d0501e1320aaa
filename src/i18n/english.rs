//! English, fetched as one file when it is first requested.
//!
//! The first load contains Vietnamese only. The file has one line per text: the Vietnamese, a tab,
//! the English, sorted by the Vietnamese.

use std::sync::OnceLock;

use hoso_dossier::Text;

use crate::i18n::lang::Lang;

/// Pairs of Vietnamese and English, sorted by the Vietnamese; unset until the file is installed.
static ENGLISH: OnceLock<Vec<(&'static str, &'static str)>> = OnceLock::new();

/// Returns the text in a language.
#[must_use]
pub fn pick(lang: Lang, text: &Text) -> &'static str {
    match lang {
        Lang::Vi => text.vi,
        Lang::En => english_of(text.vi, text.en),
    }
}

/// Returns the English of a Vietnamese text: `built_in` if it is not empty, else the installed
/// English, else the Vietnamese itself.
pub(super) fn english_of(vietnamese: &'static str, built_in: &'static str) -> &'static str {
    if !built_in.is_empty() || vietnamese.is_empty() {
        return built_in;
    }
    let table = ENGLISH.get().map_or(&[][..], Vec::as_slice);
    let found = table.binary_search_by(|row| row.0.cmp(vietnamese)).ok();
    found
        .and_then(|i| table.get(i))
        .map_or(vietnamese, |row| row.1)
}

/// Returns whether English is available.
#[must_use]
pub fn is_installed() -> bool {
    cfg!(feature = "ssr") || ENGLISH.get().is_some()
}

/// Installs the fetched file. A second call is ignored, because the file is the same.
pub fn install(file: String) {
    let file: &'static str = file.leak();
    let rows = file.lines().filter_map(|line| line.split_once('\t'));
    let _ = ENGLISH.set(rows.collect());
}

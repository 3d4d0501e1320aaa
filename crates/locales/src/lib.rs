//! The languages of the app: their list, their facts, and the translations into each.
//!
//! A language is `locales/<tag>.toml` and one `<tag>.toml` in the folder of each procedure. The
//! build reads these files; no code names a language. Vietnamese is the source language: the
//! sentences of the page, the definitions and `data` are written in it, and a translation is found
//! by the Vietnamese text; the name of a country by its key, `country.LA`.

/// The facts of a language.
#[derive(Debug)]
pub struct Language {
    /// Its BCP 47 tag.
    pub tag: &'static str,
    /// Its name in itself.
    pub name: &'static str,
    /// Separates groups of three digits.
    pub thousands: &'static str,
    /// Separates the digits after the decimal point.
    pub decimal: &'static str,
    /// What is shown if its catalog could not be fetched; empty for the source language.
    pub not_loaded: &'static str,
}

/// The languages: the source language first, then by tag.
pub static LANGUAGES: &[Language] = include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// The word for "language" in every language, for the label of the buttons.
pub const LANGUAGE_WORDS: &str = include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// Source text and translation, sorted by the source text. Texts that are the same in both
/// languages are left out.
pub type Catalog = &'static [(&'static str, &'static str)];

/// The catalog of each language, in the order of [`LANGUAGES`]; that of the source language is
/// empty.
#[cfg(feature = "catalogs")]
pub static CATALOGS: &[Catalog] = include!(concat!(env!("OUT_DIR"), "/catalogs.rs"));

/// Returns the text in the language of a tag; the text itself if the language is unknown or the
/// same text serves in both.
#[cfg(feature = "catalogs")]
#[must_use]
pub fn translate<'a>(tag: &str, text: &'a str) -> &'a str {
    let language = LANGUAGES.iter().position(|language| language.tag == tag);
    let catalog = language.and_then(|index| CATALOGS.get(index));
    let found = catalog.and_then(|rows| {
        let row = rows.binary_search_by(|row| row.0.cmp(text)).ok()?;
        rows.get(row)
    });
    found.map_or(text, |row| row.1)
}

/// Returns a catalog as the file that the page fetches: a line for each row, the source text, a
/// tab and the translation.
#[cfg(feature = "catalogs")]
#[must_use]
pub fn catalog_file(catalog: Catalog) -> String {
    let line = |(text, translation): &(&str, &str)| [text, "\t", translation, "\n"].concat();
    catalog.iter().map(line).collect()
}

#[cfg(all(test, feature = "catalogs"))]
mod tests {
    use super::*;

    #[test]
    fn ok_vietnamese_is_first_and_needs_no_catalog() {
        assert_eq!(LANGUAGES.first().map(|one| one.tag), Some("vi"));
        assert_eq!(CATALOGS.len(), LANGUAGES.len());
        assert_eq!(CATALOGS.first().map(|rows| rows.len()), Some(0));
    }

    #[test]
    fn ok_a_text_is_found_by_its_source_text() {
        assert_eq!(translate("en", "Có"), "Yes");
        assert_eq!(translate("en", "country.LA"), "Laos");
        assert_eq!(translate("en", "Lào"), "Lào");
        assert_eq!(translate("vi", "Có"), "Có");
        assert_eq!(translate("tlh", "Có"), "Có");
        assert_eq!(translate("en", "Nguyễn Thị Mẫu"), "Nguyễn Thị Mẫu");
    }

    #[test]
    fn ok_a_catalog_is_a_line_per_text() {
        for rows in CATALOGS.iter().skip(1) {
            let file = catalog_file(rows);
            assert_eq!(file.lines().count(), rows.len());
            assert!(rows.len() > 300, "{file}");
            assert!(rows.is_sorted(), "{file}");
        }
    }
}

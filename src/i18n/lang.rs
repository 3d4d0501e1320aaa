//! The languages of the app: those of `locales`, by their index.

use hoso_locales::{LANGUAGES, Language};

/// A language: an index into [`LANGUAGES`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lang(u8);

impl Lang {
    /// The source language, Vietnamese: its texts are in the module.
    pub const SOURCE: Self = Self(0);

    /// Iterates over all languages, the source language first.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..).zip(LANGUAGES).map(|(index, _)| Self(index))
    }

    /// Returns the language of a BCP 47 tag; the source language if there is no such language.
    #[must_use]
    pub fn from_tag(tag: &str) -> Self {
        Self::all()
            .find(|lang| lang.tag() == tag)
            .unwrap_or_default()
    }

    /// Returns the index into [`LANGUAGES`].
    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }

    /// Returns the facts of the language.
    pub(super) fn facts(self) -> &'static Language {
        &LANGUAGES[self.index()]
    }

    /// Returns the BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        self.facts().tag
    }

    /// Returns the name of the language in itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.facts().name
    }
}

#[cfg(test)]
mod tests {
    use hoso_dossier::wire;

    use super::*;

    #[test]
    fn ok_every_language_is_found_by_its_tag_which_may_be_sent() {
        for lang in Lang::all() {
            assert_eq!(Lang::from_tag(lang.tag()), lang);
            assert!(wire::is_language_tag(lang.tag()), "{}", lang.tag());
        }
        assert_eq!(Lang::all().count(), LANGUAGES.len());
        assert_eq!(Lang::SOURCE.tag(), "vi");
        assert_eq!(Lang::from_tag("tlh"), Lang::SOURCE);
    }
}

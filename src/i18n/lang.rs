//! The languages of the app.

/// A language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// Returns the BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// Returns the language of a tag; Vietnamese for any other than `en`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Self {
        if tag == "en" { Self::En } else { Self::Vi }
    }
}

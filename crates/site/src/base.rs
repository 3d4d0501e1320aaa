//! The path at which a site is served.

use crate::files::Outcome;

/// The path of a site on its host; begins and ends with a slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base(String);

impl Base {
    /// Parses `/` or a path such as `/bhxh/`.
    ///
    /// # Errors
    /// When it does not begin and end with a slash, or a character would need quotes.
    pub fn parse(text: &str) -> Outcome<Self> {
        let plain = |c: char| c.is_ascii_alphanumeric() || "._~-".contains(c);
        let is_folder = |folder: &str| !folder.is_empty() && folder.chars().all(plain);
        let folders = text
            .strip_prefix('/')
            .and_then(|rest| rest.strip_suffix('/'));
        if text == "/" || folders.is_some_and(|folders| folders.split('/').all(is_folder)) {
            return Ok(Self(text.to_owned()));
        }
        Err(format!(
            "base {text:?}: expected a path that begins and ends with a slash, such as /bhxh/"
        ))
    }

    /// Returns the path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

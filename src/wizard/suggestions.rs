//! The text that the procedure suggests for one of its fields ("Điền giúp tôi").

use hoso_view::Signal;
use std::cell::RefCell;

/// The suggestions of one wizard.
pub struct Suggestions {
    /// Whether a suggestion was requested, but answers that it needs are missing.
    pub unavailable: Signal<bool>,
    last: RefCell<String>,
}

impl Default for Suggestions {
    fn default() -> Self {
        Self {
            unavailable: Signal::new(false),
            last: RefCell::default(),
        }
    }
}

impl Suggestions {
    /// Forgets the last suggestion: it has answers of the dossier.
    pub fn reset(&self) {
        self.unavailable.set(false);
        self.last.borrow_mut().clear();
    }

    /// Returns the text that was suggested last. While nobody has changed it, a new suggestion
    /// replaces it.
    #[must_use]
    pub fn last(&self) -> String {
        self.last.borrow().clone()
    }

    /// Remembers the text that was suggested last.
    pub fn set_last(&self, text: String) {
        *self.last.borrow_mut() = text;
    }

    /// Merges a new suggestion into a text. A text of the person stays; the suggestion is
    /// appended to it. The last suggestion, unchanged, is replaced.
    #[must_use]
    pub fn merge(&self, text: &str, suggestion: &str) -> String {
        let text = text.trim();
        if text.is_empty() || text == suggestion || *self.last.borrow() == text {
            suggestion.to_owned()
        } else if text.contains(suggestion) {
            text.to_owned()
        } else {
            [text, suggestion].join("\n")
        }
    }
}

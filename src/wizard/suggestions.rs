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

    /// Merges a new suggestion into a text. It replaces the sentences that are older or shortened
    /// versions of a suggested sentence. All other sentences and line breaks are the person's own; they
    /// stay before the suggestion.
    #[must_use]
    pub fn merge(&self, text: &str, suggestion: &str) -> String {
        if text.contains(suggestion) {
            return text.trim().to_owned();
        }
        let last = self.last.borrow();
        let suggested: Vec<&str> = sentences(suggestion).chain(sentences(&last)).collect();
        let lines = text.lines().map(|line| {
            let own = sentences(line).filter(|sentence| !is_version(sentence, &suggested));
            own.collect::<Vec<_>>().join(" ")
        });
        let mut kept: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
        kept.push(suggestion.to_owned());
        kept.join("\n")
    }
}

/// Iterates over the sentences of a text. A point within a number ends none.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines();
    let sentences = lines.flat_map(|line| line.split_inclusive(". "));
    sentences
        .map(str::trim)
        .filter(|sentence| !sentence.is_empty())
}

/// Returns whether a sentence is a version of a suggested one: it has the same opening, and adds no
/// word but figures.
fn is_version(sentence: &str, suggested: &[&str]) -> bool {
    let known = |word| {
        suggested
            .iter()
            .any(|other| words(other).any(|w| w == word))
    };
    let opening = opening(sentence);
    suggested
        .iter()
        .any(|other| opening.clone().eq(self::opening(other)))
        && words(sentence).all(known)
}

/// Iterates over the words of a sentence without amounts, dates and punctuation marks.
fn words(sentence: &str) -> impl Iterator<Item = &str> {
    let words = sentence.split_whitespace();
    words
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty() && !word.contains(|c: char| c.is_ascii_digit()))
}

/// Returns the words by which a sentence of a suggestion is recognised. Four distinguish "Thay đổi
/// phương thức" from "Thay đổi mức thu".
fn opening(sentence: &str) -> impl Iterator<Item = &str> + Clone {
    sentence.split_whitespace().take(4)
}

#[cfg(test)]
mod tests {
    use hoso_view::prelude::*;

    use super::*;

    const FULL: &str = "Đăng ký lại BHXH tự nguyện từ tháng 12/2026, mức 1.500.000 đồng/tháng. Điện thoại liên hệ: 0900000001.";

    fn merged(last: &str, text: &str) -> String {
        Owner::new().with(|| {
            let suggestions = Suggestions::default();
            suggestions.set_last(last.to_owned());
            suggestions.merge(text, FULL)
        })
    }

    #[test]
    fn ok_a_suggestion_replaces_its_older_sentences() {
        for text in [
            "",
            FULL,
            // A part was deleted, an amount changed, a sentence is of other answers.
            "Đăng ký lại BHXH tự nguyện từ tháng 12/2026. Điện thoại liên hệ: 0900000001.",
            "Đăng ký lại BHXH tự nguyện từ tháng 11/2026, mức 2.000.000 đồng/tháng.",
            "Đóng bù BHXH tự nguyện từ tháng 08/2026. Điện thoại liên hệ: 0900000002.",
        ] {
            let last = "Đóng bù BHXH tự nguyện từ tháng 08/2026 đến tháng 10/2026.";
            assert_eq!(merged(last, text), FULL, "{text}");
        }
    }

    #[test]
    fn ok_sentences_of_the_person_stay() {
        let own = "Xin gọi lại cho tôi. Tôi ở xa.";
        let expected = [own, FULL].join("\n");
        assert_eq!(merged("", own), expected);
        assert_eq!(merged(FULL, &[own, FULL].join(" ")), [own, FULL].join(" "));
        let edited = "Xin gọi lại cho tôi. Đăng ký lại BHXH tự nguyện từ tháng 12/2026. Tôi ở xa.";
        assert_eq!(merged("", edited), expected);
        // A reason was added to a suggested sentence.
        let extended =
            "Đăng ký lại BHXH tự nguyện từ tháng 11/2026 vì tôi đã thôi việc.\nTôi ở xa.";
        assert_eq!(merged(FULL, extended), [extended, FULL].join("\n"));
        // Nothing is recognised by an opening that is shorter.
        let short = "Đăng ký lại.";
        assert_eq!(merged("", short), [short, FULL].join("\n"));
    }
}

//! From the sentences of `locales/vi.toml` to a sorted table for the page.

use crate::texts::Texts;

/// Returns those sentences whose codes are wanted, sorted by code: one Rust literal for each, the
/// text of a line `code`, tab, sentence.
pub fn lines(texts: &Texts<'_>, wanted: &dyn Fn(&str) -> bool) -> Vec<String> {
    texts
        .rows()
        .filter(|(code, _)| wanted(code))
        .map(|(code, sentence)| format!("{:?}", format!("{code}\t{sentence}\n")))
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

    use super::*;

    #[test]
    fn ok_sorted_by_code() {
        let texts =
            Texts::read("vi.toml", "\"b\" = 'hai {n}'\n\"a\" = 'một'\n\"c\" = 'ba'").unwrap();
        assert_eq!(
            lines(&texts, &|code| code != "c"),
            ["\"a\\tmột\\n\"", "\"b\\thai {n}\\n\""]
        );
    }
}

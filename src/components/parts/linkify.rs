//! Web addresses and phone numbers in a text, as links.

use hoso_view::html::a;
use hoso_view::{IntoNode, Node};

/// Renders a text in which addresses under `gov.vn` and the hotline are links. A web address opens
/// in a new tab.
pub fn linkify(text: &str) -> Node {
    let mut nodes: Vec<Node> = Vec::new();
    let mut plain = String::new();
    for piece in text.split_inclusive(' ') {
        let (before, address, after) = without_punctuation(piece);
        let Some(url) = target(address) else {
            plain.push_str(piece);
            continue;
        };
        plain.push_str(before);
        nodes.push(core::mem::take(&mut plain).into_node());
        nodes.push(
            a().attr("href", url)
                .attr("target", "_blank")
                .attr("rel", "noopener noreferrer")
                .child(address.to_owned())
                .into_node(),
        );
        plain.push_str(after);
    }
    nodes.push(plain.into_node());
    Node::Fragment(nodes)
}

/// Splits a word into the brackets and quotes before it, the word, and the punctuation and spaces
/// after it.
fn without_punctuation(piece: &str) -> (&str, &str, &str) {
    let begun = piece.trim_start_matches(['(', '“', '"']);
    let before = &piece[..piece.len() - begun.len()];
    let word = begun
        .trim_end()
        .trim_end_matches(['.', ',', ';', ':', ')', '”', '"']);
    (before, word, &begun[word.len()..])
}

/// Returns the URL of a word, if it is an address under `gov.vn` or a hotline.
fn target(word: &str) -> Option<String> {
    let host = word.split('/').next().unwrap_or_default();
    let digits: String = word.chars().filter(char::is_ascii_digit).collect();
    let is_host_char = |b: u8| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-');
    let is_host = host.bytes().all(is_host_char) && host.ends_with(".gov.vn");
    if is_host && !word.contains('@') {
        Some(["https://", word].concat())
    } else if is_phone(word, digits.len()) {
        Some(["tel:", &digits].concat())
    } else {
        None
    }
}

/// Returns whether a word is a hotline: a service number, or one whose spaces do not break, as
/// [`fill_hotline`](crate::config::Receiver::fill_hotline) writes it.
fn is_phone(word: &str, digits: usize) -> bool {
    let is_service = digits == 8 && (word.starts_with("1900") || word.starts_with("1800"));
    // No `contains` of a character: it would bring the search for a substring into the first module.
    let mut chars = word.chars();
    let is_joined = chars.any(|c| c == '\u{a0}');
    let is_part = |c: char| matches!(c, '0'..='9' | '\u{a0}' | '.' | '(' | ')' | '+' | '-');
    is_service || (is_joined && digits >= 8 && word.chars().all(is_part))
}

#[cfg(test)]
mod tests {
    use super::{target, without_punctuation};

    #[test]
    fn ok_punctuation_is_no_part_of_an_address() {
        for (piece, before, after) in [
            ("(a.gov.vn), ", "(", "), "),
            ("“a.gov.vn”. ", "“", "”. "),
            ("\"a.gov.vn\"", "\"", "\""),
            ("(“a.gov.vn”);", "(“", "”);"),
            ("a.gov.vn", "", ""),
        ] {
            assert_eq!(
                without_punctuation(piece),
                (before, "a.gov.vn", after),
                "{piece}"
            );
        }
        for piece in ["", " ", "(", "“”", "().,"] {
            let (before, word, after) = without_punctuation(piece);
            assert_eq!(word, "", "{piece}");
            assert_eq!([before, word, after].concat(), piece);
        }
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn ok_brackets_and_quotes_stay_outside_the_link() {
        let html = hoso_view::to_html(super::linkify("Vào (a.gov.vn), “b.gov.vn” hoặc c.vn."));
        let html = html.replace("<!>", "");
        for part in [
            "Vào (<a href=\"https://a.gov.vn\"",
            ">a.gov.vn</a>), “<a href=\"https://b.gov.vn\"",
            ">b.gov.vn</a>” hoặc c.vn.",
        ] {
            assert!(html.contains(part), "{part}\n{html}");
        }
    }

    #[test]
    fn ok_addresses_and_the_hotline() {
        for (word, url) in [
            (
                "dichvucong.baohiemxahoi.gov.vn",
                "https://dichvucong.baohiemxahoi.gov.vn",
            ),
            (
                "baohiemxahoi.gov.vn/tracuu/a.aspx",
                "https://baohiemxahoi.gov.vn/tracuu/a.aspx",
            ),
            ("1900.9068", "tel:19009068"),
            ("1800\u{a0}0001", "tel:18000001"),
            ("0258\u{a0}000\u{a0}0001", "tel:02580000001"),
        ] {
            assert_eq!(target(word).as_deref(), Some(url));
        }
    }

    #[test]
    fn err_other_words_lead_nowhere() {
        for word in [
            "",
            "a@b.gov.vn",
            "gov.vn",
            "1900",
            "19.000.000",
            "0258 000 0001",
            "0900000001",
            "vi-du.vn",
            "x/y.gov.vn",
            "(a.gov.vn",
            "“a.gov.vn",
            "a:b.gov.vn",
            "đ.gov.vn",
            "a?b.gov.vn",
        ] {
            assert_eq!(target(word), None, "{word}");
        }
    }
}

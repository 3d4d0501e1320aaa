//! Web addresses and phone numbers in a text, as links.

use hoso_view::html::a;
use hoso_view::{IntoNode, Node};

/// Renders a text in which addresses under `gov.vn` and the hotline are links. A web address opens
/// in a new tab.
pub fn linkify(text: &str) -> Node {
    let mut nodes: Vec<Node> = Vec::new();
    let mut plain = String::new();
    for piece in text.split_inclusive(' ') {
        let word = piece.trim_end();
        let trimmed = word.trim_end_matches(['.', ',', ';', ':', ')', '"']);
        let Some(url) = target(trimmed) else {
            plain.push_str(piece);
            continue;
        };
        nodes.push(core::mem::take(&mut plain).into_node());
        nodes.push(
            a().attr("href", url)
                .attr("target", "_blank")
                .attr("rel", "noopener noreferrer")
                .child(trimmed.to_owned())
                .into_node(),
        );
        plain.push_str(&piece[trimmed.len()..]);
    }
    nodes.push(plain.into_node());
    Node::Fragment(nodes)
}

/// Returns the URL of a word, if it is an address under `gov.vn` or a hotline.
fn target(word: &str) -> Option<String> {
    let host = word.split('/').next().unwrap_or_default();
    let digits: String = word.chars().filter(char::is_ascii_digit).collect();
    if host.ends_with(".gov.vn") && !word.contains('@') {
        Some(["https://", word].concat())
    } else if word.starts_with("1900") && digits.len() == 8 {
        Some(["tel:", &digits].concat())
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::target;

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
            "vi-du.vn",
            "x/y.gov.vn",
        ] {
            assert_eq!(target(word), None, "{word}");
        }
    }
}

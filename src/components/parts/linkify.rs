//! Addresses and numbers in a sentence, as links that a thumb can tap.

use crate::dom::Node;
use crate::dom::el;

/// A text in which addresses of public offices lead there, and the hotline can be called.
pub fn linkify(text: &str) -> Node {
    let mut nodes: Vec<Node> = Vec::new();
    let mut plain = String::new();
    for piece in text.split_inclusive(' ') {
        let word = piece.trim_end();
        let end = word.trim_end_matches(['.', ',', ';', ':', ')', '"']);
        let Some(address) = target(end) else {
            plain.push_str(piece);
            continue;
        };
        nodes.push(core::mem::take(&mut plain).into());
        nodes.push(
            el("a")
                .attr("href", address)
                .attr("target", "_blank")
                .attr("rel", "noopener noreferrer")
                .child(end.to_owned())
                .into(),
        );
        plain.push_str(&piece[end.len()..]);
    }
    nodes.push(plain.into());
    Node::List(nodes)
}

/// Where a word leads, if it leads anywhere.
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
        for (word, leads) in [
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
            assert_eq!(target(word).as_deref(), Some(leads));
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

//! A view as HTML, with its marks for the browser that takes it over.

use super::{Attribute, Node, Parts};

/// Elements that have no end tag.
const VOID: [&str; 3] = ["input", "br", "hr"];

/// Writes a view as HTML. What is reactive is read once.
#[must_use]
pub fn to_html(node: Node) -> String {
    let mut out = String::new();
    write(node, &mut out);
    out
}

fn write(node: Node, out: &mut String) {
    match node {
        Node::Empty => {}
        // A text of its own must not melt into the one before it.
        Node::Text(text) => {
            if !text.is_empty() {
                out.push_str("<!>");
                escape(&text, false, out);
            }
        }
        Node::Live(text) => {
            out.push_str("<!>");
            escape(&text(), false, out);
        }
        Node::Element(element) => write_element(*element.0, out),
        Node::List(pieces) => pieces.into_iter().for_each(|piece| write(piece, out)),
        Node::Dynamic(make) => {
            out.push_str("<!>");
            write(make(), out);
            out.push_str("<!>");
        }
        Node::Keyed(key, make) => {
            out.push_str("<!>");
            match key() {
                0 => {}
                key => write(make(key), out),
            }
            out.push_str("<!>");
        }
        // Rows are never there before the first answer.
        Node::Rows(..) => out.push_str("<!>"),
    }
}

fn write_element(element: Parts, out: &mut String) {
    out.push('<');
    out.push_str(element.tag);
    for (name, attribute) in element.attributes {
        let text = match attribute {
            Attribute::Fixed(text) => Some(text),
            Attribute::Live(text) => text(),
            Attribute::Value(value) => Some(value())
                .filter(|value| !value.is_empty())
                .map(Into::into),
            Attribute::Checked(checked) => checked().then(|| "".into()),
        };
        if let Some(text) = text {
            out.push(' ');
            out.push_str(name);
            if !text.is_empty() {
                out.push_str("=\"");
                escape(&text, true, out);
                out.push('"');
            }
        }
    }
    out.push('>');
    if VOID.contains(&element.tag) {
        return;
    }
    // A text that is the only child needs no mark.
    match <[Node; 1]>::try_from(element.children) {
        Ok([Node::Text(text)]) => escape(&text, false, out),
        Ok([child]) => write(child, out),
        Err(children) => children.into_iter().for_each(|child| write(child, out)),
    }
    out.push_str("</");
    out.push_str(element.tag);
    out.push('>');
}

fn escape(text: &str, in_attribute: bool, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if in_attribute => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{dynamic, el, live};
    use super::*;

    #[test]
    fn ok_marks_and_escapes() {
        let node = el("p")
            .class("a")
            .attr("title", "\"<>")
            .child("1 < 2")
            .child(live(|| "x"))
            .child(dynamic(|| el("input").attr("required", "")));
        assert_eq!(
            to_html(node.into()),
            "<p class=\"a\" title=\"&quot;&lt;&gt;\"><!>1 &lt; 2<!>x<!><input required><!></p>"
        );
        assert_eq!(to_html(el("b").child("nur").into()), "<b>nur</b>");
    }
}

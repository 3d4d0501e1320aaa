//! Views as HTML, with the markers that hydration needs.

use crate::attribute::{Attribute, Property};
use crate::node::{Node, Parts};

/// Elements without an end tag (WHATWG HTML §13.1.2).
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

const MARKER: &str = "<!>";

/// Renders a view as HTML. Closures are called once.
#[must_use]
pub fn to_html(node: Node) -> String {
    let mut html = String::new();
    write(node, &mut html);
    html
}

pub(crate) fn write(node: Node, html: &mut String) {
    match node {
        Node::Empty => {}
        // The marker keeps the parser from merging adjacent texts.
        Node::Text(text) => {
            if !text.is_empty() {
                html.push_str(MARKER);
                escape(&text, false, html);
            }
        }
        Node::ReactiveText(text) => {
            html.push_str(MARKER);
            escape(&text(), false, html);
        }
        Node::Element(element) => write_element(*element.0, html),
        Node::Fragment(nodes) => nodes.into_iter().for_each(|node| write(node, html)),
        Node::Reactive(build) => write_marked(build(), html),
        Node::Keyed(key, build) => write_marked(build(key()), html),
        Node::Each(each, build) => {
            for item in each() {
                write_marked(build(item), html);
            }
            html.push_str(MARKER);
        }
    }
}

fn write_marked(node: Node, html: &mut String) {
    html.push_str(MARKER);
    write(node, html);
    html.push_str(MARKER);
}

fn write_element(element: Parts, html: &mut String) {
    html.push('<');
    html.push_str(element.tag);
    for (name, attribute) in element.attributes {
        let value = match attribute {
            Attribute::Fixed(value) => Some(value),
            Attribute::Reactive(value) => value(),
            Attribute::Property(value) => match value() {
                Property::Text(text) => Some(text).filter(|text| !text.is_empty()),
                Property::Bool(value) => value.then(|| "".into()),
            },
            Attribute::Listener(_) | Attribute::NodeRef(_) => None,
        };
        if let Some(value) = value {
            html.push(' ');
            html.push_str(name);
            if !value.is_empty() {
                html.push_str("=\"");
                escape(&value, true, html);
                html.push('"');
            }
        }
    }
    html.push('>');
    if VOID.contains(&element.tag) {
        return;
    }
    // A text that is the only child needs no marker.
    match <[Node; 1]>::try_from(element.children) {
        Ok([Node::Text(text)]) => escape(&text, false, html),
        Ok([child]) => write(child, html),
        Err(children) => children.into_iter().for_each(|child| write(child, html)),
    }
    html.push_str("</");
    html.push_str(element.tag);
    html.push('>');
}

fn escape(text: &str, in_attribute: bool, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' if in_attribute => html.push_str("&quot;"),
            c => html.push(c),
        }
    }
}

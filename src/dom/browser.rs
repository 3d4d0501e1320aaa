//! A view in the browser: taken over from the prerendered HTML, or built anew.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use leptos::web_sys::{
    self, Document, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, Node as DomNode,
};

use super::{Attribute, Node, Parts, Str};

const SVG: &str = "http://www.w3.org/2000/svg";

/// Where pieces go: into a parent, before a sibling. While prerendered HTML is
/// taken over, `next` walks along it.
struct Place {
    document: Document,
    parent: DomNode,
    next: Option<DomNode>,
    /// The HTML is there already.
    taking_over: bool,
    svg: bool,
}

/// Takes over the children of an element, which [`super::to_html`] has written
/// from an equal view.
pub fn hydrate(root: &web_sys::Element, node: Node) {
    if let Some(document) = root.owner_document() {
        let next = root.first_child();
        place(
            node,
            &mut Place {
                document,
                parent: root.clone().into(),
                next,
                taking_over: true,
                svg: false,
            },
        );
    }
}

/// Builds a view at the end of an element.
pub fn build_into(root: &web_sys::Element, node: Node) {
    if let Some(document) = root.owner_document() {
        place(
            node,
            &mut Place {
                document,
                parent: root.clone().into(),
                next: None,
                taking_over: false,
                svg: false,
            },
        );
    }
}

/// Keeps an effect alive as long as the piece that it belongs to.
fn keep(effect: RenderEffect<()>) {
    StoredValue::new_local(effect);
}

impl Place {
    fn insert(&self, node: &DomNode) {
        let _ = self.parent.insert_before(node, self.next.as_ref());
    }

    /// The comment that stands here, or a new one.
    fn mark(&mut self) -> DomNode {
        if self.taking_over
            && let Some(found) = self
                .next
                .take_if(|node| node.node_type() == DomNode::COMMENT_NODE)
        {
            self.next = found.next_sibling();
            return found;
        }
        let mark: DomNode = self.document.create_comment("").into();
        self.insert(&mark);
        mark
    }

    /// The text that stands here, or a new one.
    fn text(&mut self, text: &str) -> DomNode {
        if self.taking_over
            && !text.is_empty()
            && let Some(found) = self
                .next
                .take_if(|node| node.node_type() == DomNode::TEXT_NODE)
        {
            self.next = found.next_sibling();
            return found;
        }
        let node: DomNode = self.document.create_text_node(text).into();
        self.insert(&node);
        node
    }
}

fn place(node: Node, at: &mut Place) {
    match node {
        Node::Empty => {}
        Node::Text(text) => {
            if !text.is_empty() {
                if at.taking_over {
                    at.mark();
                }
                at.text(&text);
            }
        }
        Node::Live(text) => place_live(text, at),
        Node::Element(element) => place_element(*element.0, at),
        Node::List(pieces) => pieces.into_iter().for_each(|piece| place(piece, at)),
        Node::Dynamic(make) => place_dynamic(None, Box::new(move |_| make()), at),
        Node::Keyed(key, make) => place_dynamic(Some(key), make, at),
        Node::Rows(keys, make) => place_rows(keys, make, at),
    }
}

fn place_live(text: Box<dyn Fn() -> Str>, at: &mut Place) {
    let mark = at.mark();
    let mut now = untrack(&text);
    let node = at.text(&now);
    keep(RenderEffect::new(move |_| {
        let fresh = text();
        if fresh == now {
            return;
        }
        now = fresh;
        if node
            .parent_node()
            .is_some_and(|parent| Some(parent) == mark.parent_node())
        {
            node.set_node_value(Some(&now));
            return;
        }
        // A translator has put an element in the place of the text.
        let Some(parent) = mark.parent_node() else {
            return;
        };
        if let Some(wrapped) = mark
            .next_sibling()
            .filter(|n| n.node_type() == DomNode::ELEMENT_NODE)
        {
            let _ = parent.remove_child(&wrapped);
        }
        node.set_node_value(Some(&now));
        let _ = parent.insert_before(&node, mark.next_sibling().as_ref());
    }));
}

/// Takes everything between two marks out of the page.
fn clear(start: &DomNode, end: &DomNode) {
    let Some(parent) = start.parent_node() else {
        return;
    };
    while let Some(node) = start.next_sibling() {
        if &node == end {
            return;
        }
        let _ = parent.remove_child(&node);
    }
}

fn place_dynamic(
    key: Option<Box<dyn Fn() -> u32>>,
    make: Box<dyn Fn(u32) -> Node>,
    at: &mut Place,
) {
    let start = at.mark();
    // What stands here is taken over inside the effect, so that it reads there.
    let taking_over = at.taking_over;
    let (document, parent, svg) = (at.document.clone(), at.parent.clone(), at.svg);
    let end = Rc::new(std::cell::RefCell::new(None::<DomNode>));
    let ending = end.clone();
    let next = at.next.take();
    let mut first = Some(next);
    let mut last = None;
    // What a keyed piece holds outlives the runs in which its key stays the same.
    let owner = Owner::current().map_or_else(Owner::new, |owner| owner.child());
    keep(RenderEffect::new(move |_| {
        let mut node = Node::Empty;
        match &key {
            None => node = make(0),
            Some(key) => {
                let now = key();
                if last.replace(now) == Some(now) {
                    return;
                }
                owner.cleanup();
                if now > 0 {
                    node = untrack(|| owner.with(|| make(now)));
                }
            }
        }
        let keyed = key.as_ref().map(|_| owner.clone());
        let place = |node: Node, inner: &mut Place| match &keyed {
            Some(owner) => untrack(|| owner.with(|| place(node, inner))),
            None => place(node, inner),
        };
        if let Some(next) = first.take() {
            let mut inner = Place {
                document: document.clone(),
                parent: parent.clone(),
                next,
                taking_over,
                svg,
            };
            place(node, &mut inner);
            let mark = inner.mark();
            if !taking_over {
                inner.next = mark.next_sibling();
            }
            *ending.borrow_mut() = Some(mark);
            return;
        }
        let end = ending.borrow().clone();
        let Some(end) = end else { return };
        clear(&start, &end);
        let Some(parent) = end.parent_node() else {
            return;
        };
        let mut inner = Place {
            document: document.clone(),
            parent,
            next: Some(end),
            taking_over: false,
            svg,
        };
        place(node, &mut inner);
    }));
    at.next = end.borrow().as_ref().and_then(DomNode::next_sibling);
}

fn place_rows(
    keys: Box<dyn Fn() -> Vec<String>>,
    make: Box<dyn Fn(String) -> Node>,
    at: &mut Place,
) {
    let end = at.mark();
    let document = at.document.clone();
    let owner = Owner::current();
    let mut there: Vec<(String, Owner, DomNode, DomNode)> = Vec::new();
    keep(RenderEffect::new(move |_| {
        let keys = keys();
        let Some(parent) = end.parent_node() else {
            return;
        };
        there.retain(|(key, owner, start, end)| {
            let stays = keys.contains(key);
            if !stays {
                owner.cleanup();
                clear(start, end);
                let _ = parent.remove_child(start);
                let _ = parent.remove_child(end);
            }
            stays
        });
        for key in keys {
            if there.iter().any(|(k, ..)| *k == key) {
                continue;
            }
            // The row belongs to the list, not to this run of the effect.
            let of_row = owner.as_ref().map_or_else(Owner::new, Owner::child);
            let mut inner = Place {
                document: document.clone(),
                parent: parent.clone(),
                next: Some(end.clone()),
                taking_over: false,
                svg: false,
            };
            let start = inner.mark();
            of_row.with(|| untrack(|| place(make(key.clone()), &mut inner)));
            let finish = inner.mark();
            there.push((key, of_row, start, finish));
        }
    }));
}

fn place_element(element: Parts, at: &mut Place) {
    let svg = at.svg || element.tag == "svg";
    let found = if at.taking_over {
        at.next
            .take_if(|node| node.node_type() == DomNode::ELEMENT_NODE)
            .and_then(|node| {
                at.next = node.next_sibling();
                node.dyn_into::<web_sys::Element>().ok()
            })
    } else {
        None
    };
    let taken = found.is_some();
    let made = found.or_else(|| {
        let made = if svg {
            at.document.create_element_ns(Some(SVG), element.tag)
        } else {
            at.document.create_element(element.tag)
        };
        made.ok()
    });
    let Some(dom) = made else { return };
    let only_text = matches!(element.children.as_slice(), [Node::Text(_)]);
    if !(taken && only_text) {
        let mut inner = Place {
            document: at.document.clone(),
            parent: dom.clone().into(),
            next: if taken { dom.first_child() } else { None },
            taking_over: taken,
            svg,
        };
        element
            .children
            .into_iter()
            .for_each(|child| place(child, &mut inner));
    }
    for (name, attribute) in element.attributes {
        match attribute {
            Attribute::Fixed(text) => {
                if !taken {
                    let _ = dom.set_attribute(name, &text);
                }
            }
            Attribute::Live(text) => follow(dom.clone(), name, text),
            Attribute::Value(value) => {
                let dom = dom.clone();
                keep(RenderEffect::new(move |_| set_value(&dom, &value())));
            }
            Attribute::Checked(checked) => {
                let dom = dom.clone();
                keep(RenderEffect::new(move |_| {
                    if let Some(input) = dom.dyn_ref::<HtmlInputElement>() {
                        input.set_checked(checked());
                    }
                }));
            }
        }
    }
    for (event, listener) in element.listeners {
        // The page holds the listener; it goes with the element.
        let listener = Closure::<dyn Fn(web_sys::Event)>::new(listener).into_js_value();
        let _ = dom.add_event_listener_with_callback(event, listener.unchecked_ref());
    }
    if !taken {
        at.insert(&dom);
    }
}

fn follow(dom: web_sys::Element, name: &'static str, text: Box<dyn Fn() -> Option<Str>>) {
    keep(RenderEffect::new(move |_| {
        let fresh = text();
        let old = dom.get_attribute(name);
        if old.as_deref() == fresh.as_deref() {
            return;
        }
        let _ = match fresh {
            Some(fresh) => dom.set_attribute(name, &fresh),
            None => dom.remove_attribute(name),
        };
    }));
}

/// Sets the value of a control of any kind, unless it is that already.
fn set_value(dom: &web_sys::Element, value: &str) {
    if let Some(input) = dom.dyn_ref::<HtmlInputElement>() {
        if input.value() != value {
            input.set_value(value);
        }
    } else if let Some(select) = dom.dyn_ref::<HtmlSelectElement>() {
        if select.value() != value {
            select.set_value(value);
        }
    } else if let Some(area) = dom.dyn_ref::<HtmlTextAreaElement>()
        && area.value() != value
    {
        area.set_value(value);
    }
}

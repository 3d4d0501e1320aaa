//! Views in the browser: hydrated from the HTML of [`to_html`](crate::to_html), or built.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Reflect;
use reactive_graph::effect::RenderEffect;
use reactive_graph::graph::{ToAnySubscriber, untrack};
use reactive_graph::owner::{Owner, StoredValue};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{self, Document, Node as DomNode};

use crate::attribute::{Attribute, Property, Str};
use crate::ev::Listener;
use crate::node::{IntoNode, Node, Parts};
use crate::node_ref::Load;
use crate::signal::unsubscribe;

const SVG: &str = "http://www.w3.org/2000/svg";

/// Builds a view and appends it to an element.
#[must_use = "dropping the handle unmounts the view"]
pub fn mount_to<N: IntoNode>(
    parent: &web_sys::Element,
    view: impl FnOnce() -> N + 'static,
) -> UnmountHandle {
    mount_root(parent, Box::new(move || view().into_node()), false)
}

/// Hydrates the children of an element, which [`to_html`](crate::to_html) rendered from an equal
/// view.
///
/// Elements, texts and markers that the view knows are kept. Nodes that it does not know, such as
/// those of a browser extension or a translator, are removed; what is missing is built.
#[must_use = "dropping the handle unmounts the view"]
pub fn hydrate_from<N: IntoNode>(
    parent: &web_sys::Element,
    view: impl FnOnce() -> N + 'static,
) -> UnmountHandle {
    mount_root(parent, Box::new(move || view().into_node()), true)
}

#[inline(never)]
fn mount_root(
    parent: &web_sys::Element,
    view: Box<dyn FnOnce() -> Node>,
    hydrating: bool,
) -> UnmountHandle {
    // An error means that an executor is set already.
    #[cfg(feature = "hydrate")]
    let _ = any_spawner::Executor::init_wasm_bindgen();
    let parent: &DomNode = parent;
    let first = if hydrating {
        parent.first_child()
    } else {
        None
    };
    let mut cursor = Cursor::new(parent, first, hydrating);
    let start = cursor.insert_marker();
    let owner = Owner::new();
    owner.with(|| mount(view(), &mut cursor));
    if hydrating {
        cursor.remove_until(None);
    }
    let end = cursor.insert_marker();
    UnmountHandle(Mounted { owner, start, end })
}

/// Owns a mounted view. On drop it cleans up the owner of the view, which stops its effects and
/// removes its listeners, and removes its nodes from the page.
#[must_use = "dropping the handle unmounts the view"]
pub struct UnmountHandle(Mounted);

impl UnmountHandle {
    /// Leaks the view, for a root that lives as long as the page.
    pub fn forget(self) {
        std::mem::forget(self);
    }

    /// Returns the owner of the view.
    pub fn owner(&self) -> Owner {
        self.0.owner.clone()
    }
}

/// A view between two markers.
pub(crate) struct Mounted {
    pub(crate) owner: Owner,
    pub(crate) start: DomNode,
    pub(crate) end: DomNode,
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // Cleans up before the nodes are removed, so that no listener gets the `blur` of the
        // removal.
        self.owner.cleanup();
        remove_between(&self.start, &self.end);
        remove(&self.start);
        remove(&self.end);
    }
}

/// What an owner keeps alive. One type, so that the arena is compiled for one type.
enum Resource {
    Effect(RenderEffect<()>),
    Listener(
        web_sys::Element,
        &'static str,
        Closure<dyn Fn(web_sys::Event)>,
    ),
    NodeRef(Load, web_sys::Element),
}

impl Drop for Resource {
    fn drop(&mut self) {
        match self {
            Self::Effect(effect) => unsubscribe(&effect.to_any_subscriber()),
            Self::Listener(element, event, callback) => {
                let callback = callback.as_ref().unchecked_ref();
                let _ = element.remove_event_listener_with_callback(event, callback);
            }
            Self::NodeRef(load, element) => load(element, false),
        }
    }
}

/// Keeps a resource until the current owner is cleaned up.
#[inline(never)]
fn retain(resource: Resource) {
    StoredValue::new_local(resource);
}

fn render_effect(mut run: impl FnMut() + 'static) {
    retain(Resource::Effect(RenderEffect::new(move |_| run())));
}

/// The insertion point: in a parent, before a sibling. While hydrating, `next` walks along the
/// existing siblings.
pub(crate) struct Cursor {
    document: Document,
    parent: DomNode,
    next: Option<DomNode>,
    hydrating: bool,
    svg: bool,
}

/// What hydration looks for.
enum Wanted<'a> {
    Marker,
    Text,
    Element(&'a Parts),
}

impl Cursor {
    pub(crate) fn new(parent: &DomNode, next: Option<DomNode>, hydrating: bool) -> Self {
        Self {
            document: document_of(parent),
            parent: parent.clone(),
            next,
            hydrating,
            svg: false,
        }
    }

    fn insert(&self, node: &DomNode) {
        let _ = self.parent.insert_before(node, self.next.as_ref());
    }

    pub(crate) fn insert_marker(&self) -> DomNode {
        let marker: DomNode = self.document.create_comment("").into();
        self.insert(&marker);
        marker
    }

    /// Returns the next marker, or inserts one.
    pub(crate) fn marker(&mut self) -> DomNode {
        self.find(&Wanted::Marker)
            .unwrap_or_else(|| self.insert_marker())
    }

    /// Returns the next text node, or inserts one.
    fn text(&mut self, text: &str) -> DomNode {
        let found = if text.is_empty() {
            None
        } else {
            self.find(&Wanted::Text)
        };
        found.unwrap_or_else(|| {
            let node: DomNode = self.document.create_text_node(text).into();
            self.insert(&node);
            node
        })
    }

    /// Finds what is wanted among the next siblings, removes the foreign nodes before it and
    /// moves behind it. Changes nothing if it is not there.
    #[inline(never)]
    fn find(&mut self, wanted: &Wanted<'_>) -> Option<DomNode> {
        if !self.hydrating {
            return None;
        }
        let mut candidate = self.next.clone();
        while let Some(node) = candidate {
            if is_wanted(&node, wanted) {
                self.remove_until(Some(&node));
                self.next = node.next_sibling();
                return Some(node);
            }
            // A text follows its marker directly. An element is not searched behind a marker:
            // what follows belongs to another node.
            if matches!(wanted, Wanted::Text)
                || (matches!(wanted, Wanted::Element(_)) && is_marker(&node))
            {
                return None;
            }
            candidate = node.next_sibling();
        }
        None
    }

    /// Removes the siblings that hydration did not find, as far as a sibling or all.
    #[inline(never)]
    fn remove_until(&mut self, known: Option<&DomNode>) {
        while let Some(foreign) = self.next.take() {
            if Some(&foreign) == known {
                return;
            }
            self.next = foreign.next_sibling();
            remove(&foreign);
        }
    }
}

fn document_of(node: &DomNode) -> Document {
    // Only a document has no owner document.
    node.owner_document()
        .unwrap_or_else(|| node.clone().unchecked_into())
}

#[inline(never)]
fn remove(node: &DomNode) {
    if let Some(parent) = node.parent_node() {
        let _ = parent.remove_child(node);
    }
}

/// Removes the nodes between two siblings.
fn remove_between(start: &DomNode, end: &DomNode) {
    while let Some(node) = start.next_sibling() {
        if node == *end {
            return;
        }
        remove(&node);
    }
}

/// Markers are empty comments. A comment with content is foreign.
fn is_marker(node: &DomNode) -> bool {
    node.node_type() == DomNode::COMMENT_NODE
        && node.node_value().is_some_and(|content| content.is_empty())
}

fn is_wanted(node: &DomNode, wanted: &Wanted<'_>) -> bool {
    match wanted {
        Wanted::Marker => is_marker(node),
        Wanted::Text => node.node_type() == DomNode::TEXT_NODE,
        Wanted::Element(element) => node
            .dyn_ref::<web_sys::Element>()
            .is_some_and(|dom| is_rendered_from(dom, element)),
    }
}

/// Whether an element of the page was rendered from this element of the view: the tag and the
/// fixed `id` are equal; without an `id`, the class begins with the fixed class.
///
/// An extension may append a class or add attributes. An element of the view without any
/// attribute equals only one without any.
fn is_rendered_from(dom: &web_sys::Element, element: &Parts) -> bool {
    if dom.local_name() != element.tag {
        return false;
    }
    if element.attributes.is_empty() {
        return !dom.has_attributes();
    }
    let fixed = |name: &str| {
        let mut attributes = element.attributes.iter();
        attributes.find_map(|(n, attribute)| match attribute {
            Attribute::Fixed(value) if *n == name => Some(value),
            _ => None,
        })
    };
    for name in ["id", "class"] {
        if let Some(value) = fixed(name) {
            let found = dom.get_attribute(name).unwrap_or_default();
            return found.starts_with(&**value) && (name == "class" || found.len() == value.len());
        }
    }
    true
}

pub(crate) fn mount(node: Node, at: &mut Cursor) {
    match node {
        Node::Empty => {}
        Node::Text(text) => {
            if !text.is_empty() {
                if at.hydrating {
                    at.marker();
                }
                at.text(&text);
            }
        }
        Node::ReactiveText(text) => mount_reactive_text(text, at),
        Node::Element(element) => mount_element(*element.0, at),
        Node::Fragment(nodes) => nodes.into_iter().for_each(|node| mount(node, at)),
        Node::Reactive(build) => mount_reactive(None, Box::new(move |_| build()), at),
        Node::Keyed(key, build) => mount_reactive(Some(key), build, at),
        Node::Each(each, build) => mount_each(each, build, at),
    }
}

fn mount_reactive_text(text: Box<dyn Fn() -> Str>, at: &mut Cursor) {
    let marker = at.marker();
    let mut current = untrack(&text);
    let node = at.text(&current);
    render_effect(move || {
        let new = text();
        if new == current {
            return;
        }
        current = new;
        let Some(parent) = marker.parent_node() else {
            return;
        };
        node.set_node_value(Some(&current));
        if node.parent_node().as_ref() == Some(&parent) {
            return;
        }
        // A translator replaced the text node by an element: put the text node back.
        if let Some(wrapper) = marker
            .next_sibling()
            .filter(|sibling| sibling.node_type() == DomNode::ELEMENT_NODE)
        {
            remove(&wrapper);
        }
        let _ = parent.insert_before(&node, marker.next_sibling().as_ref());
    });
}

/// Mounts nodes between two markers and rebuilds them.
fn mount_reactive(
    key: Option<Box<dyn Fn() -> u32>>,
    build: Box<dyn Fn(u32) -> Node>,
    at: &mut Cursor,
) {
    let start = at.marker();
    let cursor = share(at);
    let own = cursor.clone();
    // Keyed nodes outlive the runs of the effect in which the key stays the same, so they need
    // another owner than that of the effect.
    let owner = key
        .is_some()
        .then(|| Owner::current().map_or_else(Owner::new, |owner| owner.child()));
    let mut previous = None;
    let mut end: Option<DomNode> = None;
    render_effect(move || {
        let key = key.as_ref().map_or(0, |key| key());
        if owner.is_some() && previous.replace(key) == Some(key) {
            return;
        }
        if let Some(owner) = &owner {
            owner.cleanup();
        }
        let mut mount_new = || {
            let node = build(key);
            let mut cursor = own.borrow_mut();
            if let Some(end) = &end {
                remove_between(&start, end);
                if !cursor.move_before(end) {
                    return;
                }
            }
            // While hydrating too the effect mounts, so that it subscribes to what is read.
            mount(node, &mut cursor);
            if end.is_none() {
                end = Some(cursor.marker());
            }
        };
        match &owner {
            Some(owner) => untrack(|| owner.with(mount_new)),
            None => mount_new(),
        }
    });
    at.next = cursor.borrow().next.clone();
}

/// Mounts one child per key. Each has two markers, and one more follows the last.
fn mount_each(
    each: Box<dyn Fn() -> Vec<String>>,
    build: Box<dyn Fn(String) -> Node>,
    at: &mut Cursor,
) {
    let cursor = share(at);
    let own = cursor.clone();
    let owner = Owner::current();
    let mut children: Vec<(String, Mounted)> = Vec::new();
    let mut end: Option<DomNode> = None;
    render_effect(move || {
        let keys = each();
        let mut cursor = own.borrow_mut();
        if let Some(end) = &end
            && !cursor.move_before(end)
        {
            return;
        }
        children.retain(|(key, _)| keys.contains(key));
        for key in keys {
            if children.iter().any(|(present, _)| *present == key) {
                continue;
            }
            // Owned by the list: the owner of the effect is cleaned up with every run.
            let owner = owner.as_ref().map_or_else(Owner::new, Owner::child);
            let start = cursor.marker();
            owner.with(|| untrack(|| mount(build(key.clone()), &mut cursor)));
            let end = cursor.marker();
            children.push((key, Mounted { owner, start, end }));
        }
        if end.is_none() {
            end = Some(cursor.marker());
        }
    });
    at.next = cursor.borrow().next.clone();
}

/// Copies a cursor into shared memory: an effect moves it, and the caller reads where its first
/// run ended.
fn share(at: &mut Cursor) -> Rc<RefCell<Cursor>> {
    Rc::new(RefCell::new(Cursor {
        document: at.document.clone(),
        parent: at.parent.clone(),
        next: at.next.take(),
        hydrating: at.hydrating,
        svg: at.svg,
    }))
}

impl Cursor {
    /// Moves before a mounted marker, to build there. `false` if the marker is not in the page.
    fn move_before(&mut self, marker: &DomNode) -> bool {
        let Some(parent) = marker.parent_node() else {
            return false;
        };
        self.parent = parent;
        self.next = Some(marker.clone());
        self.hydrating = false;
        true
    }
}

fn mount_element(element: Parts, at: &mut Cursor) {
    let svg = at.svg || element.tag == "svg";
    let found = at
        .find(&Wanted::Element(&element))
        .map(JsCast::unchecked_into::<web_sys::Element>);
    let hydrating = found.is_some();
    let created = found.or_else(|| {
        let created = if svg {
            at.document.create_element_ns(Some(SVG), element.tag)
        } else {
            at.document.create_element(element.tag)
        };
        created.ok()
    });
    let Some(dom) = created else { return };
    // A single static text is right already, also where it was translated.
    let only_text = matches!(element.children.as_slice(), [Node::Text(_)]);
    if !(hydrating && only_text) {
        let mut inner = Cursor {
            document: at.document.clone(),
            parent: dom.clone().into(),
            next: if hydrating { dom.first_child() } else { None },
            hydrating,
            svg,
        };
        element
            .children
            .into_iter()
            .for_each(|child| mount(child, &mut inner));
        if hydrating {
            inner.remove_until(None);
        }
    }
    // After the children: the value of a `<select>` depends on its options.
    for (name, attribute) in element.attributes {
        match attribute {
            Attribute::Fixed(value) => {
                if !hydrating {
                    let _ = dom.set_attribute(name, &value);
                }
            }
            Attribute::Reactive(value) => bind_attribute(dom.clone(), name, value),
            Attribute::Property(value) => bind_property(dom.clone(), name, value),
            Attribute::Listener(listener) => listen(&dom, name, listener),
            Attribute::NodeRef(load) => {
                load(&dom, true);
                retain(Resource::NodeRef(load, dom.clone()));
            }
        }
    }
    if !hydrating {
        at.insert(&dom);
    }
}

fn bind_attribute(dom: web_sys::Element, name: &'static str, value: Box<dyn Fn() -> Option<Str>>) {
    render_effect(move || {
        let new = value();
        if dom.get_attribute(name).as_deref() == new.as_deref() {
            return;
        }
        let _ = match new {
            Some(new) => dom.set_attribute(name, &new),
            None => dom.remove_attribute(name),
        };
    });
}

fn bind_property(dom: web_sys::Element, name: &'static str, value: Box<dyn Fn() -> Property>) {
    let name = JsValue::from_str(name);
    render_effect(move || {
        let new = match value() {
            Property::Text(text) => JsValue::from_str(&text),
            Property::Bool(value) => JsValue::from_bool(value),
        };
        // Assigning an equal value would move the caret.
        if Reflect::get(&dom, &name).as_ref() != Ok(&new) {
            let _ = Reflect::set(&dom, &name, &new);
        }
    });
}

fn listen(dom: &web_sys::Element, event: &'static str, listener: Listener) {
    let owner = Owner::current().map(|owner| owner.downgrade());
    let callback: Listener =
        Box::new(
            move |event| match owner.as_ref().and_then(|owner| owner.upgrade()) {
                Some(owner) => owner.with(|| listener(event)),
                None => listener(event),
            },
        );
    let callback = Closure::wrap(callback);
    let _ = dom.add_event_listener_with_callback(event, callback.as_ref().unchecked_ref());
    retain(Resource::Listener(dom.clone(), event, callback));
}

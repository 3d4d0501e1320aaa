//! The builder: nodes, elements and what converts into them.
//!
//! Only the conversions are generic, and they only box. Everything that works on an element is
//! compiled once.

use std::borrow::Cow;

use tachys::html::event::EventDescriptor;
use wasm_bindgen::JsCast;

use crate::attribute::{Attribute, IntoProperty, Property, Str};
use crate::ev;
use crate::node_ref::NodeRef;

/// A piece of a view. Every view has this one type.
#[derive(Default)]
pub enum Node {
    /// Renders nothing.
    #[default]
    Empty,
    /// Static text.
    Text(Str),
    /// Text that an effect updates.
    ReactiveText(Box<dyn Fn() -> Str>),
    /// An element.
    Element(Element),
    /// Siblings.
    Fragment(Vec<Node>),
    /// Rebuilt whenever a signal changes that the closure read.
    Reactive(Box<dyn Fn() -> Node>),
    /// Rebuilt whenever the key changes. The second closure runs untracked.
    Keyed(Box<dyn Fn() -> u32>, Box<dyn Fn(u32) -> Node>),
    /// One child per key. A child lives until its key is removed.
    Each(Box<dyn Fn() -> Vec<String>>, Box<dyn Fn(String) -> Node>),
}

/// An element under construction. Boxed, so that the builder moves one pointer: moving the
/// parts themselves made up a fifth of the app's code.
pub struct Element(pub(crate) Box<Parts>);

pub(crate) struct Parts {
    pub(crate) tag: &'static str,
    pub(crate) attributes: Vec<(&'static str, Attribute)>,
    pub(crate) children: Vec<Node>,
}

impl Element {
    #[inline(never)]
    pub(crate) fn new(tag: &'static str) -> Self {
        Self(Box::new(Parts {
            tag,
            attributes: Vec::new(),
            children: Vec::new(),
        }))
    }

    #[inline(never)]
    pub(crate) fn with_attribute(mut self, name: &'static str, attribute: Attribute) -> Self {
        self.0.attributes.push((name, attribute));
        self
    }

    #[inline(never)]
    pub(crate) fn with_static_attribute(self, name: &'static str, value: &'static str) -> Self {
        self.with_attribute(name, Attribute::Fixed(Cow::Borrowed(value)))
    }

    #[inline(never)]
    pub(crate) fn with_static_class(self, class: &'static str) -> Self {
        self.with_static_attribute("class", class)
    }

    #[inline(never)]
    pub(crate) fn with_fixed_attribute(self, name: &'static str, value: Option<Str>) -> Self {
        match value {
            Some(value) => self.with_attribute(name, Attribute::Fixed(value)),
            None => self,
        }
    }

    // Boxes are passed as they are: an enum would be written to the stack at every call.

    #[inline(never)]
    pub(crate) fn with_reactive_attribute(
        self,
        name: &'static str,
        value: Box<dyn Fn() -> Option<Str>>,
    ) -> Self {
        self.with_attribute(name, Attribute::Reactive(value))
    }

    #[inline(never)]
    fn with_property(self, name: &'static str, value: Box<dyn Fn() -> Property>) -> Self {
        self.with_attribute(name, Attribute::Property(value))
    }

    #[inline(never)]
    fn with_listener(self, event: &'static str, listener: ev::Listener) -> Self {
        self.with_attribute(event, Attribute::Listener(listener))
    }

    #[inline(never)]
    fn with_reactive_text(self, text: Box<dyn Fn() -> Str>) -> Self {
        self.with_child(Node::ReactiveText(text))
    }

    #[inline(never)]
    fn with_reactive(self, build: Box<dyn Fn() -> Node>) -> Self {
        self.with_child(Node::Reactive(build))
    }

    #[inline(never)]
    pub(crate) fn with_child(mut self, child: Node) -> Self {
        self.0.children.push(child);
        self
    }

    #[inline(never)]
    pub(crate) fn with_static_text(self, text: &'static str) -> Self {
        self.with_child(Node::Text(Cow::Borrowed(text)))
    }

    #[inline(never)]
    pub(crate) fn with_element(self, child: Element) -> Self {
        self.with_child(Node::Element(child))
    }

    /// Sets an attribute: static text, an `Option`, a `bool`, or a closure that returns one of
    /// them. `None` and `false` remove the attribute; `true` sets it to the empty string.
    #[must_use]
    pub fn attr(self, name: &'static str, value: impl IntoAttribute) -> Self {
        value.set_on(self, name)
    }

    /// Sets the attribute `class`. Call it once: classes are not merged.
    #[must_use]
    pub fn class(self, value: impl IntoAttribute) -> Self {
        value.set_class(self)
    }

    /// Sets the attribute `id`.
    #[must_use]
    pub fn id(self, value: impl IntoAttribute) -> Self {
        value.set_on(self, "id")
    }

    /// Sets a DOM property, such as `value` or `checked`: Leptos' `prop:value`.
    ///
    /// The property is assigned only if it differs, so that the caret does not move and an
    /// input method is not interrupted. In HTML it is the attribute of the same name.
    #[must_use]
    pub fn prop(self, name: &'static str, value: impl IntoProperty) -> Self {
        self.with_property(name, value.into_property())
    }

    /// Listens to an event of this element. The listener runs under the owner of the element
    /// and is removed when that owner is cleaned up.
    #[must_use]
    pub fn on<E>(self, event: E, listener: impl Fn(E::EventType) + 'static) -> Self
    where
        E: EventDescriptor + Copy,
        E::EventType: JsCast,
    {
        self.with_listener(ev::name(event), ev::erase(listener))
    }

    /// Fills a reference to the DOM element while the element is mounted.
    #[must_use]
    pub fn node_ref(self, node_ref: NodeRef) -> Self {
        self.with_attribute("", Attribute::NodeRef(node_ref.loader()))
    }

    /// Appends a child: text, an element, an `Option`, a `Vec`, an array, a tuple, or a closure
    /// that returns one of them.
    #[must_use]
    pub fn child(self, child: impl IntoNode) -> Self {
        child.append_to(self)
    }

    /// Appends every item of an iterator.
    #[must_use]
    pub fn children<T: IntoNode>(self, children: impl IntoIterator<Item = T>) -> Self {
        children
            .into_iter()
            .fold(self, |parent, child| child.append_to(parent))
    }

    /// Converts into a [`Node`], as Leptos' `into_any` erases the type of a view.
    #[must_use]
    pub fn into_any(self) -> Node {
        Node::Element(self)
    }
}

/// The value of an attribute, or a closure that returns one.
pub trait IntoAttribute: Sized {
    /// Returns the text of the attribute, or `None` if it is absent.
    fn into_value(self) -> Option<Str>;

    /// Sets this value as an attribute of an element.
    fn set_on(self, element: Element, name: &'static str) -> Element {
        element.with_fixed_attribute(name, self.into_value())
    }

    /// Sets this value as the class of an element.
    fn set_class(self, element: Element) -> Element {
        self.set_on(element, "class")
    }
}

impl<F, T> IntoAttribute for F
where
    F: Fn() -> T + 'static,
    T: IntoAttribute,
{
    fn into_value(self) -> Option<Str> {
        self().into_value()
    }

    fn set_on(self, element: Element, name: &'static str) -> Element {
        element.with_reactive_attribute(name, Box::new(move || self().into_value()))
    }
}

impl IntoAttribute for &'static str {
    fn into_value(self) -> Option<Str> {
        Some(Cow::Borrowed(self))
    }

    fn set_on(self, element: Element, name: &'static str) -> Element {
        element.with_static_attribute(name, self)
    }

    fn set_class(self, element: Element) -> Element {
        element.with_static_class(self)
    }
}

impl IntoAttribute for String {
    fn into_value(self) -> Option<Str> {
        Some(Cow::Owned(self))
    }
}

impl IntoAttribute for Str {
    fn into_value(self) -> Option<Str> {
        Some(self)
    }
}

impl IntoAttribute for bool {
    fn into_value(self) -> Option<Str> {
        self.then_some(Cow::Borrowed(""))
    }
}

impl<T: IntoAttribute> IntoAttribute for Option<T> {
    fn into_value(self) -> Option<Str> {
        self.and_then(T::into_value)
    }
}

/// A value that can be the child of an element.
///
/// A closure is one too, and is reactive. A closure that returns text updates one text node; a
/// closure that returns anything else has its nodes rebuilt.
pub trait IntoNode: Sized {
    /// Converts into a node.
    fn into_node(self) -> Node;

    /// Converts a closure that returns this type.
    fn into_reactive(build: impl Fn() -> Self + 'static) -> Node {
        Node::Reactive(Box::new(move || build().into_node()))
    }

    /// Appends this value to an element.
    fn append_to(self, parent: Element) -> Element {
        parent.with_child(self.into_node())
    }

    /// Appends a closure that returns this type to an element.
    fn append_reactive(build: impl Fn() -> Self + 'static, parent: Element) -> Element {
        parent.with_reactive(Box::new(move || build().into_node()))
    }
}

impl<F, T> IntoNode for F
where
    F: Fn() -> T + 'static,
    T: IntoNode,
{
    fn into_node(self) -> Node {
        T::into_reactive(self)
    }

    fn append_to(self, parent: Element) -> Element {
        T::append_reactive(self, parent)
    }
}

impl IntoNode for &'static str {
    fn into_node(self) -> Node {
        Node::Text(Cow::Borrowed(self))
    }

    fn into_reactive(build: impl Fn() -> Self + 'static) -> Node {
        Node::ReactiveText(Box::new(move || Cow::Borrowed(build())))
    }

    fn append_reactive(build: impl Fn() -> Self + 'static, parent: Element) -> Element {
        parent.with_reactive_text(Box::new(move || Cow::Borrowed(build())))
    }

    fn append_to(self, parent: Element) -> Element {
        parent.with_static_text(self)
    }
}

impl IntoNode for String {
    fn into_node(self) -> Node {
        Node::Text(Cow::Owned(self))
    }

    fn into_reactive(build: impl Fn() -> Self + 'static) -> Node {
        Node::ReactiveText(Box::new(move || Cow::Owned(build())))
    }

    fn append_reactive(build: impl Fn() -> Self + 'static, parent: Element) -> Element {
        parent.with_reactive_text(Box::new(move || Cow::Owned(build())))
    }
}

impl IntoNode for Str {
    fn into_node(self) -> Node {
        Node::Text(self)
    }

    fn into_reactive(build: impl Fn() -> Self + 'static) -> Node {
        Node::ReactiveText(Box::new(build))
    }

    fn append_reactive(build: impl Fn() -> Self + 'static, parent: Element) -> Element {
        parent.with_reactive_text(Box::new(build))
    }
}

impl IntoNode for () {
    fn into_node(self) -> Node {
        Node::Empty
    }
}

impl IntoNode for Node {
    fn into_node(self) -> Node {
        self
    }

    fn into_reactive(build: impl Fn() -> Self + 'static) -> Node {
        Node::Reactive(Box::new(build))
    }
}

impl IntoNode for Element {
    fn into_node(self) -> Node {
        Node::Element(self)
    }

    fn append_to(self, parent: Element) -> Element {
        parent.with_element(self)
    }
}

impl<T: IntoNode> IntoNode for Option<T> {
    fn into_node(self) -> Node {
        match self {
            Some(node) => node.into_node(),
            None => Node::Empty,
        }
    }
}

impl<T: IntoNode> IntoNode for Vec<T> {
    fn into_node(self) -> Node {
        Node::Fragment(self.into_iter().map(IntoNode::into_node).collect())
    }
}

impl<T: IntoNode, const N: usize> IntoNode for [T; N] {
    fn into_node(self) -> Node {
        Node::Fragment(self.into_iter().map(IntoNode::into_node).collect())
    }
}

macro_rules! tuples {
    ($($name:ident)*) => {
        impl<$($name: IntoNode),*> IntoNode for ($($name,)*) {
            #[allow(non_snake_case, reason = "the variables bear the names of the types")]
            fn into_node(self) -> Node {
                let ($($name,)*) = self;
                Node::Fragment(vec![$($name.into_node()),*])
            }
        }
    };
}

tuples!(A B);
tuples!(A B C);
tuples!(A B C D);
tuples!(A B C D E);
tuples!(A B C D E F);

// `From`, so that `.into()` ends a function that returns a node.

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

impl From<&'static str> for Node {
    fn from(text: &'static str) -> Self {
        text.into_node()
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        text.into_node()
    }
}

impl<T: IntoNode> From<Option<T>> for Node {
    fn from(node: Option<T>) -> Self {
        node.into_node()
    }
}

impl<T: IntoNode> From<Vec<T>> for Node {
    fn from(nodes: Vec<T>) -> Self {
        nodes.into_node()
    }
}

impl<T: IntoNode, const N: usize> From<[T; N]> for Node {
    fn from(nodes: [T; N]) -> Self {
        nodes.into_node()
    }
}

/// Renders the children only while the condition is `true`: Leptos' `Show`.
///
/// They are rebuilt only when the value of the condition changes, not whenever a signal changes
/// that the condition read. Building them is not tracked.
pub fn show<T: IntoNode>(
    when: impl Fn() -> bool + 'static,
    children: impl Fn() -> T + 'static,
) -> Node {
    Node::Keyed(
        Box::new(move || u32::from(when())),
        Box::new(move |when| (when != 0).then(&children).into_node()),
    )
}

/// Rebuilds the children only when the key changes, and passes it to them. Building them is not
/// tracked. It replaces a `Memo` that a closure reads.
pub fn keyed<T: IntoNode>(
    key: impl Fn() -> u32 + 'static,
    children: impl Fn(u32) -> T + 'static,
) -> Node {
    Node::Keyed(
        Box::new(key),
        Box::new(move |key| children(key).into_node()),
    )
}

/// Renders one child for each item: Leptos' `For`, where the items are strings and their own keys.
///
/// A child is built once, untracked, and lives until its item is removed. Items may be removed
/// anywhere. New items are appended: the order of the remaining ones must not change.
pub fn for_each<T: IntoNode>(
    each: impl Fn() -> Vec<String> + 'static,
    children: impl Fn(String) -> T + 'static,
) -> Node {
    Node::Each(
        Box::new(each),
        Box::new(move |item| children(item).into_node()),
    )
}

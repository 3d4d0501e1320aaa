//! Elements by a builder, for views whose types are all the same.
//!
//! Leptos' `view!` gives every piece of a page a type of its own, and every type
//! its own code to build, hydrate and rebuild it: this app measured 352 kB of
//! brotli that way, three times the budget of the first load. Here a view is a
//! value, [`Node`]; what is reactive in it runs in Leptos' render effects. One
//! walk writes it as HTML when pages are prerendered, one takes over that very
//! HTML in the browser, one builds it anew.
//!
//! In HTML a live text stands behind an empty comment, and what comes and goes
//! stands between two. A text that a browser's translator has wrapped in an
//! element of its own is therefore still found and replaced.

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(feature = "ssr")]
mod html;

use std::borrow::Cow;

use leptos::prelude::*;
use leptos::web_sys::Event;

#[cfg(feature = "hydrate")]
pub use browser::{build_into, hydrate};
#[cfg(feature = "ssr")]
pub use html::to_html;

/// A text, fixed or made.
pub type Str = Cow<'static, str>;

/// A piece of a page.
pub enum Node {
    /// Nothing.
    Empty,
    /// A text that never changes.
    Text(Str),
    /// A text that follows what it reads.
    Live(Box<dyn Fn() -> Str>),
    /// An element.
    Element(Element),
    /// Pieces one after another.
    List(Vec<Node>),
    /// A piece that is built anew whenever what it reads has changed.
    Dynamic(Box<dyn Fn() -> Node>),
    /// A piece that is built anew whenever its key has changed. Building reads nothing.
    Keyed(Box<dyn Fn() -> u32>, Box<dyn Fn(u32) -> Node>),
    /// Rows by their keys: a row is built once and lives until its key goes.
    Rows(Box<dyn Fn() -> Vec<String>>, Box<dyn Fn(String) -> Node>),
}

/// An element on its way to the page. A box, so that the builder moves one pointer:
/// that alone is a fifth of this app's code.
pub struct Element(Box<Parts>);

struct Parts {
    tag: &'static str,
    attributes: Vec<(&'static str, Attribute)>,
    listeners: Vec<(&'static str, Listener)>,
    children: Vec<Node>,
}

type Listener = Box<dyn Fn(Event)>;

enum Attribute {
    Fixed(Str),
    Live(Box<dyn Fn() -> Option<Str>>),
    /// The property `value` of a control.
    Value(Box<dyn Fn() -> String>),
    /// The property `checked` of a control.
    Checked(Box<dyn Fn() -> bool>),
}

/// Runs now and whenever what it reads has changed, as long as its owner lives.
pub fn effect(run: impl FnMut() + 'static) {
    effect_of(Box::new(run));
}

#[inline(never)]
fn effect_of(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_: Option<()>| run());
}

/// Begins an element.
#[must_use]
pub fn el(tag: &'static str) -> Element {
    Element(Box::new(Parts {
        tag,
        attributes: Vec::new(),
        listeners: Vec::new(),
        children: Vec::new(),
    }))
}

/// A text that follows what it reads.
pub fn live<T: Into<Str>>(text: impl Fn() -> T + 'static) -> Node {
    Node::Live(Box::new(move || text().into()))
}

/// A piece that is built anew whenever what it reads has changed.
pub fn dynamic<T: Into<Node>>(make: impl Fn() -> T + 'static) -> Node {
    Node::Dynamic(Box::new(move || make().into()))
}

/// A piece that is built anew only when its key has changed; `0` builds nothing.
pub fn keyed(key: impl Fn() -> u32 + 'static, make: impl Fn(u32) -> Node + 'static) -> Node {
    Node::Keyed(Box::new(key), Box::new(make))
}

/// Rows by their keys. Keys may go anywhere and come at the end.
pub fn rows(
    keys: impl Fn() -> Vec<String> + 'static,
    make: impl Fn(String) -> Node + 'static,
) -> Node {
    Node::Rows(Box::new(keys), Box::new(make))
}

impl Element {
    // What is generic only boxes; what works on the element is there once.

    #[inline(never)]
    fn with(mut self, name: &'static str, attribute: Attribute) -> Self {
        self.0.attributes.push((name, attribute));
        self
    }

    #[inline(never)]
    fn with_listener(mut self, event: &'static str, listener: Listener) -> Self {
        self.0.listeners.push((event, listener));
        self
    }

    #[inline(never)]
    fn with_child(mut self, child: Node) -> Self {
        self.0.children.push(child);
        self
    }

    /// Sets an attribute for good.
    #[must_use]
    pub fn attr(self, name: &'static str, text: impl Into<Str>) -> Self {
        self.with(name, Attribute::Fixed(text.into()))
    }

    /// Sets an attribute for good, if there is a value.
    #[must_use]
    pub fn attr_if(self, name: &'static str, text: Option<impl Into<Str>>) -> Self {
        match text {
            Some(text) => self.attr(name, text),
            None => self,
        }
    }

    /// Sets the class for good.
    #[must_use]
    pub fn class(self, class: &'static str) -> Self {
        self.with("class", Attribute::Fixed(Str::Borrowed(class)))
    }

    /// An attribute that follows what it reads, and goes where there is none.
    #[must_use]
    pub fn live<T: Into<Str>>(
        self,
        name: &'static str,
        text: impl Fn() -> Option<T> + 'static,
    ) -> Self {
        self.with(
            name,
            Attribute::Live(Box::new(move || text().map(Into::into))),
        )
    }

    /// The value of a control. It is only set when it differs, so the caret stays.
    #[must_use]
    pub fn value(self, value: impl Fn() -> String + 'static) -> Self {
        self.with("value", Attribute::Value(Box::new(value)))
    }

    /// Whether a control is ticked.
    #[must_use]
    pub fn checked(self, checked: impl Fn() -> bool + 'static) -> Self {
        self.with("checked", Attribute::Checked(Box::new(checked)))
    }

    /// Listens to an event of this element.
    #[must_use]
    pub fn on(self, event: &'static str, listener: impl Fn(Event) + 'static) -> Self {
        self.with_listener(event, Box::new(listener))
    }

    /// Adds a child.
    #[must_use]
    pub fn child(self, child: impl Into<Node>) -> Self {
        self.with_child(child.into())
    }

    /// Adds children.
    #[must_use]
    pub fn children<T: Into<Node>>(self, children: impl IntoIterator<Item = T>) -> Self {
        children
            .into_iter()
            .fold(self, |element, child| element.with_child(child.into()))
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

impl From<&'static str> for Node {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<T: Into<Node>> From<Option<T>> for Node {
    fn from(piece: Option<T>) -> Self {
        piece.map_or(Self::Empty, Into::into)
    }
}

impl From<Vec<Node>> for Node {
    fn from(pieces: Vec<Node>) -> Self {
        Self::List(pieces)
    }
}

impl<const N: usize> From<[Node; N]> for Node {
    fn from(pieces: [Node; N]) -> Self {
        Self::List(pieces.into())
    }
}

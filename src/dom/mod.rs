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
    Element(Box<Element>),
    /// Pieces one after another.
    List(Vec<Node>),
    /// A piece that is built anew whenever what it reads has changed.
    Dynamic(Box<dyn Fn() -> Node>),
    /// Rows by their keys: a row is built once and lives until its key goes.
    Rows(Box<dyn Fn() -> Vec<String>>, Box<dyn Fn(String) -> Node>),
}

/// An element on its way to the page.
pub struct Element {
    tag: &'static str,
    attributes: Vec<(&'static str, Attribute)>,
    listeners: Vec<(&'static str, Box<dyn Fn(Event)>)>,
    children: Vec<Node>,
}

enum Attribute {
    Fixed(Str),
    Live(Box<dyn Fn() -> Option<Str>>),
    /// The property `value` of a control.
    Value(Box<dyn Fn() -> String>),
    /// The property `checked` of a control.
    Checked(Box<dyn Fn() -> bool>),
}

/// Begins an element.
#[must_use]
pub fn el(tag: &'static str) -> Element {
    Element { tag, attributes: Vec::new(), listeners: Vec::new(), children: Vec::new() }
}

/// A text that follows what it reads.
pub fn live<T: Into<Str>>(text: impl Fn() -> T + 'static) -> Node {
    Node::Live(Box::new(move || text().into()))
}

/// A piece that is built anew whenever what it reads has changed.
pub fn dynamic<T: Into<Node>>(make: impl Fn() -> T + 'static) -> Node {
    Node::Dynamic(Box::new(move || make().into()))
}

/// Rows by their keys. Keys may go anywhere and come at the end.
pub fn rows(keys: impl Fn() -> Vec<String> + 'static, make: impl Fn(String) -> Node + 'static) -> Node {
    Node::Rows(Box::new(keys), Box::new(make))
}

impl Element {
    /// Sets an attribute for good.
    #[must_use]
    pub fn attr(mut self, name: &'static str, text: impl Into<Str>) -> Self {
        self.attributes.push((name, Attribute::Fixed(text.into())));
        self
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
        self.attr("class", class)
    }

    /// An attribute that follows what it reads, and goes where there is none.
    #[must_use]
    pub fn live<T: Into<Str>>(mut self, name: &'static str, text: impl Fn() -> Option<T> + 'static) -> Self {
        self.attributes.push((name, Attribute::Live(Box::new(move || text().map(Into::into)))));
        self
    }

    /// The value of a control. It is only set when it differs, so the caret stays.
    #[must_use]
    pub fn value(mut self, value: impl Fn() -> String + 'static) -> Self {
        self.attributes.push(("value", Attribute::Value(Box::new(value))));
        self
    }

    /// Whether a control is ticked.
    #[must_use]
    pub fn checked(mut self, checked: impl Fn() -> bool + 'static) -> Self {
        self.attributes.push(("checked", Attribute::Checked(Box::new(checked))));
        self
    }

    /// Listens to an event of this element.
    #[must_use]
    pub fn on(mut self, event: &'static str, listener: impl Fn(Event) + 'static) -> Self {
        self.listeners.push((event, Box::new(listener)));
        self
    }

    /// Adds a child.
    #[must_use]
    pub fn child(mut self, child: impl Into<Node>) -> Self {
        self.children.push(child.into());
        self
    }

    /// Adds children.
    #[must_use]
    pub fn children<T: Into<Node>>(mut self, children: impl IntoIterator<Item = T>) -> Self {
        self.children.extend(children.into_iter().map(Into::into));
        self
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(Box::new(element))
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

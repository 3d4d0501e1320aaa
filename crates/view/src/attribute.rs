//! Attributes and properties, with their types erased.

use std::borrow::Cow;

use crate::ev::Listener;
use crate::node_ref::Load;

/// Static or owned text.
pub type Str = Cow<'static, str>;

/// An attribute, property, listener or reference of an element, with its type erased.
pub(crate) enum Attribute {
    /// An attribute that never changes.
    Fixed(Str),
    /// An attribute that an effect updates.
    Reactive(Box<dyn Fn() -> Option<Str>>),
    /// A DOM property that an effect updates.
    Property(Box<dyn Fn() -> Property>),
    /// An event listener.
    Listener(Listener),
    /// A reference that is filled on mounting.
    NodeRef(Load),
}

/// The value of a DOM property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Property {
    /// A string, such as `value`.
    Text(Str),
    /// A boolean, such as `checked`.
    Bool(bool),
}

/// The value of a DOM property, or a closure that returns one.
pub trait IntoProperty {
    /// Converts into a boxed closure.
    fn into_property(self) -> Box<dyn Fn() -> Property>;
}

impl<F, T> IntoProperty for F
where
    F: Fn() -> T + 'static,
    T: Into<Property>,
{
    fn into_property(self) -> Box<dyn Fn() -> Property> {
        Box::new(move || self().into())
    }
}

impl IntoProperty for Property {
    fn into_property(self) -> Box<dyn Fn() -> Property> {
        Box::new(move || self.clone())
    }
}

impl IntoProperty for &'static str {
    fn into_property(self) -> Box<dyn Fn() -> Property> {
        Property::from(self).into_property()
    }
}

impl IntoProperty for String {
    fn into_property(self) -> Box<dyn Fn() -> Property> {
        Property::from(self).into_property()
    }
}

impl IntoProperty for bool {
    fn into_property(self) -> Box<dyn Fn() -> Property> {
        Property::from(self).into_property()
    }
}

impl From<&'static str> for Property {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Property {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<bool> for Property {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

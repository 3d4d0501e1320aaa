//! Attributes and properties: fixed or reactive, through one trait each.

use std::borrow::Cow;

use crate::ev::Listener;
use crate::node::{Element, Str};
use crate::node_ref::Load;

/// What is attached to an element beside its children, with its type erased.
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

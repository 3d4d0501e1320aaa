//! Typed events: Leptos' own descriptors, for [`Element::on`](crate::Element::on).
//!
//! `ev::click` makes the listener receive a `MouseEvent`, `ev::keydown` a `KeyboardEvent`,
//! `ev::input` and `ev::change` an `Event`.
//!
//! Listeners are never delegated. `ev::Custom` and `ev::capture(…)` carry options that this
//! engine would ignore, therefore [`Element::on`](crate::Element::on) does not accept them.

use std::borrow::Cow;

use wasm_bindgen::JsCast;

pub use tachys::html::event::*;

/// A listener whose event type is erased.
pub(crate) type Listener = Box<dyn Fn(web_sys::Event)>;

/// Returns the name of an event. `Copy` excludes the descriptors with a name made at run time.
#[inline(always)]
pub(crate) fn name<E: EventDescriptor + Copy>(event: E) -> &'static str {
    match event.name() {
        Cow::Borrowed(name) => name,
        Cow::Owned(_) => "",
    }
}

/// Erases the event type of a listener.
pub(crate) fn erase<E: JsCast>(listener: impl Fn(E) + 'static) -> Listener {
    Box::new(move |event: web_sys::Event| listener(event.unchecked_into()))
}

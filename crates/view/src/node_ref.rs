//! References to mounted DOM elements.

use reactive_graph::owner::{LocalStorage, StoredValue};
use reactive_graph::traits::{GetValue, UpdateValue};

use crate::signal::{Notify, Track, Trigger};

/// Called when an element is mounted (`true`) and when its owner is cleaned up (`false`).
pub(crate) type Load = Box<dyn Fn(&web_sys::Element, bool)>;

/// A reference to the DOM element that it is set on, as Leptos' `NodeRef`.
///
/// `None` until the element is mounted and after its owner was cleaned up.
#[derive(Clone, Copy, Debug)]
pub struct NodeRef {
    element: StoredValue<Option<web_sys::Element>, LocalStorage>,
    changed: Trigger,
}

impl Default for NodeRef {
    fn default() -> Self {
        Self::new()
    }
}

impl NodeRef {
    /// Creates an empty reference, owned by the current owner.
    #[must_use]
    pub fn new() -> Self {
        Self {
            element: StoredValue::new_local(None),
            changed: Trigger::new(),
        }
    }

    /// Returns the mounted element and subscribes the running effect.
    #[must_use]
    pub fn get(&self) -> Option<web_sys::Element> {
        self.changed.track();
        self.get_untracked()
    }

    /// Returns the mounted element without subscribing. `None` also after the owner of this
    /// reference was cleaned up.
    #[must_use]
    pub fn get_untracked(&self) -> Option<web_sys::Element> {
        self.element.try_get_value().flatten()
    }

    /// Makes the closure that fills and empties the reference. The engine calls this closure, so
    /// that a page without references does not contain their code.
    pub(crate) fn loader(self) -> Load {
        Box::new(move |element, mounted| {
            if mounted {
                self.replace(Some(element.clone()));
            } else if self.get_untracked().as_ref() == Some(element) {
                // Not if another element was mounted meanwhile.
                self.replace(None);
            }
        })
    }

    fn replace(&self, element: Option<web_sys::Element>) {
        let replaced = self.element.try_update_value(|stored| *stored = element);
        if replaced.is_some() {
            self.changed.notify();
        }
    }
}

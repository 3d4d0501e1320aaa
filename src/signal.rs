//! Reactive values with one machinery for every type.
//!
//! A [`Signal`] is Leptos' stored value beside one [`Trigger`]. A Leptos signal of every type
//! would bring its own copy of the reactive code into the first load; this way there is one, for
//! the trigger.

use leptos::prelude::*;

/// A reactive event without a value: [`Trigger::notify`] reruns the effects that called
/// [`Trigger::track`].
#[derive(Clone, Copy)]
pub struct Trigger(RwSignal<u32>);

impl Default for Trigger {
    fn default() -> Self {
        Self(RwSignal::new(0))
    }
}

impl Trigger {
    /// Subscribes the running effect.
    pub fn track(&self) {
        self.0.track();
    }

    /// Reruns the subscribed effects.
    #[inline(never)]
    pub fn notify(&self) {
        self.0.update(|n| *n = n.wrapping_add(1));
    }
}

/// A reactive value. Copies are handles to the same value.
pub struct Signal<T: 'static> {
    value: StoredValue<T>,
    changed: Trigger,
}

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Signal<T> {}

impl<T: Send + Sync + 'static> Signal<T> {
    /// Creates a signal with its first value.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self {
            value: StoredValue::new(value),
            changed: Trigger::default(),
        }
    }

    /// Subscribes the running effect.
    pub fn track(&self) {
        self.changed.track();
    }

    /// Reads the value and subscribes the running effect.
    pub fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.track();
        self.value.with_value(read)
    }

    /// Reads the value without subscribing.
    pub fn with_untracked<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.value.with_value(read)
    }

    /// Replaces the value and reruns the subscribed effects.
    pub fn set(&self, value: T) {
        self.value.set_value(value);
        self.changed.notify();
    }

    /// Changes the value in place and reruns the subscribed effects.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        self.value.update_value(change);
        self.changed.notify();
    }
}

impl<T: Clone + Send + Sync + 'static> Signal<T> {
    /// Returns the value and subscribes the running effect.
    #[must_use]
    pub fn get(&self) -> T {
        self.track();
        self.value.get_value()
    }

    /// Returns the value without subscribing.
    #[must_use]
    pub fn get_untracked(&self) -> T {
        self.value.get_value()
    }
}

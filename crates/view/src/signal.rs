//! Reactive values whose code is in the binary once.
//!
//! Leptos' `RwSignal<T>` compiles its reactive part for every `T`. Here a [`Signal`] is a
//! stored value with Leptos' [`Trigger`], which has no type parameter.

use reactive_graph::effect::Effect;
use reactive_graph::graph::{AnySubscriber, Subscriber, ToAnySubscriber};
use reactive_graph::owner::{StoredValue, on_cleanup};
use reactive_graph::traits::{GetValue, SetValue, UpdateValue, WithValue};

pub use reactive_graph::signal::Trigger;
pub use reactive_graph::traits::{Notify, Track};

/// A reactive value that can be read and written: what Leptos calls `RwSignal`.
///
/// `Copy`: holds two keys into the arena of the owner that was current in [`Signal::new`].
/// Using it after that owner was cleaned up panics, as in Leptos.
///
/// `leptos::prelude` has a read-only `Signal` too. An explicit
/// `use hoso_view::Signal;` takes precedence over the glob import of the prelude.
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

impl<T: Default + Send + Sync + 'static> Default for Signal<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: Send + Sync + 'static> Signal<T> {
    /// Creates a signal with an initial value.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self {
            value: StoredValue::new(value),
            changed: Trigger::new(),
        }
    }

    /// Subscribes the running effect, without reading the value.
    pub fn track(&self) {
        track(self.changed);
    }

    /// Notifies the subscribers, without changing the value.
    pub fn notify(&self) {
        notify(self.changed);
    }

    /// Applies a function to the value and subscribes the running effect.
    pub fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.track();
        self.value.with_value(read)
    }

    /// Applies a function to the value without subscribing.
    pub fn with_untracked<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.value.with_value(read)
    }

    /// Replaces the value and notifies the subscribers.
    pub fn set(&self, value: T) {
        self.value.set_value(value);
        self.notify();
    }

    /// Replaces the value without notifying.
    pub fn set_untracked(&self, value: T) {
        self.value.set_value(value);
    }

    /// Changes the value in place and notifies the subscribers.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        self.value.update_value(change);
        self.notify();
    }
}

impl<T: Clone + Send + Sync + 'static> Signal<T> {
    /// Clones the value and subscribes the running effect.
    #[must_use]
    pub fn get(&self) -> T {
        self.track();
        self.value.get_value()
    }

    /// Clones the value without subscribing.
    #[must_use]
    pub fn get_untracked(&self) -> T {
        self.value.get_value()
    }
}

// Outlined: each is called from every instance of `Signal`.

#[inline(never)]
fn track(changed: Trigger) {
    changed.track();
}

#[inline(never)]
fn notify(changed: Trigger) {
    changed.notify();
}

/// Runs a function after the current task and again whenever a signal that it read changes.
///
/// It is Leptos' `Effect::new` behind a box, so that it is compiled once. The current owner
/// disposes of it.
pub fn effect(run: impl FnMut() + 'static) {
    effect_boxed(Box::new(run));
}

#[inline(never)]
fn effect_boxed(mut run: Box<dyn FnMut()>) {
    let subscriber = Effect::new(move |_: Option<()>| run()).to_any_subscriber();
    on_cleanup(move || unsubscribe(&subscriber));
}

/// Removes a disposed effect from the signals that it read.
///
/// `reactive_graph` removes a subscriber only when the signal changes. A signal that outlives many
/// views and rarely changes would keep an entry for every effect that ever read it.
pub(crate) fn unsubscribe(subscriber: &AnySubscriber) {
    subscriber.clear_sources(subscriber);
}

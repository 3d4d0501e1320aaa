//! A value that wakes up what reads it.
//!
//! It is Leptos' stored value beside one counter. A signal of every type would
//! bring its own copy of the reactive machinery into the first load; this way
//! there is one, for the counter.

use leptos::prelude::*;

/// A value and who reads it. Cheap to copy: it holds only handles.
pub struct Live<T: 'static> {
    value: StoredValue<T>,
    changed: RwSignal<u32>,
}

impl<T> Clone for Live<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Live<T> {}

impl<T: Send + Sync + 'static> Live<T> {
    /// Begins with a value.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self {
            value: StoredValue::new(value),
            changed: RwSignal::new(0),
        }
    }

    /// Listens.
    pub fn track(&self) {
        self.changed.track();
    }

    /// Wakes up what listens.
    pub fn notify(&self) {
        wake(self.changed);
    }

    /// Looks at the value and listens.
    pub fn with<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        self.track();
        self.value.with_value(look)
    }

    /// Looks at the value without listening.
    pub fn with_untracked<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        self.value.with_value(look)
    }

    /// Puts another value in its place and wakes up what listens.
    pub fn set(&self, value: T) {
        self.value.set_value(value);
        self.notify();
    }

    /// Changes the value and wakes up what listens.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        self.value.update_value(change);
        self.notify();
    }
}

impl<T: Clone + Send + Sync + 'static> Live<T> {
    /// The value; listens.
    #[must_use]
    pub fn get(&self) -> T {
        self.track();
        self.value.get_value()
    }

    /// The value, without listening.
    #[must_use]
    pub fn get_untracked(&self) -> T {
        self.value.get_value()
    }
}

#[inline(never)]
fn wake(counter: RwSignal<u32>) {
    counter.update(|n| *n = n.wrapping_add(1));
}

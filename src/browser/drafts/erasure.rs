//! Tells a draft that the person erased in another window from one that the browser evicted.
//!
//! Erasing leaves a random mark in local storage. The browser evicts local storage together with the
//! database, so only a person can have changed the mark.

use hoso_view::web_sys::{self, Storage};

use crate::platform::random_uuid;

/// The local storage key of the mark.
const KEY: &str = "hoso-erased";

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// Sets another mark. Every other window of this origin gets a `storage` event.
pub fn mark() {
    if let Some(storage) = storage() {
        let _ = storage.set_item(KEY, &random_uuid());
    }
}

/// Returns the current mark; `None` if nothing was erased, or the browser has evicted the mark.
#[must_use]
pub fn current() -> Option<String> {
    storage()?.get_item(KEY).ok().flatten()
}

/// Returns whether a person has erased the drafts since `known` was the current mark.
#[must_use]
pub fn is_erased_since(known: Option<&str>) -> bool {
    let current = current();
    current.is_some() && current.as_deref() != known
}

//! A mutex for asynchronous tasks. It is fair: tasks lock it in the order in which they asked.

use std::cell::RefCell;

use hoso_view::wasm_bindgen::JsValue;
use js_sys::{Function, Promise};
use wasm_bindgen_futures::JsFuture;

/// The mutex. Holds the promise that resolves when the last task in the queue releases it.
pub struct AsyncMutex(RefCell<Promise>);

impl Default for AsyncMutex {
    fn default() -> Self {
        Self(RefCell::new(Promise::resolve(&JsValue::UNDEFINED)))
    }
}

impl AsyncMutex {
    /// Locks the mutex. Waits until every task that called this before has released it.
    pub async fn lock(&self) -> AsyncMutexGuard {
        let mut release = None;
        let released = Promise::new(&mut |resolve, _| release = Some(resolve));
        let previous = self.0.replace(released);
        let guard = AsyncMutexGuard(release);
        let _ = JsFuture::from(previous).await;
        guard
    }
}

/// Releases the mutex on drop.
pub struct AsyncMutexGuard(Option<Function>);

impl Drop for AsyncMutexGuard {
    fn drop(&mut self) {
        if let Some(release) = &self.0 {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

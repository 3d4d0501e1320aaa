//! Lets asynchronous tasks run one after another.

use std::cell::RefCell;

use hoso_view::wasm_bindgen::JsValue;
use js_sys::{Function, Promise};
use wasm_bindgen_futures::JsFuture;

/// The queue of waiting tasks: the promise of the last one.
pub struct Turns(RefCell<Promise>);

impl Default for Turns {
    fn default() -> Self {
        Self(RefCell::new(Promise::resolve(&JsValue::UNDEFINED)))
    }
}

impl Turns {
    /// Waits until every task that has called this before has dropped its turn.
    pub async fn take(&self) -> Turn {
        let mut end = None;
        let own = Promise::new(&mut |resolve, _| end = Some(resolve));
        let before = self.0.replace(own);
        let turn = Turn(end);
        let _ = JsFuture::from(before).await;
        turn
    }
}

/// The turn of one task. On drop the next task begins.
pub struct Turn(Option<Function>);

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(end) = &self.0 {
            let _ = end.call0(&JsValue::UNDEFINED);
        }
    }
}

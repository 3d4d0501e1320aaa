//! Finds out whether this device has room for a dossier with its photos.

use hoso_view::wasm_bindgen::{JsCast, JsValue};
use hoso_view::web_sys;
use js_sys::{Function, Promise};
use wasm_bindgen_futures::JsFuture;

use crate::browser::worker::property;

/// The room that a dossier needs, in bytes: ten photos of 800 kB and their previews.
const NEEDED: f64 = 10_000_000.0;

/// Tells whether the browser grants less room than a dossier needs. False if it does not say.
pub async fn is_short() -> bool {
    free().await.is_ok_and(|bytes| bytes < NEEDED)
}

/// Returns how many more bytes the browser grants; NaN if it does not say.
async fn free() -> Result<f64, JsValue> {
    let window = web_sys::window().ok_or(JsValue::UNDEFINED)?;
    // Absent where the page is not served securely.
    let storage = property(window.navigator().as_ref(), "storage");
    let estimate: Function = property(&storage, "estimate").dyn_into()?;
    let estimate: Promise = estimate.call0(&storage)?.dyn_into()?;
    let estimate = JsFuture::from(estimate).await?;
    let bytes = |key: &str| property(&estimate, key).as_f64().unwrap_or(f64::NAN);
    Ok(bytes("quota") - bytes("usage"))
}

//! A photo as it is stored: metadata, bytes and preview.
//!
//! Bytes are stored as `ArrayBuffer`s: private windows of some browsers store those, and no blobs.

use hoso_dossier::json;
use hoso_view::wasm_bindgen::{JsCast, JsValue};
use hoso_view::web_sys::{self, Blob, BlobPropertyBag};
use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use std::cell::Cell;

use crate::browser::drafts::database::Database;
use crate::browser::worker::{property, text_of};
use crate::wizard::object_url::ObjectUrl;
use crate::wizard::photos::Photo;

/// Creates a blob of these bytes.
#[must_use]
pub fn blob(bytes: &JsValue, media_type: &str) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&Uint8Array::new(bytes));
    Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()
}

/// Creates an object URL of a preview; `None` if there is none.
#[must_use]
pub fn preview_url(preview: &JsValue) -> Option<ObjectUrl> {
    blob(preview, "image/jpeg")
        .filter(|preview| preview.size() > 0.0)
        .and_then(ObjectUrl::new)
}

/// Writes a photo and its preview. Returns whether they were committed.
pub async fn save(database: &Database, photo: &Photo, bytes: &JsValue, preview: &JsValue) -> bool {
    let record = Object::new();
    let set = |key: &str, value: &JsValue| {
        let _ = Reflect::set(&record, &JsValue::from_str(key), value);
    };
    set(
        "metadata",
        &JsValue::from_str(&photo.to_value().canonical()),
    );
    set("bytes", bytes);
    set("small", preview);
    let is_saved = database.save_photo(&photo.sha256, &record).await.is_ok();
    if is_saved {
        ask_to_persist();
    }
    is_saved
}

thread_local! {
    static HAS_ASKED: Cell<bool> = const { Cell::new(false) };
}

/// Asks the browser, once per page, to keep the data of this origin when the disk is nearly full. A
/// photo can't be typed again. Some browsers ask the person.
fn ask_to_persist() {
    let navigator = web_sys::window().map(|window| window.navigator());
    let storage = navigator.map(|navigator| property(navigator.as_ref(), "storage"));
    let Some(storage) = storage.filter(|_| !HAS_ASKED.replace(true)) else {
        return;
    };
    // Absent where the page is not served securely.
    if let Ok(persist) = property(&storage, "persist").dyn_into::<Function>() {
        let _ = persist.call0(&storage);
    }
}

/// Parses the metadata of a record, and creates the object URL of its preview.
#[must_use]
pub fn parse(record: &JsValue) -> Option<Photo> {
    let metadata = json::parse_str(&text_of(record, "metadata")).ok()?;
    Photo::parse(&metadata, preview_url(&property(record, "small")))
}

/// Reads the bytes of a photo; `None` if they are gone.
///
/// # Errors
/// The browser's error; whether the photo is stored is unknown then.
pub async fn bytes(database: &Database, sha256: &str) -> Result<Option<Blob>, JsValue> {
    let record = database.photo(sha256).await?;
    Ok(record.and_then(|record| {
        let metadata = json::parse_str(&text_of(&record, "metadata")).ok()?;
        let photo = Photo::parse(&metadata, None)?;
        blob(&property(&record, "bytes"), &photo.media_type)
    }))
}

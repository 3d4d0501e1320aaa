//! The few things that only a browser can do, as one small door. In the
//! prerendering program they do nothing.

#[cfg(feature = "hydrate")]
mod here {
    use leptos::wasm_bindgen::{JsCast, JsValue};
    use leptos::web_sys;
    use wasm_bindgen_futures::JsFuture;

    /// Seconds since 1970, UTC.
    #[must_use]
    pub fn now() -> i64 {
        (js_sys::Date::now() / 1000.0) as i64
    }

    /// The text at an address of this page's own origin, or nothing.
    pub async fn fetch_text(address: &str) -> Option<String> {
        let window = web_sys::window()?;
        let response: web_sys::Response =
            JsFuture::from(window.fetch_with_str(address)).await.ok()?.dyn_into().ok()?;
        if !response.ok() {
            return None;
        }
        JsFuture::from(response.text().ok()?).await.ok()?.as_string()
    }

    /// Puts a text on the clipboard; tells whether it worked.
    pub async fn copy(text: &str) -> bool {
        let Some(window) = web_sys::window() else { return false };
        let clipboard = window.navigator().clipboard();
        // Absent where the page is not served securely.
        if AsRef::<JsValue>::as_ref(&clipboard).is_undefined() {
            return false;
        }
        JsFuture::from(clipboard.write_text(text)).await.is_ok()
    }

    /// Hands the person a file.
    pub fn download(name: &str, media_type: &str, text: &str) -> bool {
        fn give(name: &str, media_type: &str, text: &str) -> Result<(), JsValue> {
            let parts = js_sys::Array::of1(&JsValue::from_str(text));
            let options = web_sys::BlobPropertyBag::new();
            options.set_type(media_type);
            let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options)?;
            let address = web_sys::Url::create_object_url_with_blob(&blob)?;
            let document = web_sys::window().and_then(|w| w.document()).ok_or(JsValue::NULL)?;
            let link: web_sys::HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
            link.set_href(&address);
            link.set_download(name);
            link.click();
            web_sys::Url::revoke_object_url(&address)
        }
        give(name, media_type, text).is_ok()
    }

    /// The text of a Unicode text in form NFC, by the browser's own tables.
    #[must_use]
    pub fn nfc(text: String) -> String {
        if text.is_ascii() {
            return text;
        }
        js_sys::JsString::from(text.as_str()).normalize("NFC").as_string().unwrap_or(text)
    }

    /// Runs a task of its own.
    pub fn spawn(task: impl Future<Output = ()> + 'static) {
        wasm_bindgen_futures::spawn_local(task);
    }
}

#[cfg(not(feature = "hydrate"))]
mod here {
    /// Nothing is fetched while a page is prerendered.
    pub async fn fetch_text(_address: &str) -> Option<String> {
        None
    }

    /// There is no clipboard.
    pub async fn copy(_text: &str) -> bool {
        false
    }

    /// There is nobody to hand a file to.
    #[must_use]
    pub const fn download(_name: &str, _media_type: &str, _text: &str) -> bool {
        false
    }

    /// Nothing is typed while a page is prerendered.
    #[must_use]
    pub const fn nfc(text: String) -> String {
        text
    }

    /// Nothing runs beside the prerendering.
    pub fn spawn(_task: impl Future<Output = ()> + 'static) {}
}

pub use here::*;

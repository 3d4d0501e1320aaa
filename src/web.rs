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
        let response: web_sys::Response = JsFuture::from(window.fetch_with_str(address))
            .await
            .ok()?
            .dyn_into()
            .ok()?;
        if !response.ok() {
            return None;
        }
        JsFuture::from(response.text().ok()?)
            .await
            .ok()?
            .as_string()
    }

    /// Puts a text on the clipboard; tells whether it worked.
    pub async fn copy(text: &str) -> bool {
        let Some(window) = web_sys::window() else {
            return false;
        };
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
            let document = web_sys::window()
                .and_then(|w| w.document())
                .ok_or(JsValue::NULL)?;
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
        js_sys::JsString::from(text.as_str())
            .normalize("NFC")
            .as_string()
            .unwrap_or(text)
    }

    /// The value of the control that an event comes from, in form NFC.
    #[must_use]
    pub fn value_of(event: &web_sys::Event) -> String {
        let Some(target) = event.target() else {
            return String::new();
        };
        let value = js_sys::Reflect::get(&target, &JsValue::from_str("value"));
        nfc(value
            .ok()
            .and_then(|value| value.as_string())
            .unwrap_or_default())
    }

    /// Whether the control that an event comes from is ticked.
    #[must_use]
    pub fn checked_of(event: &web_sys::Event) -> bool {
        let input = event
            .target()
            .and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok());
        input.is_some_and(|input| input.checked())
    }

    /// The key of a keyboard event.
    #[must_use]
    pub fn key_of(event: &web_sys::Event) -> String {
        event
            .dyn_ref::<web_sys::KeyboardEvent>()
            .map(web_sys::KeyboardEvent::key)
            .unwrap_or_default()
    }

    /// A random UUID (RFC 9562 version 4) from the browser's generator.
    #[must_use]
    pub fn random_uuid() -> String {
        let mut bytes = [0_u8; 16];
        if let Some(window) = web_sys::window()
            && let Ok(crypto) = window.crypto()
        {
            let _ = crypto.get_random_values_with_u8_array(&mut bytes);
        }
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let mut out = String::with_capacity(36);
        for (i, byte) in bytes.iter().enumerate() {
            if matches!(i, 4 | 6 | 8 | 10) {
                out.push('-');
            }
            for half in [byte >> 4, byte & 15] {
                out.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
            }
        }
        out
    }

    /// The key under which the language is remembered. Beside it stands only what was ticked on
    /// a first step before a draft could be kept.
    const LANGUAGE: &str = "hoso-language";

    fn memory() -> Option<web_sys::Storage> {
        web_sys::window()?.local_storage().ok().flatten()
    }

    /// Remembers the language for the next page of this origin. A browser that keeps nothing
    /// begins in Vietnamese again.
    pub fn remember_language(tag: &str) {
        if let Some(memory) = memory() {
            let _ = memory.set_item(LANGUAGE, tag);
        }
    }

    /// The language that was chosen last.
    #[must_use]
    pub fn remembered_language() -> Option<String> {
        memory()?.get_item(LANGUAGE).ok().flatten()
    }

    fn early(code: &str) -> String {
        ["hoso-early-", code].concat()
    }

    /// Remembers what was ticked on the first step of a procedure, as long as the part of the
    /// program that keeps drafts has not come.
    pub fn remember_early(code: &str, ticks: &str) {
        if let Some(memory) = memory() {
            let _ = memory.set_item(&early(code), ticks);
        }
    }

    /// What was ticked when the page was open last and could not keep a draft.
    #[must_use]
    pub fn remembered_early(code: &str) -> String {
        let found = memory().and_then(|memory| memory.get_item(&early(code)).ok().flatten());
        found.unwrap_or_default()
    }

    /// Forgets it: it stands in a draft, or is not wanted any more.
    pub fn forget_early(code: &str) {
        if let Some(memory) = memory() {
            let _ = memory.remove_item(&early(code));
        }
    }

    /// Runs a task of its own.
    pub fn spawn(task: impl Future<Output = ()> + 'static) {
        let task: core::pin::Pin<Box<dyn Future<Output = ()>>> = Box::pin(task);
        wasm_bindgen_futures::spawn_local(task);
    }
}

#[cfg(not(feature = "hydrate"))]
mod here {
    /// There is no clock; nothing that needs one runs here.
    #[must_use]
    pub const fn now() -> i64 {
        0
    }

    /// There is no random generator; nothing that needs one runs here.
    #[must_use]
    pub const fn random_uuid() -> String {
        String::new()
    }

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

    /// Nobody types while a page is prerendered.
    #[must_use]
    pub const fn value_of(_event: &leptos::web_sys::Event) -> String {
        String::new()
    }

    /// Nobody ticks while a page is prerendered.
    #[must_use]
    pub const fn checked_of(_event: &leptos::web_sys::Event) -> bool {
        false
    }

    /// Nobody presses a key while a page is prerendered.
    #[must_use]
    pub const fn key_of(_event: &leptos::web_sys::Event) -> String {
        String::new()
    }

    /// Nobody chooses a language while a page is prerendered.
    pub const fn remember_language(_tag: &str) {}

    /// Nothing runs beside the prerendering.
    pub fn spawn(_task: impl Future<Output = ()> + 'static) {}
}

pub use here::*;

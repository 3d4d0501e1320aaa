//! The browser APIs that the components need, as one small interface. While prerendering they do
//! nothing.

#[cfg(feature = "hydrate")]
mod here {
    use hoso_view::wasm_bindgen::{JsCast, JsValue};
    use hoso_view::web_sys;
    use wasm_bindgen_futures::JsFuture;

    /// Returns the seconds since 1970, UTC.
    #[must_use]
    pub fn now() -> i64 {
        (js_sys::Date::now() / 1000.0) as i64
    }

    /// Fetches a text of the page's own origin; `None` if that fails.
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

    /// Copies a text to the clipboard. Returns whether it worked.
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

    /// Downloads a text as a file. Returns whether it worked.
    pub fn download(name: &str, media_type: &str, text: &str) -> bool {
        fn try_download(name: &str, media_type: &str, text: &str) -> Result<(), JsValue> {
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
        try_download(name, media_type, text).is_ok()
    }

    /// Converts a text to lower case by the browser's own tables.
    #[must_use]
    pub fn to_lower_case(text: &str) -> String {
        String::from(js_sys::JsString::from(text).to_lower_case())
    }

    /// Normalises a text to NFC by the browser's own tables.
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

    /// Returns the value of the event's target, normalised to NFC.
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

    /// Returns whether the event's target is checked.
    #[must_use]
    pub fn checked_of(event: &web_sys::Event) -> bool {
        let input = event
            .target()
            .and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok());
        input.is_some_and(|input| input.checked())
    }

    /// Returns the key of a keyboard event.
    #[must_use]
    pub fn key_of(event: &web_sys::Event) -> String {
        event
            .dyn_ref::<web_sys::KeyboardEvent>()
            .map(web_sys::KeyboardEvent::key)
            .unwrap_or_default()
    }

    /// Returns a random UUID (RFC 9562 version 4).
    ///
    /// It is an idempotency key: a fixed value in place of a random one would give everyone the same
    /// key. So a browser without a working generator ends here, and the loader shows its fallback.
    #[must_use]
    pub fn random_uuid() -> String {
        let mut bytes = [0_u8; 16];
        let crypto = web_sys::window().and_then(|window| window.crypto().ok());
        let filled = crypto.map(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
        if !matches!(filled, Some(Ok(_))) {
            std::process::abort();
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

    /// The local storage key of the language.
    const LANGUAGE: &str = "hoso-language";

    fn local_storage() -> Option<web_sys::Storage> {
        web_sys::window()?.local_storage().ok().flatten()
    }

    /// Stores the language for the other pages of this origin. Without storage each page starts in
    /// Vietnamese.
    pub fn store_language(tag: &str) {
        if let Some(memory) = local_storage() {
            let _ = memory.set_item(LANGUAGE, tag);
        }
    }

    /// Returns the language that was chosen last.
    #[must_use]
    pub fn stored_language() -> Option<String> {
        local_storage()?.get_item(LANGUAGE).ok().flatten()
    }

    fn early_choices_key(code: &str) -> String {
        ["hoso-early-", code].concat()
    }

    /// Keeps the choices of a procedure's first step until its drafts can be saved.
    pub fn keep_early_choices(code: &str, choices: &str) {
        if let Some(memory) = local_storage() {
            let _ = memory.set_item(&early_choices_key(code), choices);
        }
    }

    /// Returns the choices that were kept; empty if there are none.
    #[must_use]
    pub fn early_choices(code: &str) -> String {
        let found = local_storage()
            .and_then(|memory| memory.get_item(&early_choices_key(code)).ok().flatten());
        found.unwrap_or_default()
    }

    /// Removes the choices that were kept: they are in a draft, or were erased.
    pub fn forget_early_choices(code: &str) {
        if let Some(memory) = local_storage() {
            let _ = memory.remove_item(&early_choices_key(code));
        }
    }

    /// Waits some milliseconds.
    pub async fn delay(ms: u32) {
        let elapsed = js_sys::Promise::new(&mut |resolve, _| {
            gloo::timers::callback::Timeout::new(ms, move || {
                let _ = resolve.call0(&JsValue::UNDEFINED);
            })
            .forget();
        });
        let _ = JsFuture::from(elapsed).await;
    }

    /// Runs a task.
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

    /// Converts a text to lower case.
    #[must_use]
    pub fn to_lower_case(text: &str) -> String {
        text.to_lowercase()
    }

    /// Nothing is typed while a page is prerendered.
    #[must_use]
    pub const fn nfc(text: String) -> String {
        text
    }

    /// Nobody types while a page is prerendered.
    #[must_use]
    pub const fn value_of(_event: &hoso_view::web_sys::Event) -> String {
        String::new()
    }

    /// Nobody ticks while a page is prerendered.
    #[must_use]
    pub const fn checked_of(_event: &hoso_view::web_sys::Event) -> bool {
        false
    }

    /// Nobody presses a key while a page is prerendered.
    #[must_use]
    pub const fn key_of(_event: &hoso_view::web_sys::Event) -> String {
        String::new()
    }

    /// Nobody chooses a language while a page is prerendered.
    pub const fn store_language(_tag: &str) {}

    /// Nothing runs beside the prerendering.
    pub fn spawn(_task: impl Future<Output = ()> + 'static) {}
}

pub use here::*;

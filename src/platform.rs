//! The browser APIs that the components need, as one small interface. While prerendering they do
//! nothing.

#[cfg(feature = "hydrate")]
mod here {
    use gloo::timers::callback::Timeout;
    use hoso_view::wasm_bindgen::{JsCast, JsValue};
    use hoso_view::web_sys;
    use wasm_bindgen_futures::JsFuture;

    /// How long the object URL of a download stays valid.
    const DOWNLOAD_GRACE_MS: u32 = 60_000;

    /// Returns the seconds since 1970, UTC.
    #[must_use]
    pub fn now() -> i64 {
        (js_sys::Date::now() / 1000.0) as i64
    }

    /// Fetches a text of the page's own build; `None` if that fails or its hash differs
    /// (`src/fetch_text.js`).
    pub async fn fetch_text(address: &str) -> Option<String> {
        let text = crate::loader::fetch_text(address);
        JsFuture::from(text).await.ok()?.as_string()
    }

    /// Returns whether the server has another version of the page: it no longer has this file, or has it
    /// with another hash. Call it after the file could not be fetched; `again` fetches it once more and
    /// returns whether that worked, so that a line which came back meanwhile is no new version.
    pub async fn is_outdated(address: &str, again: impl Future<Output = bool>) -> bool {
        match status(address).await {
            404 | 410 => true,
            200 => !again.await,
            _ => false,
        }
    }

    /// Returns the status of a file on the server; zero without a response.
    async fn status(address: &str) -> u16 {
        let init = web_sys::RequestInit::new();
        init.set_method("HEAD");
        init.set_cache(web_sys::RequestCache::NoStore);
        let Some(window) = web_sys::window() else {
            return 0;
        };
        let response = JsFuture::from(window.fetch_with_str_and_init(address, &init)).await;
        let response = response.ok().and_then(|response| response.dyn_into().ok());
        response.map_or(0, |response: web_sys::Response| response.status())
    }

    /// Loads the page again, in a newer version if there is one.
    pub fn reload() {
        crate::loader::reload();
    }

    /// Opens the print dialog of the browser.
    pub fn print() {
        if let Some(window) = web_sys::window() {
            let _ = window.print();
        }
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
            let document = web_sys::window()
                .and_then(|w| w.document())
                .ok_or(JsValue::NULL)?;
            let link: web_sys::HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
            let address = web_sys::Url::create_object_url_with_blob(&blob)?;
            link.set_href(&address);
            link.set_download(name);
            link.click();
            // The browser fetches the address in a task of its own.
            Timeout::new(DOWNLOAD_GRACE_MS, move || {
                let _ = web_sys::Url::revoke_object_url(&address);
            })
            .forget();
            Ok(())
        }
        try_download(name, media_type, text).is_ok()
    }

    /// Converts a text to lower case by the browser's own tables.
    #[must_use]
    pub fn to_lower_case(text: &str) -> String {
        String::from(js_sys::JsString::from(text).to_lower_case())
    }

    /// Returns whether a text contains every word of a search, without regard to case and marks. The
    /// browser compares: Rust's search for a substring would be several kilobytes.
    #[must_use]
    pub fn contains_words(text: &str, query: &str) -> bool {
        let text = js_sys::JsString::from(search_key(text));
        let query = search_key(query);
        query.split(' ').all(|word| text.includes(word, 0))
    }

    /// Returns a text in lower case, without marks.
    fn search_key(text: &str) -> String {
        let text = js_sys::JsString::from(text).normalize("NFD");
        let mut text = String::from(text.to_lower_case());
        text.retain(|c| !('\u{300}'..='\u{36f}').contains(&c));
        text.chars()
            .map(|c| if c == 'đ' { 'd' } else { c })
            .collect()
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

    /// Dispatches `change` at the controls of the event's form. A program that fills in forms may set
    /// values without an event; the listeners compare them with the answers.
    pub fn dispatch_change_events(event: &web_sys::Event) {
        let target = event.target().and_then(|target| target.dyn_into().ok());
        let form =
            target.and_then(|target: web_sys::Element| target.closest("form").ok().flatten());
        let controls = form.and_then(|form| {
            let selector = "input:not([type=file]),select,textarea";
            form.query_selector_all(selector).ok()
        });
        let Some(controls) = controls else {
            return;
        };
        for control in (0..controls.length()).filter_map(|i| controls.get(i)) {
            // A select is empty while its options are being fetched.
            let select = control.dyn_ref::<web_sys::HtmlSelectElement>();
            if select.is_none_or(|select| !select.value().is_empty())
                && let Ok(change) = web_sys::Event::new("change")
            {
                let _ = control.dispatch_event(&change);
            }
        }
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
    /// key. So the program aborts without a working generator, and the loader shows its fallback.
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
    const HAS_DRAFTS: &str = "hoso-has-drafts";
    const DRAFT_TO_OPEN: &str = "hoso-draft-to-open";

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

    /// Returns where the choices of a first step are stored: with the device if a draft follows, with
    /// the tab if none does.
    fn choices_storage(has_draft: bool) -> Option<web_sys::Storage> {
        if has_draft {
            local_storage()
        } else {
            session_storage()
        }
    }

    /// Keeps the choices of a procedure's first step until its drafts can be saved; without drafts,
    /// until the tab is closed.
    pub fn keep_early_choices(code: &str, has_draft: bool, choices: &str) {
        if let Some(memory) = choices_storage(has_draft) {
            let _ = memory.set_item(&early_choices_key(code), choices);
        }
    }

    /// Returns the choices that were kept; empty if there are none.
    #[must_use]
    pub fn early_choices(code: &str, has_draft: bool) -> String {
        let found = choices_storage(has_draft)
            .and_then(|memory| memory.get_item(&early_choices_key(code)).ok().flatten());
        found.unwrap_or_default()
    }

    /// Removes the choices that were kept: they are in a draft, or were erased.
    pub fn forget_early_choices(code: &str) {
        if let Some(memory) = local_storage() {
            let _ = memory.remove_item(&early_choices_key(code));
        }
    }

    /// Notes whether drafts are stored, so that the landing page need not open the database to know
    /// that there is none.
    pub fn set_has_drafts(any: bool) {
        if let Some(memory) = local_storage() {
            let _ = if any {
                memory.set_item(HAS_DRAFTS, "1")
            } else {
                memory.remove_item(HAS_DRAFTS)
            };
        }
    }

    /// Returns whether drafts are stored.
    #[must_use]
    pub fn has_drafts() -> bool {
        let found = local_storage().and_then(|memory| memory.get_item(HAS_DRAFTS).ok());
        found.flatten().is_some()
    }

    /// Remembers, for the next page of this tab, the key of the draft to open.
    pub fn open_draft_next(key: &str) {
        if let Some(memory) = session_storage() {
            let _ = memory.set_item(DRAFT_TO_OPEN, key);
        }
    }

    /// Returns the key of the draft to open, and forgets it; empty if there is none.
    #[must_use]
    pub fn take_draft_to_open() -> String {
        let Some(memory) = session_storage() else {
            return String::new();
        };
        let key = memory.get_item(DRAFT_TO_OPEN).ok().flatten();
        let _ = memory.remove_item(DRAFT_TO_OPEN);
        key.unwrap_or_default()
    }

    fn session_storage() -> Option<web_sys::Storage> {
        web_sys::window()?.session_storage().ok().flatten()
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
    /// Returns 0: nothing that needs a clock runs while a page is prerendered.
    #[must_use]
    pub const fn now() -> i64 {
        0
    }

    /// Returns an empty text: nothing that needs an id runs while a page is prerendered.
    #[must_use]
    pub const fn random_uuid() -> String {
        String::new()
    }

    /// There is no session.
    pub const fn open_draft_next(_key: &str) {}

    /// Returns `None`: nothing is fetched while a page is prerendered.
    pub async fn fetch_text(_address: &str) -> Option<String> {
        None
    }

    /// Nothing is fetched while a page is prerendered.
    pub async fn is_outdated(_address: &str, _again: impl Future<Output = bool>) -> bool {
        false
    }

    /// Nothing is loaded again while a page is prerendered.
    pub const fn reload() {}

    /// Does nothing while a page is prerendered.
    pub const fn print() {}

    /// There is no clipboard.
    pub async fn copy(_text: &str) -> bool {
        false
    }

    /// Returns false: nothing is downloaded while a page is prerendered.
    #[must_use]
    pub const fn download(_name: &str, _media_type: &str, _text: &str) -> bool {
        false
    }

    /// Converts a text to lower case.
    #[must_use]
    pub fn to_lower_case(text: &str) -> String {
        text.to_lowercase()
    }

    /// Returns the text unchanged: nothing is typed while a page is prerendered.
    #[must_use]
    pub const fn nfc(text: String) -> String {
        text
    }

    /// Returns an empty text: nothing is typed while a page is prerendered.
    #[must_use]
    pub const fn value_of(_event: &hoso_view::web_sys::Event) -> String {
        String::new()
    }

    /// Returns false: nothing is ticked while a page is prerendered.
    #[must_use]
    pub const fn checked_of(_event: &hoso_view::web_sys::Event) -> bool {
        false
    }

    /// Nothing is filled in while a page is prerendered.
    pub const fn dispatch_change_events(_event: &hoso_view::web_sys::Event) {}

    /// Nobody presses a key while a page is prerendered.
    #[must_use]
    pub const fn key_of(_event: &hoso_view::web_sys::Event) -> String {
        String::new()
    }

    /// Does nothing: no language is chosen while a page is prerendered.
    pub const fn store_language(_tag: &str) {}

    /// Drops the task: prerendering waits for none.
    pub fn spawn(_task: impl Future<Output = ()> + 'static) {}
}

pub use here::*;

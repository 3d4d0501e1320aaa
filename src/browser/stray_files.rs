//! Refuses files that are dropped beside a file input: the browser would show the file in place of the
//! page, and the answers would be gone from the screen.

use gloo::events::{EventListener, EventListenerOptions};
use hoso_view::wasm_bindgen::{JsCast, JsValue};
use hoso_view::web_sys::{Element, Event, HtmlElement};
use js_sys::{Array, Reflect};

use crate::browser::worker::property;

/// Refuses such files within the wizard's root. The rest of the page may be a portal's.
pub fn refuse(root: &HtmlElement) -> [EventListener; 2] {
    ["dragover", "drop"].map(|event| {
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(root, event, options, refuse_drag)
    })
}

fn refuse_drag(event: &Event) {
    // Read by name: the bindings of these types would be part of the first load.
    let data = property(event.as_ref(), "dataTransfer");
    let types = property(&data, "types");
    let has_files = !types.is_undefined()
        && types
            .unchecked_into::<Array>()
            .iter()
            .any(|kind| kind.as_string().as_deref() == Some("Files"));
    let target = event.target();
    let target = target.and_then(|target| target.dyn_into::<Element>().ok());
    let takes_files =
        target.is_some_and(|target| matches!(target.closest("input[type=file]"), Ok(Some(_))));
    // A text that is dragged into a text field is left alone.
    if has_files && !takes_files {
        event.prevent_default();
        let _ = Reflect::set(
            &data,
            &JsValue::from_str("dropEffect"),
            &JsValue::from_str("none"),
        );
    }
}

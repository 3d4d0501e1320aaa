//! Refuses files that are dropped beside a file input: the browser would show the file in place of the
//! page, and the answers would be gone from the screen.

use gloo::events::{EventListener, EventListenerOptions};
use hoso_view::wasm_bindgen::{JsCast, JsValue};
use hoso_view::web_sys::{DragEvent, Element, Event, HtmlElement};

/// Refuses such files within the wizard's root. The rest of the page may be a portal's.
#[must_use]
pub fn refuse(root: &HtmlElement) -> [EventListener; 2] {
    ["dragover", "drop"].map(|event| {
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(root, event, options, refuse_drag)
    })
}

fn refuse_drag(event: &Event) {
    let drag = event.dyn_ref::<DragEvent>();
    let Some(data) = drag.and_then(DragEvent::data_transfer) else {
        return;
    };
    // A text that is dragged into a text field is left alone.
    if !data.types().includes(&JsValue::from_str("Files"), 0) {
        return;
    }
    let target = event.target();
    let target = target.and_then(|target| target.dyn_into::<Element>().ok());
    let takes_files =
        target.is_some_and(|target| target.matches("input[type=file]").unwrap_or(false));
    if !takes_files {
        event.prevent_default();
        data.set_drop_effect("none");
    }
}

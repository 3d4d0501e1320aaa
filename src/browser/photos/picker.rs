//! The file inputs of photo fields.

use gloo::events::{EventListener, EventListenerOptions};
use hoso_view::NodeRef;
use hoso_view::wasm_bindgen::JsCast;
use hoso_view::web_sys::{Blob, Element, HtmlElement, HtmlInputElement, ShadowRoot};

use hoso_view::wasm_bindgen::JsValue;
use hoso_view::web_sys;
use js_sys::Promise;
use wasm_bindgen_futures::JsFuture;

use crate::browser::drafts::autosave::DraftAutosave;
use crate::wizard::Wizard;

/// The attribute that holds the hash of the photo to be replaced.
const REPLACES: &str = "data-replaces";

/// How long the picker waits for the draft to be saved, in milliseconds. A browser opens a picker
/// only within a few seconds of the tap ("transient activation" of the HTML standard).
const SAVE_WAIT_MS: i32 = 800;

/// Saves the draft, then opens the file picker. A phone may kill the page as soon as its camera
/// opens. If the database is slow, the picker opens while the draft is still being saved.
pub async fn open(
    autosave: &DraftAutosave,
    field: &'static str,
    input: NodeRef,
    capture: &str,
    replaces: &str,
) {
    let saved_or_late = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, SAVE_WAIT_MS);
        }
        let autosave = autosave.clone();
        autosave.wizard.spawn(async move {
            autosave.save().await;
            let _ = resolve.call0(&JsValue::UNDEFINED);
        });
    });
    let _ = JsFuture::from(saved_or_late).await;
    let Some(input) = file_input(input) else {
        return;
    };
    let _ = if capture.is_empty() {
        input.remove_attribute("capture")
    } else {
        input.set_attribute("capture", capture)
    };
    let _ = input.set_attribute(REPLACES, replaces);
    autosave.wizard.photos.set_progress(field, None);
    input.click();
}

/// Takes the chosen files out of a file input, and the hash of the photo that they replace. The
/// input is empty afterwards: the same file may be chosen again after it was removed.
pub fn take_files(input: NodeRef) -> Option<(Vec<Blob>, String)> {
    let input = file_input(input)?;
    let replaces = input.get_attribute(REPLACES).unwrap_or_default();
    let _ = input.remove_attribute(REPLACES);
    let list = input.files();
    let files = list.map(|list| {
        (0..list.length())
            .filter_map(|i| list.get(i).map(Into::into))
            .collect()
    });
    input.set_value("");
    Some((files.unwrap_or_default(), replaces))
}

/// Clears `capture` and the replaced photo when the input is used directly or its picker is
/// cancelled.
pub fn reset_on_direct_use(root: &HtmlElement) -> [EventListener; 2] {
    ["click", "cancel"].map(|event| {
        let capture = EventListenerOptions::run_in_capture_phase();
        EventListener::new_with_options(root, event, capture, move |ev| {
            let input = ev
                .target()
                .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
                .filter(|input| input.type_() == "file");
            // The buttons of the field click the input by script.
            if let Some(input) = input.filter(|_| event == "cancel" || ev.is_trusted()) {
                let _ = input.remove_attribute(REPLACES);
                let _ = input.remove_attribute("capture");
            }
        })
    })
}

/// Returns the input unless its step was left meanwhile.
fn file_input(input: NodeRef) -> Option<HtmlInputElement> {
    input.get_untracked()?.dyn_into().ok()
}

/// Returns the focused element in the root's document or shadow root.
fn focused_element(root: &HtmlElement) -> Option<Element> {
    let tree = root.get_root_node();
    match tree.dyn_ref::<ShadowRoot>() {
        Some(shadow) => shadow.active_element(),
        None => root.owner_document()?.active_element(),
    }
}

/// Returns the id of a photo field's label if the focus is inside the field.
#[must_use]
pub fn focused_label(root: &HtmlElement, field: &str) -> Option<String> {
    let selector = ["[data-photo=\"", field, "\"]"].concat();
    let group = root.query_selector(&selector).ok().flatten()?;
    group
        .contains(focused_element(root).as_deref())
        .then_some(())?;
    group.get_attribute("aria-labelledby")
}

/// Moves the focus to the label if the focused button was removed with its photo.
pub fn restore_focus(wizard: Wizard, root: &HtmlElement, label: Option<String>) {
    let is_lost = focused_element(root).is_none_or(|now| now.tag_name() == "BODY");
    if let Some(label) = label.filter(|_| is_lost) {
        wizard.navigation.focus_element(label);
    }
}

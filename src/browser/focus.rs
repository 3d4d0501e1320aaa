//! Moves the focus and the scroll position after a view has changed.

use hoso_view::effect;
use hoso_view::prelude::*;
use hoso_view::wasm_bindgen::closure::Closure;
use hoso_view::wasm_bindgen::{JsCast, JsValue};
use hoso_view::web_sys::{self, HtmlElement};

use crate::browser::worker::property;
use crate::wizard::Wizard;
use crate::wizard::navigation::{FocusTarget, View};

/// Moves the focus to its target: the heading, the summary or a field. Looks inside the wizard's
/// own root only.
///
/// A wizard that owns its page starts at the top of it; an embedded one at its own root.
pub fn manage_focus(wizard: Wizard, root: HtmlElement, owns_page: bool) {
    let root = StoredValue::new_local(root);
    scroll_into_view(wizard, root);
    let mut last_view = None;
    effect(move || {
        let Some(target) = wizard.navigation.focus.get() else {
            return;
        };
        wizard.navigation.focus.set(None);
        let view = wizard.navigation.view.get_untracked();
        let is_repeated = last_view.replace(view) == Some(view) && view == View::Sending;
        // The new view is rendered one frame later.
        next_frame(move || {
            root.with_value(|root| {
                if is_repeated && target == FocusTarget::Heading {
                    focus_if_lost(root);
                } else {
                    focus(root, &target, owns_page);
                }
            });
        });
    });
}

/// Moves the focus to the heading if no element has it any more, without scrolling: the page sends
/// again by itself while the person reads it or uses another control.
fn focus_if_lost(root: &HtmlElement) {
    let Some(document) = root.owner_document() else {
        return;
    };
    let focused = property(root.get_root_node().as_ref(), "activeElement");
    let body = document.body().map(JsValue::from).unwrap_or_default();
    // In a shadow root `null`, in a document the body.
    if (focused.is_null() || focused == body)
        && !is_focus_outside(root)
        && let Ok(Some(heading)) = root.query_selector("h1")
        && let Ok(heading) = heading.dyn_into::<HtmlElement>()
    {
        focus_in_place(&heading);
    }
}

/// Focuses an element without scrolling to it.
fn focus_in_place(element: &HtmlElement) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

fn focus(root: &HtmlElement, target: &FocusTarget, owns_page: bool) {
    let selector = match target {
        FocusTarget::Heading => "h1".to_owned(),
        FocusTarget::Summary => "[data-hoso-summary]".to_owned(),
        FocusTarget::Element(id) => by_id(id),
    };
    let Ok(Some(element)) = root.query_selector(&selector) else {
        return;
    };
    let Ok(element) = element.dyn_into::<HtmlElement>() else {
        return;
    };
    if !owns_page && is_focus_outside(root) {
        return;
    }
    match target {
        FocusTarget::Heading if owns_page => {
            if let Some(window) = web_sys::window() {
                window.scroll_to_with_x_and_y(0.0, 0.0);
            }
        }
        FocusTarget::Heading => root.scroll_into_view(),
        // The label must be visible, not only the control.
        FocusTarget::Summary | FocusTarget::Element(_) => {
            let field = element.closest(".field").ok().flatten();
            let field = field.unwrap_or_else(|| element.clone().into());
            // A frame is as high as its content, so only its page knows what is on the screen.
            if is_framed() || !is_in_view(&field) {
                field.scroll_into_view();
            }
        }
    }
    focus_in_place(&element);
}

/// Returns whether an element of the page around an embedded wizard has the focus: an attempt that the
/// wizard repeats by itself must not take it.
fn is_focus_outside(root: &HtmlElement) -> bool {
    // The active element of a shadow root is inside; that of the document is then the host.
    let tree = root.get_root_node();
    let focused = |tree: &JsValue| {
        property(tree, "activeElement")
            .dyn_into::<web_sys::Node>()
            .ok()
    };
    let document = root.owner_document();
    let in_page = document
        .as_ref()
        .and_then(|document| focused(document.as_ref()));
    let is_body = document
        .and_then(|document| document.body())
        .map(JsValue::from)
        == in_page.clone().map(JsValue::from);
    let is_inside = focused(tree.as_ref()).is_some_and(|focused| root.contains(Some(&focused)));
    in_page.is_some() && !is_body && !is_inside
}

/// Returns whether the page is in a frame of another one.
fn is_framed() -> bool {
    web_sys::window().is_some_and(|window| {
        let parent = property(window.as_ref(), "parent");
        !js_sys::Object::is(&parent, window.as_ref())
    })
}

/// Returns whether all of an element is on the screen.
fn is_in_view(element: &web_sys::Element) -> bool {
    let area = element.get_bounding_client_rect();
    let top = property(area.as_ref(), "top").as_f64();
    top.is_some_and(|top| top >= 0.0) && area.bottom() <= viewport_height()
}

fn viewport_height() -> f64 {
    let viewport = web_sys::window().and_then(|window| window.visual_viewport());
    viewport.map_or(0.0, |viewport| viewport.height())
}

/// Runs a function before the next frame is painted.
fn next_frame(run: impl FnOnce() + 'static) {
    if let Some(window) = web_sys::window() {
        let callback = Closure::once_into_js(run);
        let _ = window.request_animation_frame(callback.unchecked_ref());
    }
}

fn by_id(id: &str) -> String {
    ["[id=\"", id, "\"]"].concat()
}

/// Scrolls a list that has opened into view, or the option that the arrow keys have reached.
fn scroll_into_view(wizard: Wizard, root: StoredValue<HtmlElement, LocalStorage>) {
    effect(move || {
        let Some(id) = wizard.navigation.scroll_target.get() else {
            return;
        };
        // What has just opened is rendered one frame later.
        next_frame(move || {
            root.with_value(|root| {
                if let Ok(Some(element)) = root.query_selector(&by_id(&id)) {
                    scroll_to(&element);
                }
            });
        });
    });
}

/// Scrolls no further than needed: an option within its list; a list that does not fit below its
/// box, together with the box.
fn scroll_to(element: &web_sys::Element) {
    if element.get_attribute("role").as_deref() != Some("listbox") {
        let nearest = web_sys::ScrollIntoViewOptions::new();
        nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&nearest);
        return;
    }
    if let Some(combobox) = element.closest(".combobox").ok().flatten()
        && element.get_bounding_client_rect().bottom() > viewport_height()
    {
        combobox.scroll_into_view();
    }
}

//! Detects that another window may have stored or erased drafts.

use gloo::events::EventListener;
use hoso_view::web_sys;

use crate::browser::worker::property;

/// Calls `follow` when another window may have changed the stored drafts, until the listeners are
/// dropped.
///
/// Listens to `storage` (another window erases drafts), `pageshow` (this page returns from the
/// back/forward cache) and `visibilitychange` (this page is shown again).
pub fn on_change(follow: impl Fn() + Clone + 'static) -> Vec<EventListener> {
    let Some(window) = web_sys::window() else {
        return Vec::new();
    };
    let mut listeners = Vec::new();
    for event in ["storage", "pageshow"] {
        let follow = follow.clone();
        let on_event = move |event: &web_sys::Event| {
            if !is_of_others(event) {
                follow();
            }
        };
        listeners.push(EventListener::new(&window, event, on_event));
    }
    if let Some(document) = window.document() {
        let target = document.clone();
        let on_event = move |_: &web_sys::Event| {
            if !document.hidden() {
                follow();
            }
        };
        listeners.push(EventListener::new(&target, "visibilitychange", on_event));
    }
    listeners
}

/// Returns whether a `storage` event is about a key of another program. The page around a wizard may
/// store its own keys often.
fn is_of_others(event: &web_sys::Event) -> bool {
    // Has no key if the whole storage was cleared, or if the event is none of `storage`.
    let key = property(event.as_ref(), "key").as_string();
    key.is_some_and(|key| !key.starts_with("hoso-"))
}

//! Tells when another window may have stored or erased drafts.

use gloo::events::EventListener;
use hoso_view::web_sys;

use crate::browser::worker::property;

/// Calls `follow` when another window may have changed what is stored. Dropping the listeners ends
/// that.
///
/// `storage`: another window erases now. `pageshow`: it may have, while this page was in the
/// back/forward cache. `visibilitychange`: it may have, while this page was hidden.
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

/// Tells whether another program of this origin has stored something: the page around a wizard may
/// write often.
fn is_of_others(event: &web_sys::Event) -> bool {
    // Without a key everything was cleared. Another event has none.
    let key = property(event.as_ref(), "key").as_string();
    key.is_some_and(|key| !key.starts_with("hoso-"))
}

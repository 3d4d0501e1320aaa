//! Delays the issues of a field that was left until the tap that left it is over.
//!
//! A message moves what is below it. Shown at once, it would move the button, and the tap would
//! miss it.

use hoso_view::effect;
use std::cell::Cell;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use hoso_view::web_sys;

use crate::wizard::Wizard;
use crate::wizard::field_ref::FieldRef;

/// Validates after a blur, but not while a pointer is down.
pub fn validate_after_tap(wizard: Wizard) -> Vec<EventListener> {
    let is_down = Rc::new(Cell::new(false));
    let pending = Rc::new(Cell::new(None));
    // A click is dispatched in the same task as `pointerup` or, by touch, as the change of focus,
    // so a timeout of 0 runs after it.
    let settle =
        move |at: FieldRef| Timeout::new(0, move || wizard.validate_after_blur(at)).forget();
    let mut listeners = Vec::new();
    if let Some(window) = web_sys::window() {
        let capture = EventListenerOptions::run_in_capture_phase();
        let down = is_down.clone();
        listeners.push(EventListener::new_with_options(
            &window,
            "pointerdown",
            capture,
            move |_| down.set(true),
        ));
        for end in ["pointerup", "pointercancel"] {
            let (down, pending) = (is_down.clone(), pending.clone());
            let on_end = move |_: &web_sys::Event| {
                down.set(false);
                if let Some(at) = pending.take() {
                    settle(at);
                }
            };
            listeners.push(EventListener::new_with_options(
                &window, end, capture, on_end,
            ));
        }
    }
    effect(move || {
        let Some(at) = wizard.validation.field_blurred.get() else {
            return;
        };
        if is_down.get() {
            pending.set(Some(at));
        } else {
            settle(at);
        }
    });
    listeners
}

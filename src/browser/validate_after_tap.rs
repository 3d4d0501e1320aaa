//! Delays the issues of a field that was left until the tap that left it is over.
//!
//! A message moves what is below it. Shown at once, it would move the button, and the tap would
//! miss it.

use hoso_view::{Track, effect};
use std::cell::Cell;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use hoso_view::web_sys;

use crate::wizard::Wizard;

/// Validates after a blur, but not while a pointer is down.
pub fn validate_after_tap(wizard: Wizard) -> Vec<EventListener> {
    let is_down = Rc::new(Cell::new(false));
    let is_pending = Rc::new(Cell::new(false));
    // A click is dispatched in the same task as `pointerup` or, by touch, as the change of focus,
    // so a timeout of 0 runs after it.
    let validate = move || Timeout::new(0, move || wizard.validate()).forget();
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
            let (down, pending) = (is_down.clone(), is_pending.clone());
            let on_end = move |_: &web_sys::Event| {
                down.set(false);
                if pending.take() {
                    validate();
                }
            };
            listeners.push(EventListener::new_with_options(
                &window, end, capture, on_end,
            ));
        }
    }
    let mut is_first = true;
    effect(move || {
        wizard.validation.field_blurred.track();
        if core::mem::take(&mut is_first) {
            return;
        }
        if is_down.get() {
            is_pending.set(true);
        } else {
            validate();
        }
    });
    listeners
}

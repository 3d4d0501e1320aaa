//! The view in the URL fragment, so that Back and Forward move between the steps.
//!
//! Only the wizard that owns the page does this; an embedded one does not touch the URL.

use gloo::events::EventListener;
use hoso_view::effect;
use hoso_view::prelude::*;
use hoso_view::wasm_bindgen::JsValue;
use hoso_view::web_sys;

use crate::wizard::Wizard;
use crate::wizard::navigation::View;
use crate::wizard::submission::SubmissionStatus;

/// Synchronises the view and the URL fragment.
pub fn attach(wizard: Wizard) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let mut first = true;
    effect(move || {
        let fragment = wizard.fragment();
        let first_step = wizard.step(0).id;
        // After a reload in the middle, Back still leads to the first step.
        if core::mem::take(&mut first) {
            replace(first_step);
            if fragment == first_step {
                return;
            }
        }
        if self::fragment() == fragment {
            return;
        }
        match wizard.navigation.view.get_untracked() {
            View::Receipt => collapse_history(fragment),
            _ => push(fragment),
        }
    });
    for event in ["popstate", "hashchange"] {
        let listener = EventListener::new(&window, event, move |_| follow(wizard));
        StoredValue::new_local(listener);
    }
}

/// Returns the URL fragment without `#`.
#[must_use]
pub fn fragment() -> String {
    web_sys::window()
        .and_then(|window| window.location().hash().ok())
        .map(|hash| hash.trim_start_matches('#').to_owned())
        .unwrap_or_default()
}

fn follow(wizard: Wizard) {
    let wanted = fragment();
    if wanted == untrack(|| wizard.fragment()) {
        return;
    }
    // Stays at the view while the dossier is in flight.
    let in_flight = wizard.submission.status.get_untracked() == SubmissionStatus::InFlight;
    if in_flight {
        push(untrack(|| wizard.fragment()));
        return;
    }
    if matches!(wizard.navigation.view.get_untracked(), View::Receipt) {
        // A receipt is final: the other entries of the page show it too.
        replace(untrack(|| wizard.fragment()));
        return;
    }
    wizard.open(&wanted);
    // A view that may not be opened yet is replaced in the URL.
    let opened = untrack(|| wizard.fragment());
    if opened != wanted {
        replace(opened);
    }
}

/// Returns to the first history entry of the page, which `follow` then gives this fragment, so that
/// Back leaves the page in one press.
fn collapse_history(fragment: &str) {
    match depth() {
        0 => replace(fragment),
        depth => {
            if let Some(history) = history() {
                let _ = history.go_with_delta(-depth);
            }
        }
    }
}

/// Returns how many entries of the page are before the current one. Each entry holds its number.
fn depth() -> i32 {
    let state = history().and_then(|history| history.state().ok());
    let depth = state.and_then(|state| state.as_f64()).unwrap_or_default();
    depth as i32
}

fn push(fragment: &str) {
    if let Some(history) = history() {
        let state = JsValue::from(depth() + 1);
        let _ = history.push_state_with_url(&state, "", Some(&["#", fragment].concat()));
    }
}

fn replace(fragment: &str) {
    if let Some(history) = history() {
        let state = JsValue::from(depth());
        let _ = history.replace_state_with_url(&state, "", Some(&["#", fragment].concat()));
    }
}

fn history() -> Option<web_sys::History> {
    web_sys::window()?.history().ok()
}

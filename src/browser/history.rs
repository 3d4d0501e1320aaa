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
            write(first_step, false);
            if fragment == first_step {
                return;
            }
        }
        if self::fragment() != fragment {
            write(fragment, true);
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
        write(untrack(|| wizard.fragment()), true);
        return;
    }
    if matches!(wizard.navigation.view.get_untracked(), View::Receipt) {
        // A receipt is final: its older history entries show it too, so that Back leaves the page.
        write(untrack(|| wizard.fragment()), false);
        return;
    }
    wizard.open(&wanted);
    // A view that may not be opened yet is replaced in the URL.
    let opened = untrack(|| wizard.fragment());
    if opened != wanted {
        write(opened, false);
    }
}

/// Writes the fragment, as a new history entry or in place of the current one.
fn write(fragment: &str, push: bool) {
    let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else {
        return;
    };
    let address = ["#", fragment].concat();
    let _ = if push {
        history.push_state_with_url(&JsValue::NULL, "", Some(&address))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&address))
    };
}

//! Back and forward walk the steps: the step stands in the fragment of the address.
//!
//! Only the wizard that owns the page does this; embedded ones leave the address alone.

use gloo::events::EventListener;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsValue;
use leptos::web_sys;

use crate::dom::effect;
use crate::form::{Form, Page, Sending};

/// Binds the wizard to the address of the page.
pub fn bind(form: Form) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let mut first = true;
    effect(move || {
        let fragment = form.fragment();
        let beginning = form.step(0).id;
        // Whoever comes back to a step in the middle can still walk back to the first.
        if core::mem::take(&mut first) {
            write(beginning, false);
            if fragment == beginning {
                return;
            }
        }
        if self::fragment() != fragment {
            write(fragment, true);
        }
    });
    EventListener::new(&window, "popstate", move |_| follow(form)).forget();
    EventListener::new(&window, "hashchange", move |_| follow(form)).forget();
}

/// The fragment of the address now, without its sign.
#[must_use]
pub fn fragment() -> String {
    web_sys::window()
        .and_then(|window| window.location().hash().ok())
        .map(|hash| hash.trim_start_matches('#').to_owned())
        .unwrap_or_default()
}

fn follow(form: Form) {
    let wanted = fragment();
    if wanted == untrack(|| form.fragment()) {
        return;
    }
    // A receipt is final, and a dossier under way is not walked away from.
    let under_way = form.sending.get_untracked() == Sending::OnItsWay;
    if under_way {
        write(untrack(|| form.fragment()), true);
        return;
    }
    if matches!(form.page.get_untracked(), Page::Receipt) {
        // Its entries of the history show it too, so that Back leaves the page in the end.
        write(untrack(|| form.fragment()), false);
        return;
    }
    form.open(&wanted);
    // What may not be opened yet does not stay in the address either.
    let opened = untrack(|| form.fragment());
    if opened != wanted {
        write(opened, false);
    }
}

/// Writes a fragment into the address, as a new entry of the history or in place of this one.
fn write(fragment: &str, anew: bool) {
    let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else {
        return;
    };
    let address = ["#", fragment].concat();
    let _ = if anew {
        history.push_state_with_url(&JsValue::NULL, "", Some(&address))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&address))
    };
}

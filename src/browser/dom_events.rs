//! Dispatches DOM events on the root of a wizard, for the page around it.
//!
//! An event contains a step, a number or a code, and no answer. docs/embed-reference.md lists the
//! events.

use hoso_view::effect;
use hoso_view::prelude::*;
use hoso_view::wasm_bindgen::JsValue;
use hoso_view::web_sys::{CustomEvent, CustomEventInit, HtmlElement};
use js_sys::{Object, Reflect};

use crate::wizard::Wizard;
use crate::wizard::draft::SaveStatus;
use crate::wizard::navigation::View;
use crate::wizard::submission::SubmissionStatus;

/// Dispatches the events of a wizard on its root.
pub fn attach(wizard: Wizard, root: &HtmlElement) {
    dispatch_steps(wizard, root.clone());
    dispatch_saves(wizard, root.clone());
    dispatch_submissions(wizard, root.clone());
}

/// `hoso:step`: the id of the step that is shown, its position and the number of steps.
fn dispatch_steps(wizard: Wizard, root: HtmlElement) {
    let root = StoredValue::new_local(root);
    let mut last = (0, 0, 0);
    effect(move || {
        let View::Step(index) = wizard.navigation.view.get() else {
            return;
        };
        let (n, of) = wizard.step_position(index);
        if last == (index + 1, n, of) {
            return;
        }
        last = (index + 1, n, of);
        let number = |value: usize| JsValue::from_f64(value as f64);
        let id = JsValue::from_str(wizard.step(index).id);
        root.with_value(|root| {
            dispatch(
                root,
                "hoso:step",
                &[("id", id), ("n", number(n)), ("of", number(of))],
            );
        });
    });
}

/// `hoso:saved`: the draft was saved on this device.
fn dispatch_saves(wizard: Wizard, root: HtmlElement) {
    let root = StoredValue::new_local(root);
    effect(move || {
        if wizard.draft.status.get() == SaveStatus::Saved {
            root.with_value(|root| dispatch(root, "hoso:saved", &[]));
        }
    });
}

/// `hoso:submitted`: the number of the receipt and the name of the receiver. `hoso:failed`: the code
/// of the message that says why the dossier was not received.
fn dispatch_submissions(wizard: Wizard, root: HtmlElement) {
    let root = StoredValue::new_local(root);
    let mut was_in_flight = false;
    effect(move || {
        let status = wizard.submission.status.get();
        // A receipt that a draft restores was announced when it arrived.
        let is_received = wizard.navigation.view.get() == View::Receipt && was_in_flight;
        if is_received {
            let receipt = wizard.submission.with(|delivery| delivery.receipt.clone());
            if let Some(receipt) = receipt {
                was_in_flight = false;
                let (_, receiver) = wizard.receiver_name();
                let detail = [
                    ("number", JsValue::from_str(&receipt.number)),
                    ("receiver", JsValue::from_str(&receiver)),
                ];
                root.with_value(|root| dispatch(root, "hoso:submitted", &detail));
            }
            return;
        }
        let code = match status {
            SubmissionStatus::InFlight => {
                was_in_flight = true;
                return;
            }
            SubmissionStatus::Failed(message) => message,
            SubmissionStatus::Conflict => "send.conflict",
            SubmissionStatus::Idle => return,
        };
        if was_in_flight {
            was_in_flight = false;
            let code = [("code", JsValue::from_str(code))];
            root.with_value(|root| dispatch(root, "hoso:failed", &code));
        }
    });
}

/// Dispatches an event that leaves the shadow root.
fn dispatch(root: &HtmlElement, name: &str, detail: &[(&str, JsValue)]) {
    let object = Object::new();
    for (key, value) in detail {
        let _ = Reflect::set(&object, &JsValue::from_str(key), value);
    }
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_detail(&object);
    if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &init) {
        let _ = root.dispatch_event(&event);
    }
}

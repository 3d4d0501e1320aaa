//! The current day, and the clock of the receiver.
//!
//! Ages, months and the date of the declaration depend on the day, and the receiver compares that date
//! with its own clock. Where this device's clock differs by more than a day, the page says so and
//! judges by the receiver's day.

use std::cell::Cell;

use gloo::events::EventListener;
use hoso_dossier::timestamp;
use hoso_identifiers::Date;
use hoso_view::wasm_bindgen::{JsCast, JsValue};
use hoso_view::{effect, web_sys};
use js_sys::Function;

use crate::browser::submission::http;
use crate::browser::worker::property;
use crate::config::DeliveryMode;
use crate::platform;
use crate::wizard::Wizard;
use crate::wizard::navigation::View;
use crate::wizard::request_timing::clock_difference;

thread_local! {
    // The time of the device minus the time since the page was opened, at the last comparison.
    static PAGE_OPENED: Cell<Option<i64>> = const { Cell::new(None) };
}

/// The largest shift of the page's start for which the clock does not count as set, in seconds.
const TOLERANCE_S: i64 = 60;

/// Returns the current day in Vietnam by the clock of this device.
#[must_use]
pub fn today() -> Option<Date> {
    timestamp::vietnam_date(platform::now())
}

/// Updates the day of a page that stays open over midnight, when it gets the focus. A clock that
/// differed may have been set in the meantime, so it is compared again.
#[must_use]
pub fn refresh_today(wizard: Wizard) -> Option<EventListener> {
    let window = web_sys::window()?;
    Some(EventListener::new(&window, "focus", move |_| {
        let was_set = forget_if_set(wizard);
        show_today(wizard);
        if was_set || differs(wizard) {
            wizard.spawn(compare(wizard));
        }
    }))
}

/// Compares the clock with the receiver's once the person has passed the first step: the first
/// questions about dates are behind it.
pub fn compare_after_first_step(wizard: Wizard) {
    effect(move || {
        if matches!(wizard.navigation.view.get(), View::Step(index) if index > 0)
            && wizard.clock_difference.get_untracked().is_none()
        {
            wizard.spawn(compare(wizard));
        }
    });
}

/// Compares the clock with the receiver's before a dossier is sealed, unless the two are known to
/// agree.
pub async fn compare_before_sealing(wizard: Wizard) {
    forget_if_set(wizard);
    if wizard.clock_difference.get_untracked().is_none() || differs(wizard) {
        compare(wizard).await;
    }
}

fn differs(wizard: Wizard) -> bool {
    wizard
        .clock_difference
        .get_untracked()
        .is_some_and(|ahead| ahead != 0)
}

/// Forgets the difference if the clock was set since the comparison. Returns whether it was.
fn forget_if_set(wizard: Wizard) -> bool {
    let was_set = PAGE_OPENED
        .get()
        .is_some_and(|opened| opened.abs_diff(page_opened()) > TOLERANCE_S.unsigned_abs());
    if was_set {
        PAGE_OPENED.set(None);
        wizard.clock_difference.set(None);
    }
    was_set
}

/// Returns when the page was opened by the device's clock of now, in Unix seconds. The timer of the page
/// does not follow the clock.
fn page_opened() -> i64 {
    let performance = property(&js_sys::global(), "performance");
    let now = property(&performance, "now").dyn_into::<Function>().ok();
    let since = now.and_then(|now| now.call0(&performance).ok()?.as_f64());
    platform::now() - (since.unwrap_or_default() / 1000.0) as i64
}

/// Compares the clock with that of a receiver that implements the intake contract. Without a
/// connection or an answer nothing changes.
async fn compare(wizard: Wizard) {
    let (mode, endpoint) = wizard.with_config(|config| (config.mode, config.endpoint.clone()));
    let is_offline = web_sys::window()
        .is_some_and(|window| property(window.navigator().as_ref(), "onLine") == JsValue::FALSE);
    if mode != DeliveryMode::Intake || is_offline {
        return;
    }
    let Some(receiver) = http::time(&endpoint).await else {
        return;
    };
    let difference = clock_difference(platform::now(), receiver);
    wizard.clock_difference.set(Some(difference));
    PAGE_OPENED.set(Some(page_opened()));
    show_today(wizard);
}

fn show_today(wizard: Wizard) {
    if let Some(day) = timestamp::vietnam_date(wizard.now())
        && day != wizard.today.get_untracked()
    {
        wizard.today.set(day);
        wizard.validate();
    }
}

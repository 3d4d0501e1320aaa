//! Tries again by itself after a failure that passes, with a visible countdown.

use gloo::events::EventListener;
use hoso_view::web_sys;

use crate::platform;
use crate::wizard::Wizard;
use crate::wizard::commands::{Command, SubmitTarget};
use crate::wizard::navigation::View;
use crate::wizard::request_timing::retry_delay_s;

/// How long one step of the countdown takes, in milliseconds.
const TICK_MS: u32 = 1_000;

/// Counts down and then submits again, at once if the browser is online again, unless the person submits or leaves the page about the
/// failure. The same sealed bytes are sent under the same key as if the person had pressed.
pub fn start_countdown(wizard: Wizard, target: SubmitTarget, retry_after: Option<u32>) {
    let submission = &wizard.submission;
    let failures = submission.count_failure();
    let Some(seconds) = retry_delay_s(failures, retry_after, js_sys::Math::random()) else {
        return;
    };
    let id = submission.start_countdown(seconds);
    let due = platform::now() + i64::from(seconds);
    // A receiver that has asked for a delay was reached.
    let when_online = retry_after
        .is_none()
        .then(|| submit_when_online(wizard, target, id));
    wizard.spawn(async move {
        let _when_online = when_online.flatten();
        let submission = &wizard.submission;
        let mut left = seconds;
        while left > 0 {
            platform::delay(TICK_MS).await;
            if !is_waiting(wizard, id) {
                if submission.is_counting(id) {
                    submission.stop_countdown();
                }
                return;
            }
            // The timers of a hidden page are delayed by minutes; a clock may be set back.
            let until_due = u32::try_from(due - platform::now()).unwrap_or(0);
            left = (left - 1).min(until_due);
            submission.countdown.set(Some(left));
        }
        submission.stop_countdown();
        wizard.dispatch(Command::Submit(target));
    });
}

/// Returns whether the page about the failure is shown and its countdown was not replaced.
fn is_waiting(wizard: Wizard, id: u32) -> bool {
    !wizard.is_released()
        && wizard.submission.is_counting(id)
        && wizard.navigation.view.get_untracked() == View::Sending
}

/// Submits again when the browser is online again: the attempt itself shows whether the receiver can
/// be reached.
fn submit_when_online(wizard: Wizard, target: SubmitTarget, id: u32) -> Option<EventListener> {
    let window = web_sys::window()?;
    Some(EventListener::new(&window, "online", move |_| {
        if is_waiting(wizard, id) {
            wizard.submission.stop_countdown();
            wizard.dispatch(Command::Submit(target));
        }
    }))
}

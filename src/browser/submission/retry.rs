//! Tries again by itself after a failure that passes, with a visible countdown.

use crate::platform;
use crate::wizard::Wizard;
use crate::wizard::commands::{Command, SubmitTarget};
use crate::wizard::navigation::View;
use crate::wizard::request_timing::retry_delay_s;

/// How long one step of the countdown takes, in milliseconds.
const TICK_MS: u32 = 1_000;

/// Counts down and then submits again, unless the person submits or leaves the page about the
/// failure. The same sealed bytes are sent under the same key as if the person had pressed.
pub fn start_countdown(wizard: Wizard, target: SubmitTarget, retry_after: Option<u32>) {
    let submission = &wizard.submission;
    let failures = submission.count_failure();
    let Some(seconds) = retry_delay_s(failures, retry_after, js_sys::Math::random()) else {
        return;
    };
    let id = submission.start_countdown(seconds);
    let due = platform::now() + i64::from(seconds);
    wizard.spawn(async move {
        let submission = &wizard.submission;
        let mut left = seconds;
        while left > 0 {
            platform::delay(TICK_MS).await;
            if wizard.is_released() || !submission.is_counting(id) {
                return;
            }
            if wizard.navigation.view.get_untracked() != View::Sending {
                submission.stop_countdown();
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

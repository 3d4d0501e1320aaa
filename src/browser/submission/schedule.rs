//! Tries again by itself after a failure that passes, with a visible countdown.

use gloo::events::EventListener;
use hoso_delivery::State;
use hoso_view::web_sys::{self, EventTarget};

use crate::browser::submission::http;
use crate::platform;
use crate::wizard::Wizard;
use crate::wizard::commands::{Command, SubmissionCommand};
use crate::wizard::navigation::View;

/// How long one step of the countdown takes, in milliseconds.
const TICK_MS: u32 = 1_000;

/// How long the page waits before it goes on with an attempt that a closed page had begun, in seconds.
const INTERRUPTED_DELAY_S: i64 = 5;

/// How often the page asks whether the receiver can be reached, in seconds, while it waits for the line.
const PROBE_INTERVAL_S: u32 = 15;

/// Continues a delivery whose draft was restored: after the delay that is left, or shortly.
pub fn resume(wizard: Wizard) {
    let state = |delivery: &crate::wizard::delivery::Delivery| delivery.record.state.clone();
    match wizard.submission.with(state) {
        State::Waiting { .. } => start_countdown(wizard, false),
        State::Uploading(_) | State::Posting(_) => {
            let due = platform::now() + INTERRUPTED_DELAY_S;
            count_down(wizard, due, true, false);
        }
        _ => {}
    }
}

/// Counts down to the next attempt, and makes it at once if the receiver can be reached again, unless it
/// has asked for the delay. `is_cut` tells whether no answer came.
pub fn start_countdown(wizard: Wizard, is_cut: bool) {
    let waiting = wizard
        .submission
        .with(|delivery| match delivery.record.state {
            State::Waiting { is_asked } => Some((delivery.due, is_asked)),
            _ => None,
        });
    if let Some((due, is_asked)) = waiting {
        count_down(wizard, due, is_asked, is_cut);
    }
}

/// Counts down while the page about the failure is shown. The same sealed bytes are sent under the same
/// key as if the person had pressed.
fn count_down(wizard: Wizard, due: i64, is_fixed: bool, is_cut: bool) {
    let submission = &wizard.submission;
    let seconds = seconds_until(due).max(1);
    let id = submission.start_countdown(seconds);
    let hints = if is_fixed {
        Vec::new()
    } else {
        probe_on_hints(wizard, id)
    };
    wizard.spawn(async move {
        let _hints = hints;
        let submission = &wizard.submission;
        let (mut left, mut ticks) = (seconds, 0_u32);
        while left > 0 {
            platform::delay(TICK_MS).await;
            if !is_waiting(wizard, id) {
                if submission.is_counting(id) {
                    submission.stop_countdown();
                }
                return;
            }
            // The timers of a hidden page are delayed by minutes; a clock may be set back.
            left = (left - 1).min(seconds_until(due));
            submission.countdown.set(Some(left));
            ticks += 1;
            if is_cut && !is_fixed && left > 0 && ticks.is_multiple_of(PROBE_INTERVAL_S) {
                wizard.spawn(probe(wizard, id));
            }
        }
        submission.stop_countdown();
        wizard.dispatch(Command::Submission(SubmissionCommand::Due));
    });
}

fn seconds_until(due: i64) -> u32 {
    u32::try_from(due - platform::now()).unwrap_or(0)
}

/// Returns whether the page about the failure is shown and its countdown was not replaced.
fn is_waiting(wizard: Wizard, id: u32) -> bool {
    !wizard.is_released()
        && wizard.submission.is_counting(id)
        && wizard.navigation.view.get_untracked() == View::Sending
}

/// Asks whether the receiver can be reached when the browser says that it is online, or the page is shown
/// again. Neither proves anything.
fn probe_on_hints(wizard: Wizard, id: u32) -> Vec<EventListener> {
    let Some(window) = web_sys::window() else {
        return Vec::new();
    };
    let document = window.document();
    let mut targets: Vec<(&EventTarget, &'static str)> = vec![(window.as_ref(), "online")];
    if let Some(document) = &document {
        targets.push((document.as_ref(), "visibilitychange"));
    }
    let listen = |(target, event): (&EventTarget, &'static str)| {
        EventListener::new(target, event, move |_| {
            let hidden = web_sys::window().and_then(|window| window.document());
            if hidden.is_some_and(|document| !document.hidden()) {
                wizard.spawn(probe(wizard, id));
            }
        })
    };
    targets.into_iter().map(listen).collect()
}

/// Reports that the receiver can be reached, if it answers.
async fn probe(wizard: Wizard, id: u32) {
    if !is_waiting(wizard, id) {
        return;
    }
    let (mode, endpoint) = wizard.with_config(|config| (config.mode, config.endpoint.clone()));
    if http::is_reachable(mode, &endpoint).await && is_waiting(wizard, id) {
        wizard.submission.stop_countdown();
        wizard.dispatch(Command::Submission(SubmissionCommand::LineBack));
    }
}

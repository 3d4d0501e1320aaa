//! Reports what is running and how long each stage took.

use crate::command::Outcome;
use std::{
    io::Write as _,
    time::{Duration, Instant},
};

/// Runs one stage of a build; prints its name before it and its duration after it.
///
/// # Errors
/// Those of the stage.
pub(crate) fn stage<T>(name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    timed("---", name, work).0
}

/// Runs one stage with this mark in front of its lines, and returns its duration as well.
pub(crate) fn timed<T>(
    mark: &str,
    name: &str,
    work: impl FnOnce() -> Outcome<T>,
) -> (Outcome<T>, Duration) {
    println!("{mark} {name} …");
    // Child processes write to the same output: flush before they do.
    let _ = std::io::stdout().flush();
    let start = Instant::now();
    let outcome = work();
    let duration = start.elapsed();
    println!(
        "{mark} {name}: {} in {:.1} s",
        if outcome.is_ok() { "ok" } else { "FAILED" },
        duration.as_secs_f32()
    );
    let _ = std::io::stdout().flush();
    (outcome, duration)
}

//! The day on which pages are rendered.

use crate::files::Outcome;
use hoso_dossier::timestamp::vietnam_date;
use hoso_identifiers::Date;
use std::{
    env,
    time::{SystemTime, UNIX_EPOCH},
};

/// Returns today's date in Vietnam, or the day of `SOURCE_DATE_EPOCH` for a reproducible build.
///
/// # Errors
/// When the clock of this machine is wrong.
pub(crate) fn today() -> Outcome<Date> {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    let fixed = env::var("SOURCE_DATE_EPOCH")
        .ok()
        .and_then(|seconds| seconds.parse().ok());
    let seconds = fixed.unwrap_or(now);
    i64::try_from(seconds)
        .ok()
        .and_then(vietnam_date)
        .ok_or_else(|| "the clock of this machine is wrong".to_owned())
}

//! `hoso set-status NUMBER STATE`: sets the state that the citizen's status request returns.

use std::process::ExitCode;

use super::options::{Options, state};
use super::writing::line;

/// Sets the state.
pub(super) fn run(words: &[&str]) -> Result<ExitCode, String> {
    let options = Options::read(words, &["--note"])?;
    let [number, text] = options.plain.as_slice() else {
        return Err("expected a number and a state: set-status HS-2026-000123 accepted".to_owned());
    };
    let state = state(text)?;
    let note = options.get("--note").unwrap_or_default();
    let changed = options
        .office()?
        .set_status(number, state, note)
        .map_err(|e| e.to_string())?;
    let how = if changed { "" } else { ", as before" };
    line(&format!("{number}: {}{how}", state.code()))?;
    Ok(ExitCode::SUCCESS)
}

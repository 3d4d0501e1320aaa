//! `hoso webhooks`: prints the delivered, pending and dead announcements, one JSON object per line.

use std::process::ExitCode;

use hoso_dossier::Value;

use super::options::Options;
use super::writing::{line, time};

/// Prints the announcements, or announces a dossier again.
pub(super) fn run(words: &[&str]) -> Result<ExitCode, String> {
    let options = Options::read(words, &["--state", "--again"])?;
    options.no_plain()?;
    let state = options.get("--state");
    if let Some(state) = state
        && !["pending", "delivered", "dead"].contains(&state)
    {
        return Err(format!(
            "--state {state}: expected pending, delivered or dead"
        ));
    }
    let mut office = options.office()?;
    if let Some(number) = options.get("--again") {
        office.announce_again(number).map_err(|e| e.to_string())?;
    }
    for it in office.announcements(state).map_err(|e| e.to_string())? {
        let value = Value::object([
            ("number", Value::text(it.number)),
            ("state", Value::text(it.state)),
            ("attempts", Value::Integer(i64::from(it.attempts))),
            ("due_at", time(it.due_at)),
            ("last_result", Value::text(it.last_result)),
        ]);
        line(&value.canonical())?;
    }
    Ok(ExitCode::SUCCESS)
}

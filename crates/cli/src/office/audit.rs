//! `hoso audit`: prints the audit log, one JSON object per line.

use std::process::ExitCode;

use hoso_dossier::Value;
use hoso_receiver::office::AuditEntry;

use super::options::Options;
use super::writing::{line, time};

/// Prints the audit log.
pub(super) fn run(words: &[&str]) -> Result<ExitCode, String> {
    let options = Options::read(words, &["--since"])?;
    options.no_plain()?;
    let since = options.since()?.unwrap_or_default();
    let entries = options
        .office()?
        .audit(since, None)
        .map_err(|e| e.to_string())?;
    for entry in &entries {
        line(&to_value(entry).canonical())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Returns an entry as JSON.
pub(super) fn to_value(entry: &AuditEntry) -> Value {
    Value::object([
        ("at", time(entry.at)),
        ("by", Value::text(&entry.by)),
        ("action", Value::text(&entry.action)),
        ("number", Value::text(&entry.number)),
        ("detail", Value::text(&entry.detail)),
    ])
}

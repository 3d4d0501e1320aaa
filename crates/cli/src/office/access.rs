//! `hoso access NUMBER`: prints all stored data of one dossier, for a data access request of the
//! person.

use std::process::ExitCode;

use hoso_dossier::Value;

use super::audit::to_value;
use super::options::Options;
use super::writing::{line, time, whole};
use crate::pretty;

/// Prints the stored data.
pub(super) fn run(words: &[&str]) -> Result<ExitCode, String> {
    let options = Options::read(words, &[])?;
    let number = options.number()?;
    let office = options.office()?;
    let held = office.held(number).map_err(|e| e.to_string())?;
    let files = held.files.iter().map(|file| {
        Value::object([
            ("field", Value::text(&file.field)),
            ("sha256", Value::text(&file.sha256)),
            ("size", Value::Integer(file.size)),
            ("media_type", Value::text(&file.media_type)),
            ("stored_at", time(file.stored_at)),
        ])
    });
    let history = held.history.iter().map(|change| {
        Value::object([
            ("status", Value::text(&change.status)),
            ("note", Value::text(&change.note)),
            ("at", time(change.at)),
            ("by", Value::text(&change.by)),
        ])
    });
    let erased = held.erased.as_ref().map_or(Value::Null, |erased| {
        Value::object([
            ("procedure", Value::text(&erased.procedure)),
            ("received_at", time(erased.received_at)),
            ("erased_at", time(erased.erased_at)),
        ])
    });
    let webhook = held
        .webhook
        .as_ref()
        .map_or(Value::Null, |(attempts, state, result)| {
            Value::object([
                ("attempts", Value::Integer(i64::from(*attempts))),
                ("state", Value::text(state)),
                ("last_result", Value::text(result)),
            ])
        });
    let value = Value::object([
        ("number", Value::text(number)),
        ("dossier", held.dossier.as_ref().map_or(Value::Null, whole)),
        ("erased", erased),
        ("files", Value::List(files.collect())),
        ("history", Value::List(history.collect())),
        ("webhook", webhook),
        (
            "audit",
            Value::List(held.audit.iter().map(to_value).collect()),
        ),
    ]);
    office
        .record("access", number, "")
        .map_err(|e| e.to_string())?;
    line(&pretty::write(&value))?;
    Ok(ExitCode::SUCCESS)
}

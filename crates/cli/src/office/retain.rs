//! `hoso retain --days N`: erases dossiers after their retention period and prints a report.

use std::collections::BTreeMap;
use std::process::ExitCode;

use hoso_dossier::Value;
use hoso_receiver::office::IDLE_DAYS;

use super::erase::flush;
use super::options::Options;
use super::writing::{line, time};

/// Erases the dossiers, or with `--dry-run` lists those that it would erase.
pub(super) fn run(words: &[&str]) -> Result<ExitCode, String> {
    let options = Options::read(
        words,
        &[
            "--days",
            "--idle-days",
            "--procedure",
            "--state",
            "--dry-run?",
        ],
    )?;
    options.no_plain()?;
    let days = days("--days", options.need("--days")?)?;
    let idle_days = match options.get("--idle-days") {
        Some(text) => self::days("--idle-days", text)?,
        None => IDLE_DAYS,
    };
    let dry_run = options.get("--dry-run").is_some();
    let mut office = options.office()?;
    let report = office
        .retain(days, idle_days, &options.filter()?, dry_run)
        .map_err(|e| e.to_string())?;
    for failed in &report.failed {
        eprintln!("{failed}");
    }
    let has_tried = !report.dossiers.is_empty() || !report.failed.is_empty();
    let is_erased = has_tried && !dry_run;
    let mut code = match is_erased {
        true => flush(&office)?,
        false => ExitCode::SUCCESS,
    };
    if !report.failed.is_empty() {
        code = ExitCode::FAILURE;
    }
    let mut counts = BTreeMap::<&str, i64>::new();
    for (_, procedure) in &report.dossiers {
        *counts.entry(procedure).or_default() += 1;
    }
    let counts = counts
        .into_iter()
        .map(|(procedure, count)| (procedure.to_owned(), Value::Integer(count)));
    let numbers = report
        .dossiers
        .iter()
        .map(|(number, _)| Value::text(number));
    let value = Value::object([
        ("dry_run", Value::Bool(dry_run)),
        ("received_before", time(report.before)),
        ("procedures", Value::Object(counts.collect())),
        ("numbers", Value::List(numbers.collect())),
        (
            "failed",
            Value::Integer(i64::try_from(report.failed.len()).unwrap_or(i64::MAX)),
        ),
        (
            "files_deleted",
            Value::Integer(i64::try_from(report.files).unwrap_or(i64::MAX)),
        ),
    ]);
    line(&value.canonical())?;
    Ok(code)
}

fn days(option: &str, text: &str) -> Result<u32, String> {
    text.parse()
        .map_err(|_| format!("{option} {text}: expected a number of days"))
}

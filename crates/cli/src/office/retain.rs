//! `hoso retain --days N`: erases the dossiers whose time is over, and reports.

use std::collections::BTreeMap;
use std::process::ExitCode;

use hoso_dossier::Value;

use super::erase::flush;
use super::options::Options;
use super::writing::{line, time};

/// Erases, or with `--dry-run` says what it would erase.
pub(super) fn run(words: &[&str]) -> Result<ExitCode, String> {
    let options = Options::read(words, &["--days", "--procedure", "--state", "--dry-run?"])?;
    options.no_plain()?;
    let text = options.need("--days")?;
    let days = text
        .parse()
        .map_err(|_| format!("--days {text}: expected a number of days"))?;
    let dry_run = options.get("--dry-run").is_some();
    let mut office = options.office()?;
    let report = office
        .retain(days, &options.filter()?, dry_run)
        .map_err(|e| e.to_string())?;
    let code = match dry_run {
        true => ExitCode::SUCCESS,
        false => flush(&office)?,
    };
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
            "files_deleted",
            Value::Integer(i64::try_from(report.files).unwrap_or(i64::MAX)),
        ),
    ]);
    line(&value.canonical())?;
    Ok(code)
}

//! Lists and runs all checks.

use std::collections::BTreeMap;

use hoso_dossier::timestamp;
use serde_json::Value;

use crate::check::Check;
use crate::checks::{cors, envelope, exactly_once, form, intake, json_body, limits, passing};
use crate::checks::{photos, put, receipt, routes, rules, status};
use crate::client::{Client, Unreachable};
use crate::context::Context;
use crate::options::Options;
use crate::report::{Entry, Report, State};
use crate::rfc3339;
use crate::samples::{self, Samples};
use crate::verdict::Flaw;

/// The checks in their order. Those of `passing` are last, because they use all responses.
const TABLES: [&[Check]; 14] = [
    intake::CHECKS,
    routes::CHECKS,
    receipt::CHECKS,
    exactly_once::CHECKS,
    json_body::CHECKS,
    envelope::CHECKS,
    rules::CHECKS,
    status::CHECKS,
    put::CHECKS,
    photos::CHECKS,
    form::CHECKS,
    limits::CHECKS,
    cors::CHECKS,
    passing::CHECKS,
];

/// Returns all checks in their order.
pub fn all() -> impl Iterator<Item = &'static Check> {
    TABLES.iter().flat_map(|table| table.iter())
}

/// Runs all checks; calls `shown` with each result.
///
/// # Errors
/// [`Unreachable`] if the base is no HTTP server, or takes no procedure that this kit knows.
pub fn run(options: &Options, mut shown: impl FnMut(&Entry)) -> Result<Report, Unreachable> {
    let context = prepare(options)?;
    let mut report = Report::default();
    let only = &options.only;
    let asked = |check: &&Check| {
        only.is_empty()
            || only
                .iter()
                .any(|begin| check.name.starts_with(begin.as_str()))
    };
    for check in all().filter(asked) {
        let (state, reason) = match (check.run)(&context) {
            Ok(()) => (State::Ok, String::new()),
            Err(Flaw::Failed(reason)) => (State::Failed, reason),
            Err(Flaw::Skipped(reason)) => (State::Skipped, reason),
        };
        let entry = Entry {
            name: check.name,
            demand: check.demand,
            section: check.section,
            state,
            reason,
        };
        shown(&entry);
        report.entries.push(entry);
    }
    Ok(report)
}

/// Requests `GET /intake` and selects the samples by the procedures that the backend accepts.
fn prepare(options: &Options) -> Result<Context, Unreachable> {
    let base = options.base.trim_end_matches('/');
    if !base.starts_with("http://") && !base.starts_with("https://") {
        return Err(Unreachable(format!(
            "--base {base}: expected an address such as http://127.0.0.1:8080/api"
        )));
    }
    let client = Client::new(base);
    let answer = client.once("GET", "/intake", &[], b"").map_err(|error| {
        Unreachable(format!(
            "{base}/intake: no HTTP server answers there ({error}); is the backend running, \
             and is this its address?"
        ))
    })?;
    let intake = answer
        .value()
        .unwrap_or(Value::Object(serde_json::Map::new()));
    let time = intake.get("time").and_then(Value::as_str);
    let now = time
        .and_then(rfc3339::seconds)
        .unwrap_or_else(system_seconds);
    let taken = taken(&intake);
    if let Some(code) = &options.form {
        if hoso_procedures::find(code).is_none() || !samples::CODES.contains(&code.as_str()) {
            let known = samples::CODES.join(", ");
            return Err(Unreachable(format!(
                "--form {code}: expected one of {known}"
            )));
        }
        if !taken.is_empty() && !taken.contains_key(code) {
            let codes: Vec<&str> = taken.keys().map(String::as_str).collect();
            return Err(Unreachable(format!(
                "--form {code}: {base}/intake takes only {}",
                codes.join(", ")
            )));
        }
    }
    let mut all = Vec::new();
    for code in samples::CODES {
        let asked = options.form.as_deref().is_none_or(|form| form == code);
        // Uses all samples if the backend lists no procedures.
        let is_taken = taken.is_empty() || taken.contains_key(code);
        if let Some(procedure) = hoso_procedures::find(code).filter(|_| asked && is_taken) {
            all.push(Samples::new(procedure, now).map_err(Unreachable)?);
        }
    }
    let photographed = all
        .iter()
        .position(|samples| !samples.photo_fields().is_empty());
    let photographed = photographed.and_then(|at| {
        let procedure = all.get(at)?.procedure;
        Samples::new(procedure, now).ok()
    });
    let plain = all.into_iter().next().ok_or_else(|| {
        Unreachable(format!(
            "{base}/intake takes no procedure that this kit knows: {}",
            samples::CODES.join(", ")
        ))
    })?;
    Ok(Context {
        client,
        options: options.clone(),
        intake,
        plain,
        photographed,
    })
}

/// Returns the procedures of `/intake` with their definitions.
fn taken(intake: &Value) -> BTreeMap<String, Vec<String>> {
    let list = intake.get("procedures").and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(|procedure| {
            let code = procedure.get("code")?.as_str()?.to_owned();
            let definitions = procedure.get("definitions")?.as_array()?;
            let texts = definitions.iter().filter_map(Value::as_str);
            Some((code, texts.map(str::to_owned).collect()))
        })
        .collect()
}

/// Returns the time of this machine, for a backend that returns none.
fn system_seconds() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let seconds = since.map(|since| since.as_secs()).unwrap_or_default();
    i64::try_from(seconds)
        .unwrap_or(i64::MAX)
        .min(timestamp::parse("9999-01-01T00:00:00Z").unwrap_or(0))
}

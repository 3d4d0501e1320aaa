//! Runs the conformance checks against a backend.

use std::io::{self, Write};
use std::process::ExitCode;

use hoso_conformance::{Options, run as run_checks};

/// Exit code if a check fails.
const NOT_CONFORMING: u8 = 1;

/// Runs the checks, prints each result as it arrives, and returns the exit code.
///
/// # Errors
/// A text for developers: an option is unknown, or the base is no HTTP server.
pub(crate) fn run(words: &[&str]) -> Result<ExitCode, String> {
    let mut options = Options::default();
    let mut as_json = false;
    for pair in words.chunks(2) {
        match *pair {
            ["--base", base] => options.base = base.to_owned(),
            ["--form", code] => options.form = Some(code.to_owned()),
            ["--origin", origin] => options.origin = Some(origin.to_owned()),
            ["--only", begin] => options.only.push(begin.to_owned()),
            ["--format", format @ ("text" | "json")] => as_json = format == "json",
            ["--format", format] => {
                return Err(format!("--format {format}: expected text or json"));
            }
            [name @ ("--base" | "--form" | "--origin" | "--only" | "--format")] => {
                return Err(format!("{name}: expected a value"));
            }
            [name, ..] => {
                return Err(format!(
                    "{name}: unknown; the options are\n\n{}",
                    hoso_conformance::OPTIONS
                ));
            }
            [] => {}
        }
    }
    if options.base.is_empty() {
        return Err("conform: expected --base URL, such as http://127.0.0.1:8080/api".to_owned());
    }
    let mut out = io::stdout().lock();
    let mut written = Ok(());
    let report = run_checks(&options, |entry| {
        if !as_json && written.is_ok() {
            written = writeln!(out, "{entry}").and_then(|()| out.flush());
        }
    });
    let report = report.map_err(|error| error.to_string())?;
    let last = if as_json {
        report.to_value().canonical()
    } else {
        report.summary()
    };
    written
        .and_then(|()| writeln!(out, "{last}"))
        .map_err(|e| format!("standard output: {e}"))?;
    Ok(if report.conforms() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(NOT_CONFORMING)
    })
}

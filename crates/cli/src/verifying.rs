//! Validates an envelope as the reference receiver does, without storing it.

use std::io::{self, Read, Write};
use std::process::ExitCode;

use hoso_dossier::{Value, timestamp};
use hoso_receiver::verdict;

/// Exit code if the envelope would be refused.
const REFUSED: u8 = 1;

/// Maximum size of an envelope in bytes: far above the limit of any receiver.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// Prints the verdict as one line of JSON and returns the exit code.
///
/// # Errors
/// A text for developers: an option is unknown, or the input cannot be read.
pub(crate) fn run(words: &[&str]) -> Result<ExitCode, String> {
    let (file, now) = match *words {
        [file] => (file, hoso_receiver::config::system_clock()),
        [file, "--now", now] | ["--now", now, file] => {
            let seconds = timestamp::parse(now);
            let expected = || format!("--now {now}: expected a form such as 2026-11-20T03:00:00Z");
            (file, seconds.ok_or_else(expected)?)
        }
        _ => return Err("verify: expected a file, or - for standard input".to_owned()),
    };
    let bytes = read(file).map_err(|e| format!("{file}: {e}"))?;
    let verdict = verdict::verify(&bytes, now);
    let line = verdict.to_value().canonical();
    writeln!(io::stdout().lock(), "{line}").map_err(|e| format!("standard output: {e}"))?;
    Ok(match verdict.to_value().get("problem") {
        None | Some(Value::Null) => ExitCode::SUCCESS,
        Some(_) => ExitCode::from(REFUSED),
    })
}

fn read(file: &str) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if file == "-" {
        io::stdin().lock().take(MAX_BYTES).read_to_end(&mut bytes)?;
    } else {
        std::fs::File::open(file)?
            .take(MAX_BYTES)
            .read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

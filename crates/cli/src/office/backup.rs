//! `hoso backup --out DIR`: copies the data folder, also while a receiver uses it.

use std::path::Path;
use std::process::ExitCode;

use hoso_dossier::timestamp;

use super::options::Options;
use super::writing::{line, make_private};

/// Copies the data folder.
pub(super) fn run(words: &[&str]) -> Result<ExitCode, String> {
    let options = Options::read(words, &["--out"])?;
    options.no_plain()?;
    let out = Path::new(options.need("--out")?);
    let office = options.office()?;
    make_private(out)?;
    let report = office.backup(out).map_err(|e| e.to_string())?;
    for sha256 in &report.damaged {
        eprintln!("missing or damaged: {sha256}");
    }
    line(&format!(
        "as of: {}, dossiers: {}, files copied: {}, files from before: {}, removed: {}, damaged: {}",
        timestamp::format(report.as_of),
        report.dossiers,
        report.copied,
        report.kept,
        report.removed,
        report.damaged.len()
    ))?;
    Ok(match report.damaged.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

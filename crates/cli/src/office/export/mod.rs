//! `hoso export`: writes dossiers as JSON lines, as a table, or as folders with the official form
//! and the files.

mod folder;
pub(super) mod form;
pub(super) mod place_names;
mod stop;
mod table;

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use hoso_receiver::office::{Filter, Office};

use self::stop::Stop;
use super::options::Options;
use super::writing::{WholeFile, line, make_private, whole};

/// Result of an export.
#[derive(Default)]
struct Report {
    exported: usize,
    /// Number of folders that exist from an earlier export.
    kept: usize,
    /// Dossiers that could not be exported, with the reason, for the operator. Contains no answers.
    failed: Vec<String>,
}

/// Exports the selected dossiers and prints the result.
pub(super) fn run(words: &[&str]) -> Result<ExitCode, String> {
    let options = Options::read(
        words,
        &["--format", "--out", "--since", "--procedure", "--state"],
    )?;
    options.no_plain()?;
    let format = options.need("--format")?;
    if !["jsonl", "csv", "folder"].contains(&format) {
        return Err(format!("--format {format}: expected jsonl, csv or folder"));
    }
    let out = Path::new(options.need("--out")?);
    let filter = options.filter()?;
    let office = options.office()?;
    make_private(out)?;
    let mut report = Report::default();
    let done = match format {
        "jsonl" => lines(&office, &filter, out, &mut report.exported),
        "csv" => table::write(&office, &filter, out, &mut report.exported),
        _ => office.each_dossier(&filter, |dossier| {
            match folder::write(&office, &dossier, out)? {
                folder::Written::New => report.exported += 1,
                folder::Written::Before => report.kept += 1,
                folder::Written::Failed(why) => report.failed.push(why),
            }
            Ok(())
        }),
    };
    done.map_err(|Stop(error)| format!("{}: {error}", out.display()))?;
    office
        .record(
            "export",
            "",
            &format!("{format}, {} dossiers", report.exported),
        )
        .map_err(|e| e.to_string())?;
    for failed in &report.failed {
        eprintln!("{failed}");
    }
    line(&format!(
        "exported: {}, there before: {}, failed: {}",
        report.exported,
        report.kept,
        report.failed.len()
    ))?;
    Ok(match report.failed.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// Writes one dossier per line.
fn lines(office: &Office, filter: &Filter, out: &Path, exported: &mut usize) -> Result<(), Stop> {
    let mut file = WholeFile::create(&out.join("dossiers.jsonl"))?;
    office.each_dossier(filter, |dossier| {
        writeln!(file.to, "{}", whole(&dossier).canonical())?;
        *exported += 1;
        Ok::<(), Stop>(())
    })?;
    Ok(file.finish()?)
}

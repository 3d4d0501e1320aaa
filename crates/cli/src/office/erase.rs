//! `hoso erase NUMBER`: erases one dossier and its files.

use std::process::ExitCode;

use hoso_receiver::office::Office;

use super::options::Options;
use super::writing::line;

/// How often the write-ahead log is emptied again while another process reads.
const FLUSHES: u32 = 100;

/// Erases the dossier.
pub(super) fn run(words: &[&str]) -> Result<ExitCode, String> {
    let options = Options::read(words, &[])?;
    let number = options.number()?;
    let mut office = options.office()?;
    let files = office.erase(number, "request").map_err(|e| e.to_string())?;
    let code = flush(&office)?;
    line(&format!("{number}: erased, {files} files deleted"))?;
    Ok(code)
}

/// Empties the write-ahead log, and says so if that was not possible.
pub(super) fn flush(office: &Office) -> Result<ExitCode, String> {
    for _ in 0..FLUSHES {
        if office.flush_erased().map_err(|e| e.to_string())? {
            return Ok(ExitCode::SUCCESS);
        }
    }
    eprintln!("the write-ahead log still holds what was erased: stop the receiver once");
    Ok(ExitCode::FAILURE)
}

//! `hoso erase NUMBER`: erases one dossier and its files.

use std::process::ExitCode;
use std::time::Duration;

use hoso_receiver::office::{Office, OfficeError};

use super::options::Options;
use super::writing::line;

/// Maximum attempts to truncate the write-ahead log while another process uses the database.
const FLUSHES: u32 = 30;

/// Pause between two attempts, in which a receiver can write; six seconds in total.
const PAUSE: Duration = Duration::from_millis(200);

/// Erases the dossier. Completes an earlier erasure, which may have been interrupted.
pub(super) fn run(words: &[&str]) -> Result<ExitCode, String> {
    let options = Options::read(words, &[])?;
    let number = options.number()?;
    let mut office = options.office()?;
    let (how, files) = match office.erase(number, "request") {
        Err(OfficeError::Erased(_)) => ("erased before", office.finish_erasure(number)),
        files => ("erased", files),
    };
    let files = files.map_err(|e| e.to_string())?;
    let code = flush(&office)?;
    line(&format!("{number}: {how}, {files} files deleted"))?;
    Ok(code)
}

/// Truncates the write-ahead log; prints an error if another process prevents it.
pub(super) fn flush(office: &Office) -> Result<ExitCode, String> {
    for _ in 0..FLUSHES {
        if office.flush_erased().map_err(|e| e.to_string())? {
            return Ok(ExitCode::SUCCESS);
        }
        std::thread::sleep(PAUSE);
    }
    eprintln!(
        "another hoso command reads the database, so its log still holds what was erased: \
         when that command has ended, run `hoso erase` with an erased number again"
    );
    Ok(ExitCode::FAILURE)
}

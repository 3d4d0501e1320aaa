//! `hoso list`: prints the dossiers without their answers, one JSON object per line.

use std::process::ExitCode;

use hoso_dossier::Value;
use hoso_receiver::office::OfficeError;

use super::options::Options;
use super::writing::{line, summary};

/// Error that stops the list.
enum Stop {
    Office(OfficeError),
    Output(String),
}

impl From<OfficeError> for Stop {
    fn from(error: OfficeError) -> Self {
        Self::Office(error)
    }
}

/// Prints the dossiers.
pub(super) fn run(words: &[&str]) -> Result<ExitCode, String> {
    let options = Options::read(words, &["--since", "--procedure", "--state"])?;
    options.no_plain()?;
    let office = options.office()?;
    let done = office.each_dossier(&options.filter()?, |dossier| {
        line(&Value::Object(summary(&dossier)).canonical()).map_err(Stop::Output)
    });
    match done {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(Stop::Office(error)) => Err(error.to_string()),
        Err(Stop::Output(error)) => Err(error),
    }
}

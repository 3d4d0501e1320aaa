//! `hoso show NUMBER`: prints one dossier with its answers.

use std::process::ExitCode;

use super::options::Options;
use super::writing::{line, whole};
use crate::pretty;

/// Prints the dossier.
pub(super) fn run(words: &[&str]) -> Result<ExitCode, String> {
    let options = Options::read(words, &[])?;
    let number = options.number()?;
    let office = options.office()?;
    let dossier = office.dossier(number).map_err(|e| e.to_string())?;
    office
        .record("show", number, "")
        .map_err(|e| e.to_string())?;
    line(&pretty::write(&whole(&dossier)))?;
    Ok(ExitCode::SUCCESS)
}

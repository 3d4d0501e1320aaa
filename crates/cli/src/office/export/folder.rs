//! Writes one folder per dossier: the envelope, the record of the receiver, the official form and
//! the files.
//!
//! Renames a folder to its final name when it is complete. An interrupted export leaves a folder
//! whose name begins with a dot; the next export replaces it.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use hoso_dossier::Value;
use hoso_receiver::office::{Dossier, Office, OfficeError};

use super::super::writing::{WholeFile, file_name, summary};
use super::form;
use super::stop::Stop;

/// Result of the export of one dossier.
pub(super) enum Written {
    /// The export wrote a new folder.
    New,
    /// The folder exists from an earlier export.
    Before,
    /// The export wrote no folder, for this reason.
    Failed(String),
}

/// Writes the folder of a dossier.
pub(super) fn write(office: &Office, dossier: &Dossier, out: &Path) -> Result<Written, Stop> {
    let folder = out.join(&dossier.number);
    if folder.exists() {
        return Ok(Written::Before);
    }
    let partial = out.join([".", &dossier.number, ".partial"].concat());
    if partial.exists() {
        fs::remove_dir_all(&partial)?;
    }
    fs::create_dir_all(partial.join("files"))?;
    let put = |name: &str, bytes: &[u8]| -> io::Result<()> {
        let mut file = WholeFile::create(&partial.join(name))?;
        file.to.write_all(bytes)?;
        file.finish()
    };
    for (i, attachment) in dossier.envelope.attachments.iter().enumerate() {
        match office.file(&dossier.number, &attachment.sha256) {
            Ok(bytes) => put(&["files/", &file_name(i, attachment)].concat(), &bytes)?,
            Err(error @ OfficeError::Damaged { .. }) => {
                fs::remove_dir_all(&partial)?;
                return Ok(Written::Failed(error.to_string()));
            }
            Err(error) => return Err(error.into()),
        }
    }
    put("dossier.json", dossier.envelope.canonical().as_bytes())?;
    // Omits the state, because it can change after the export; `hoso list` prints it.
    let mut record = summary(dossier);
    record.retain(|(key, _)| key != "status");
    put("record.json", Value::Object(record).canonical().as_bytes())?;
    match form::pdf(dossier) {
        Ok((name, bytes)) => put(&name, &bytes)?,
        Err(reason) => {
            fs::remove_dir_all(&partial)?;
            return Ok(Written::Failed(format!(
                "{}: no form: {reason}",
                dossier.number
            )));
        }
    }
    fs::rename(&partial, &folder)?;
    Ok(Written::New)
}

//! The files of a finished build: names with a content hash, and the reading of folders.

use crate::{
    command::{Outcome, write},
    compile::Profile,
    digest, wasm,
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Stem of the first module and of the page's script.
pub(crate) const APP: &str = "hoso";
/// Stem of the second module.
pub(crate) const SECOND_MODULE: &str = "hoso-second";
/// Stem of the web worker's script and module.
pub(crate) const WORKER: &str = "hoso-worker";

/// Removes debug names and other custom sections from a module, if the profile asks for it.
#[derive(Clone, Copy)]
pub(crate) struct StripSections(bool);

impl StripSections {
    pub(crate) fn of(profile: Profile) -> Self {
        Self(profile == Profile::Web)
    }

    pub(crate) fn apply(self, module: Vec<u8>) -> Vec<u8> {
        if self.0 {
            wasm::without_custom_sections(&module)
        } else {
            module
        }
    }
}

/// Writes a file under `stem-<content hash>.extension` and returns that name.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn write_hashed(
    folder: &Path,
    stem: &str,
    extension: &str,
    bytes: &[u8],
) -> Outcome<String> {
    let name = format!("{stem}-{}.{extension}", digest::name(bytes));
    write(&folder.join(&name), bytes)?;
    Ok(name)
}

/// Returns all files below a folder, sorted by path.
///
/// # Errors
/// When the folder cannot be read.
pub(crate) fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let report = |problem: std::io::Error| format!("cannot list {}: {problem}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(report)? {
        let path = entry.map_err(report)?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Reads a file, and names it when that fails.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn read_bytes(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|problem| format!("cannot read {}: {problem}", path.display()))
}

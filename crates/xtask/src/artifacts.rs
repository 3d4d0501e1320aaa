//! The files of a finished build: names with a content hash, without debug sections.

use crate::{compile::Profile, wasm};
use hoso_site::{
    digest,
    files::{Outcome, write},
};
use std::path::Path;

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

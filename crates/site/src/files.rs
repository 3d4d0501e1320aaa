//! Reads and writes the files of a site; a failure names the file.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The result of a task; the error is a message for the developer or the operator.
pub type Outcome<T = ()> = Result<T, String>;

/// Reads a text file.
///
/// # Errors
/// When the file does not exist or is not UTF-8.
pub fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|problem| format!("cannot read {}: {problem}", path.display()))
}

/// Reads a file.
///
/// # Errors
/// When the file cannot be read.
pub fn read_bytes(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|problem| format!("cannot read {}: {problem}", path.display()))
}

/// Writes a file and creates the folders above it.
///
/// # Errors
/// When the file system refuses.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Outcome {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    folder
        .and_then(|()| fs::write(path, bytes))
        .map_err(|problem| format!("cannot write {}: {problem}", path.display()))
}

/// Returns all files below a folder, sorted by path.
///
/// # Errors
/// When the folder cannot be read.
pub fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
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

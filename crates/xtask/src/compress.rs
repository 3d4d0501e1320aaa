//! The brotli and gzip twins that a web server hands out instead of the file itself.

use crate::command::{Outcome, write};
use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

/// Endings of files that shrink; pictures and fonts are packed already.
const TEXTUAL: [&str; 7] = ["html", "css", "js", "json", "svg", "txt", "wasm"];

/// Brotli at its strongest, as every size in our documents is counted.
pub(crate) fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut input = bytes;
    // Reading from and writing to memory cannot fail; an empty answer is sorted out by `twins`.
    if brotli::BrotliCompress(&mut input, &mut packed, &parameters).is_err() {
        packed.clear();
    }
    packed
}

/// Writes `file.br` and `file.gz` beside every file below a folder that gets smaller by it.
///
/// # Errors
/// When a file cannot be read or written.
pub(crate) fn twins(folder: &Path) -> Outcome {
    for path in files(folder)? {
        let textual = path
            .extension()
            .is_some_and(|ending| TEXTUAL.iter().any(|known| ending == *known));
        if !textual {
            continue;
        }
        let bytes = fs::read(&path)
            .map_err(|problem| format!("cannot read {}: {problem}", path.display()))?;
        for (ending, packed) in [("br", brotli(&bytes)), ("gz", gzip(&bytes))] {
            let twin = PathBuf::from(format!("{}.{ending}", path.display()));
            if !packed.is_empty() && packed.len() < bytes.len() {
                write(&twin, packed)?;
            } else if twin.exists() {
                fs::remove_file(&twin)
                    .map_err(|problem| format!("cannot remove {}: {problem}", twin.display()))?;
            }
        }
    }
    Ok(())
}

/// All files below a folder, in the order of their names.
///
/// # Errors
/// When the folder cannot be read.
pub(crate) fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let told = |problem: std::io::Error| format!("cannot list {}: {problem}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(told)? {
        let path = entry.map_err(told)?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    // The header carries no time, so the same file gives the same twin.
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .unwrap_or_default()
}

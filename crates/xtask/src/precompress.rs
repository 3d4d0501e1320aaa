//! Writes the brotli and gzip variants that a web server sends in place of a file.

use crate::{
    artifacts::{files, read_bytes},
    command::{Outcome, write},
};
use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

/// Extensions of compressible files; pictures and fonts are compressed already.
const COMPRESSIBLE: [&str; 7] = ["html", "css", "js", "json", "svg", "txt", "wasm"];

/// Compresses with brotli at quality 11, the unit of every size in our documents.
pub(crate) fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut input = bytes;
    // Reading and writing memory cannot fail; `precompressed` skips an empty result.
    if brotli::BrotliCompress(&mut input, &mut packed, &parameters).is_err() {
        packed.clear();
    }
    packed
}

/// Writes `file.br` and `file.gz` beside every file below a folder that they make smaller.
///
/// # Errors
/// When a file cannot be read or written.
pub(crate) fn precompressed(folder: &Path) -> Outcome {
    for path in files(folder)? {
        let compressible = path
            .extension()
            .is_some_and(|extension| COMPRESSIBLE.iter().any(|known| extension == *known));
        if !compressible {
            continue;
        }
        let bytes = read_bytes(&path)?;
        for (extension, packed) in [("br", brotli(&bytes)), ("gz", gzip(&bytes))] {
            let variant = PathBuf::from(format!("{}.{extension}", path.display()));
            if !packed.is_empty() && packed.len() < bytes.len() {
                write(&variant, packed)?;
            } else if variant.exists() {
                fs::remove_file(&variant)
                    .map_err(|problem| format!("cannot remove {}: {problem}", variant.display()))?;
            }
        }
    }
    Ok(())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    // The encoder writes no time into the header, so equal input gives equal output.
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .unwrap_or_default()
}

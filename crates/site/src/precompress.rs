//! Writes the brotli and gzip variants that a web server sends in place of a file.

use crate::{
    digest,
    files::{Outcome, files, read_bytes, write},
};
use std::{
    fs,
    io::Write as _,
    num::NonZero,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

/// Extensions of compressible files; pictures and fonts are compressed already.
const COMPRESSIBLE: [&str; 7] = ["html", "css", "js", "json", "svg", "txt", "wasm"];

/// Version of the `brotli` crate and its parameters here; another one may compress differently.
const CACHE_VERSION: &str = "9.1-q11";

/// Compresses with brotli at quality 11, the unit of every size in our documents.
#[must_use]
pub fn brotli(bytes: &[u8]) -> Vec<u8> {
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
/// `cache` is a folder that keeps the results of brotli between builds.
///
/// # Errors
/// When a file cannot be read or written.
pub fn precompressed(folder: &Path, cache: Option<&Path>) -> Outcome {
    let mut files = files(folder)?;
    files.retain(|path| {
        path.extension()
            .is_some_and(|extension| COMPRESSIBLE.iter().any(|known| extension == *known))
    });
    compress_all(&files, cache)
}

/// Writes the variants of these files again, where a build has written some.
pub(crate) fn refresh(files: &[PathBuf]) -> Outcome {
    let has_variant =
        |path: &&PathBuf| variant(path, "br").exists() || variant(path, "gz").exists();
    let files: Vec<PathBuf> = files.iter().filter(has_variant).cloned().collect();
    compress_all(&files, None)
}

fn compress_all(files: &[PathBuf], cache: Option<&Path>) -> Outcome {
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            write_variants(path, cache)?;
        }
        Ok(())
    };
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| {
            let lost = Err("a compressing thread panicked".to_owned());
            thread.join().unwrap_or(lost)
        })
    })
}

/// Returns the name of a compressed copy.
fn variant(path: &Path, extension: &str) -> PathBuf {
    PathBuf::from(format!("{}.{extension}", path.display()))
}

fn write_variants(path: &Path, cache: Option<&Path>) -> Outcome {
    let bytes = read_bytes(path)?;
    let brotli = match cache {
        Some(cache) => cached_brotli(&bytes, cache)?,
        None => brotli(&bytes),
    };
    for (extension, packed) in [("br", brotli), ("gz", gzip(&bytes))] {
        let variant = variant(path, extension);
        if !packed.is_empty() && packed.len() < bytes.len() {
            write(&variant, packed)?;
        } else if variant.exists() {
            fs::remove_file(&variant)
                .map_err(|problem| format!("cannot remove {}: {problem}", variant.display()))?;
        }
    }
    Ok(())
}

/// Compresses with [`brotli()`], or returns the result of an earlier build for the same bytes.
///
/// Quality 11 is the slowest step of a build in which only a few files have changed.
fn cached_brotli(bytes: &[u8], cache: &Path) -> Outcome<Vec<u8>> {
    let path = cache.join(CACHE_VERSION).join(digest::hex(bytes));
    if let Ok(packed) = fs::read(&path) {
        return Ok(packed);
    }
    let packed = brotli(bytes);
    // Write and rename: an interrupted build leaves no half of a file under this name.
    let fresh = path.with_extension(format!("{}", std::process::id()));
    write(&fresh, &packed)?;
    fs::rename(&fresh, &path)
        .map_err(|problem| format!("cannot write {}: {problem}", path.display()))?;
    Ok(packed)
}

/// Compresses with gzip at its best level, without a time.
#[must_use]
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    // The encoder writes no time into the header, so equal input gives equal output.
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .unwrap_or_default()
}

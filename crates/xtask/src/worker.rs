//! Builds the web worker: one script and one module, both under hashed names.
//!
//! The worker's script fetches its module with an integrity check. The page's script holds the
//! address of the worker's script; its Trusted Types policy allows no other worker.

use crate::{
    artifacts::{StripSections, WORKER, write_hashed},
    bindgen,
    command::{Outcome, root},
    compile::{self, Profile},
    progress::stage,
    script::{self, Fetched},
};
use hoso_site::{digest, files::read};
use std::path::Path;

/// Builds the worker into a folder and returns the name of its script, and the script's hash.
///
/// # Errors
/// When it does not compile or cannot be bound.
pub(crate) fn build(folder: &Path, profile: Profile) -> Outcome<[String; 2]> {
    stage("compile the web worker", || compile::worker(profile))?;
    let bound = bindgen::bind(profile, "hoso_worker")?;
    let module = StripSections::of(profile).apply(bound.module);
    let wasm = write_hashed(folder, WORKER, "wasm", &module)?;
    let source = root().join("crates/worker/src");
    let scripts = [
        read(&source.join("worker.js"))?,
        read(&source.join("camera.js"))?,
    ];
    let script = script::worker(
        &bound.glue,
        &scripts.concat(),
        &Fetched {
            url: &wasm,
            integrity: &digest::integrity(&module),
        },
    )?;
    let name = write_hashed(folder, WORKER, "js", script.as_bytes())?;
    Ok([name, digest::integrity(script.as_bytes())])
}

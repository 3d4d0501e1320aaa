//! Builds the web worker, which Trunk knows nothing of: one script and one module.
//!
//! Both get names with a hash. The script asks for the module by its hash; the page's own
//! script holds the address of the worker's script and lets no other one start a worker.

use crate::{
    bindgen,
    bundle::{Leaner, comment, glue, named},
    command::{Outcome, cargo, read, root, run},
    digest,
};
use std::path::Path;

/// The stem of the names of both files.
pub(crate) const JOBS: &str = "hoso-worker";

/// Builds the worker into the staging folder and tells the address of its script.
///
/// # Errors
/// When it does not compile or cannot be bound.
pub(crate) fn build(staging: &Path, release: bool, base: &str, lean: Leaner) -> Outcome<String> {
    let (profile, folder) = if release {
        ("web", "web")
    } else {
        ("dev", "debug")
    };
    run(&mut cargo(&[
        "build",
        "--quiet",
        "--package",
        "hoso-worker",
        "--target",
        "wasm32-unknown-unknown",
        "--profile",
        profile,
    ]))?;
    let bound = bindgen::bound(folder, "hoso_worker")?;
    let module = lean(bound.module);
    let wasm = named(staging, JOBS, "wasm", &module)?;
    let script = script(
        &bound.glue,
        &read(&root().join("crates/worker/src/worker.js"))?,
        &format!("{base}{wasm}"),
        &digest::integrity(&module),
    )?;
    let script = named(staging, JOBS, "js", script.as_bytes())?;
    Ok(format!("{base}{script}"))
}

/// The glue of wasm-bindgen and our shell as one module.
fn script(bound: &str, shell: &str, wasm: &str, integrity: &str) -> Outcome<String> {
    let mut script = glue(bound, "")?;
    for line in shell.lines().map(str::trim).filter(|line| !comment(line)) {
        script.push_str(
            &line
                .replace("HOSO_JOBS_URL", wasm)
                .replace("HOSO_JOBS_INTEGRITY", integrity),
        );
        script.push('\n');
    }
    Ok(script)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;

    #[test]
    fn ok_the_shell_knows_the_module_and_exports_what_a_page_calls() {
        let script = script(
            "export function strip(a) {\n}\n",
            "// why\nfetch(\"HOSO_JOBS_URL\", \"HOSO_JOBS_INTEGRITY\");\nexport const stripped = strip;",
            "/j.wasm",
            "sha256-z",
        )
        .unwrap();
        assert_eq!(
            script,
            "function strip(a) {\n}\nfetch(\"/j.wasm\", \"sha256-z\");\nexport const stripped = strip;\n"
        );
    }
}

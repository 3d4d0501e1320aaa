//! Cuts the linked program in two: what the first step needs, and the rest.
//!
//! Where to cut, `src/later.rs` says with `#[wasm_split]`; how, the relocations tell that the
//! linker leaves in the module (`.cargo/config.toml`). It has to happen before wasm-bindgen,
//! which would drop both.

use crate::{command::Outcome, wasm};
use std::{fs, path::Path};

/// The script that the tool would have imported; `src/later.js` stands in for it.
pub(crate) const SCRIPT: &str = "./__wasm_split.js";

/// The two halves of a linked module; there is one only where nothing says to cut.
///
/// # Errors
/// When the module cannot be read or cut, or falls into more than two.
pub(crate) fn cut(input: &Path, folder: &Path) -> Outcome<(Vec<u8>, Option<Vec<u8>>)> {
    let linked =
        fs::read(input).map_err(|problem| format!("cannot read {}: {problem}", input.display()))?;
    if !wasm::has_custom_section(&linked, "__wasm_split_unstable") {
        return Ok((linked, None));
    }
    let main = folder.join("main.wasm");
    let mut options = wasm_split_cli_support::Options::new(&linked);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.link_name = SCRIPT;
    let done = wasm_split_cli_support::transform(options)
        .map_err(|problem| format!("splitting: {problem:?}"))?;
    let [later] = done.split_modules.as_slice() else {
        return Err(format!(
            "expected one module beside the first, found {}",
            done.split_modules.len()
        ));
    };
    let read = |path: &Path| {
        fs::read(path).map_err(|problem| format!("cannot read {}: {problem}", path.display()))
    };
    Ok((read(&main)?, Some(read(later)?)))
}

//! Splits the linked app into two modules: the code of the first step, and the rest.
//!
//! `#[wasm_split]` in `src/` marks the split points. The splitting tool needs the relocations
//! that `--emit-relocs` keeps (`.cargo/config.toml`). It runs before wasm-bindgen, which removes
//! both.

use crate::{command::Outcome, wasm};
use hoso_site::files::read_bytes;
use std::path::Path;

/// The script that the first module imports. The build replaces the import by our own
/// script (`script.rs`).
pub(crate) const SCRIPT: &str = "./__wasm_split.js";

/// Returns the first and the second module; there is no second one without a split point.
///
/// # Errors
/// When the module cannot be read or split, or has more than one second module.
pub(crate) fn split(linked: Vec<u8>, folder: &Path) -> Outcome<(Vec<u8>, Option<Vec<u8>>)> {
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
    let [second_module] = done.split_modules.as_slice() else {
        return Err(format!(
            "expected one second module, found {}",
            done.split_modules.len()
        ));
    };
    Ok((read_bytes(&main)?, Some(read_bytes(second_module)?)))
}

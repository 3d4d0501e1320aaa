//! Cuts the linked program in two: what the first step needs, and the rest.
//!
//! Where to cut, `src/later.rs` says with `#[wasm_split]`; how, the relocations tell that the
//! linker leaves in the module (`.cargo/config.toml`). It has to happen before wasm-bindgen,
//! which would drop both. The second module then rides in a custom section of the first until
//! [`crate::bundle`] gives it a name, since Trunk takes no more than one module along.

use crate::{
    command::{Outcome, write},
    wasm,
};
use std::{fs, path::Path};

/// The custom section in which the second module rides.
pub(crate) const SECTION: &str = "hoso-later";
/// The script that the tool would have imported; `src/later.js` stands in for it.
pub(crate) const SCRIPT: &str = "./__wasm_split.js";

/// The two halves of a linked module; the second is empty where nothing says to cut.
///
/// # Errors
/// When the module cannot be read or cut, or falls into more than two.
pub(crate) fn cut(input: &Path, folder: &Path) -> Outcome<(Vec<u8>, Vec<u8>)> {
    let linked =
        fs::read(input).map_err(|problem| format!("cannot read {}: {problem}", input.display()))?;
    if wasm::custom_section(&linked, "__wasm_split_unstable").is_none() {
        return Ok((linked, Vec::new()));
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
    Ok((read(&main)?, read(later)?))
}

/// Puts the second module into the first, where wasm-bindgen has written it.
///
/// # Errors
/// When the first is not there or cannot be written.
pub(crate) fn stow(main: &Path, later: &[u8]) -> Outcome {
    let module =
        fs::read(main).map_err(|problem| format!("cannot read {}: {problem}", main.display()))?;
    write(main, wasm::with_custom_section(module, SECTION, later))
}

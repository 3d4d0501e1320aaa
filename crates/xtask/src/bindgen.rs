//! The `wasm-bindgen` command, as far as Trunk uses it.
//!
//! Installing the real one takes minutes and has to be repeated for each version. The
//! library behind it is a dependency here, tied by Cargo to the version in the app.

use crate::{command::Outcome, split};
use std::path::Path;
use wasm_bindgen_cli_support::Bindgen;

/// Whether this program was started under the name `wasm-bindgen`.
pub(crate) fn is_named(program: &str) -> bool {
    Path::new(program)
        .file_stem()
        .is_some_and(|name| name == "wasm-bindgen")
}

/// Does what the command of that name does with the options that Trunk gives it.
///
/// # Errors
/// When an option is not known here, or the module cannot be bound.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    if arguments
        .iter()
        .any(|argument| argument == "--version" || argument == "-V")
    {
        println!("wasm-bindgen {}", wasm_bindgen_shared::version());
        return Ok(());
    }
    let mut bindgen = Bindgen::new();
    let (mut folder, mut input, mut name) = (None, None, None);
    for argument in arguments {
        match argument.split_once('=').unwrap_or((argument, "")) {
            ("--target", "web") => {
                bindgen.web(true).map_err(|problem| problem.to_string())?;
            }
            ("--out-dir", value) => folder = Some(value),
            ("--out-name", value) => {
                bindgen.out_name(value);
                name = Some(value);
            }
            ("--no-typescript", _) => {
                bindgen.typescript(false);
            }
            ("--keep-debug", _) => {
                bindgen.keep_debug(true);
            }
            ("--no-demangle", _) => {
                bindgen.demangle(false);
            }
            (path, "") if !path.starts_with('-') => input = Some(Path::new(path)),
            _ => return Err(format!("this wasm-bindgen does not know {argument}")),
        }
    }
    let folder = folder.ok_or("wasm-bindgen needs --out-dir")?;
    let input = input.ok_or("wasm-bindgen needs a module")?;
    let folder = Path::new(folder);
    let (main, later) = split::cut(input, &folder.join("split"))?;
    let stem = name.or_else(|| input.file_stem()?.to_str());
    let stem = stem.ok_or("wasm-bindgen needs --out-name")?;
    bindgen
        .input_bytes(stem, main)
        // The second half reaches into the first through its table and its memory.
        .keep_lld_exports(true)
        .generate(folder)
        .map_err(|problem| format!("wasm-bindgen: {problem:?}"))?;
    if later.is_empty() {
        return Ok(());
    }
    split::stow(&folder.join(format!("{stem}_bg.wasm")), &later)
}

//! The bindings between a linked module and the page, and the `wasm-bindgen` command as far as
//! Trunk uses it.
//!
//! Installing the real one takes minutes and has to be repeated for each version. The
//! library behind it is a dependency here, tied by Cargo to the version in the app. What Trunk
//! gets from either is not used: neither cuts the program, so the hook binds it once more.

use crate::{
    command::{Outcome, target},
    split,
};
use std::{fs, path::Path};
use wasm_bindgen_cli_support::Bindgen;

/// What the browser gets of a program.
pub(crate) struct Bound {
    /// The glue, a script.
    pub(crate) glue: String,
    /// The module that the glue fetches.
    pub(crate) module: Vec<u8>,
    /// The module that follows later, if the program says where to cut.
    pub(crate) later: Option<Vec<u8>>,
}

/// Binds a program that the linker has left under this name in the folder of this profile.
///
/// # Errors
/// When it is not there, or cannot be cut or bound.
pub(crate) fn bound(profile: &str, program: &str) -> Outcome<Bound> {
    let linked = target()
        .join("wasm32-unknown-unknown")
        .join(profile)
        .join(format!("{program}.wasm"));
    let folder = target().join("tools").join(program);
    let (module, later) = split::cut(&linked, &folder.join("split"))?;
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes(program, module)
        // The second half reaches into the first through its table and its memory.
        .keep_lld_exports(later.is_some())
        .typescript(false)
        .web(true)
        .and_then(|bindgen| bindgen.generate(&folder))
        .map_err(|problem| format!("wasm-bindgen: {problem:?}"))?;
    let read = |name: String| {
        let path = folder.join(name);
        fs::read(&path).map_err(|problem| format!("cannot read {}: {problem}", path.display()))
    };
    let glue = read(format!("{program}.js"))?;
    Ok(Bound {
        glue: String::from_utf8(glue).map_err(|_| "the glue is not text")?,
        module: read(format!("{program}_bg.wasm"))?,
        later,
    })
}

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
            ("--out-name", value) => name = Some(value),
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
    let stem = name.or_else(|| input.file_stem()?.to_str());
    bindgen
        .input_path(input)
        .out_name(stem.ok_or("wasm-bindgen needs --out-name")?)
        .generate(folder)
        .map_err(|problem| format!("wasm-bindgen: {problem:?}"))
}

//! Binds a linked module to JavaScript, and acts as the `wasm-bindgen` command for Trunk.
//!
//! The library behind that command is a dependency of this package; Cargo ties its version to
//! that of the app, so nobody has to install the command in a matching version.

use crate::{
    command::{Outcome, target},
    compile::Profile,
    import_names, source_paths, split,
};
use hoso_site::files::{read, read_bytes};
use std::{
    env, fs,
    path::{Path, PathBuf},
};
use wasm_bindgen_cli_support::Bindgen;

/// The files that the browser gets of one program.
pub(crate) struct Bound {
    /// The script that wasm-bindgen generates.
    pub(crate) glue: String,
    /// The module that the glue fetches.
    pub(crate) module: Vec<u8>,
    /// The module that is fetched later, if the program is split.
    pub(crate) second_module: Option<Vec<u8>>,
}

/// Splits and binds a program that was compiled in this profile.
///
/// # Errors
/// When the program was not compiled, or cannot be split or bound.
pub(crate) fn bind(profile: Profile, program: &str) -> Outcome<Bound> {
    let linked = target()
        .join("wasm32-unknown-unknown")
        .join(profile.folder())
        .join(format!("{program}.wasm"));
    let folder = target().join("tools").join(program);
    let mut linked = read_bytes(&linked)?;
    if profile == Profile::Web {
        linked = source_paths::without_source_paths(linked);
    }
    let (module, second_module) = split::split(linked, &folder.join("split"))?;
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes(program, module)
        // The second module imports the first one's table and memory.
        .keep_lld_exports(second_module.is_some())
        .typescript(false)
        .web(true)
        .and_then(|bindgen| bindgen.generate(&folder))
        .map_err(|problem| format!("wasm-bindgen: {problem:?}"))?;
    let mut glue = read(&folder.join(format!("{program}.js")))?;
    let mut module = read_bytes(&folder.join(format!("{program}_bg.wasm")))?;
    if profile == Profile::Web {
        (module, glue) = import_names::shorten(&module, &glue)?;
    }
    Ok(Bound {
        glue,
        module,
        second_module,
    })
}

/// Copies this program to a folder under the name `wasm-bindgen`, and returns the folder.
///
/// # Errors
/// When the folder cannot be written.
pub(crate) fn install() -> Outcome<PathBuf> {
    let folder = target().join("tools");
    let name = folder.join(format!("wasm-bindgen{}", env::consts::EXE_SUFFIX));
    let copy = || -> std::io::Result<()> {
        fs::create_dir_all(&folder)?;
        // Copy and rename: another build may be running the old file.
        let fresh = folder.join(format!("wasm-bindgen.{}", std::process::id()));
        fs::copy(env::current_exe()?, &fresh)?;
        fs::rename(&fresh, &name)
    };
    copy().map_err(|problem| format!("cannot write {}: {problem}", name.display()))?;
    Ok(folder)
}

/// Checks whether this program was started under the name `wasm-bindgen`.
pub(crate) fn is_named(program: &str) -> bool {
    Path::new(program)
        .file_stem()
        .is_some_and(|name| name == "wasm-bindgen")
}

/// Implements the `wasm-bindgen` command with the options that Trunk passes.
///
/// # Errors
/// When an option is unknown, or the module cannot be bound.
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

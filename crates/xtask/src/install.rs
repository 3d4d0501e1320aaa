//! Finds the tools, and installs what is missing.
//!
//! What a person has installed is used when its version fits and never touched. Our own copy
//! of Trunk goes to a folder of its own below cargo's, which outlives `cargo clean` and can
//! be kept by a CI cache.

use crate::command::{Outcome, cargo, clean, root, run, says, target};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The last Trunk that builds with the `rust-version` of this workspace.
const TRUNK: &str = "0.21.14";
const WASM: &str = "wasm32-unknown-unknown";

/// Where the tools are.
pub(crate) struct Tools {
    trunk: PathBuf,
    /// Folder to be searched first: it holds `wasm-bindgen`, which is this very program.
    folder: PathBuf,
}

/// Finds or installs everything that a build needs.
///
/// # Errors
/// When something is missing and cannot be installed.
pub(crate) fn tools() -> Outcome<Tools> {
    wasm_target()?;
    Ok(Tools {
        trunk: trunk()?,
        folder: bindgen()?,
    })
}

impl Tools {
    /// A Trunk command in the workspace, with the right `wasm-bindgen` first in the path.
    pub(crate) fn trunk(&self, arguments: &[&str]) -> Outcome<Command> {
        let path = env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(self.folder.clone()).chain(env::split_paths(&path));
        let path = env::join_paths(folders).map_err(|problem| format!("PATH: {problem}"))?;
        let mut command = Command::new(&self.trunk);
        command
            .args(arguments)
            .current_dir(root())
            .env("PATH", path);
        // Trunk reads NO_COLOR as true or false, where the convention is any value at all.
        command
            .env("TRUNK_SKIP_VERSION_CHECK", "true")
            .env_remove("NO_COLOR");
        clean(&mut command);
        Ok(command)
    }

    /// Builds the release app into `dist/`.
    ///
    /// # Errors
    /// When Trunk, or our hook in it, fails.
    pub(crate) fn trunk_build(&self) -> Outcome {
        run(&mut self.trunk(&["build", "--release"])?)
    }
}

/// Chromium and its driver, which the browser tests need.
///
/// # Errors
/// When they are missing and this is not a Debian system that we may install on.
pub(crate) fn browser() -> Outcome {
    let there = |program: &str| says(program, &["--version"]).is_some();
    if there("chromedriver") && (there("chromium") || there("google-chrome")) {
        return Ok(());
    }
    debian("the browser tests", &["chromium", "chromium-driver"])
}

/// Tesseract and a font: the tests let it read what the worker made of a photo.
///
/// # Errors
/// When they are missing and this is not a Debian system that we may install on.
pub(crate) fn reader() -> Outcome {
    if says("tesseract", &["--version"]).is_some() && Path::new(FONT).is_file() {
        return Ok(());
    }
    debian("the photo tests", &["tesseract-ocr", "fonts-dejavu-core"])
}

/// What `tests/tests/browser/legible.rs` writes with.
const FONT: &str = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";

/// The programs that read our PDF files again, which the tests of the forms need.
///
/// # Errors
/// When they are missing and this is not a Debian system that we may install on.
pub(crate) fn paper() -> Outcome {
    let there = |program: &str, version: &str| says(program, &[version]).is_some();
    if there("pdftotext", "-v") && there("pdftoppm", "-v") && there("qpdf", "--version") {
        return Ok(());
    }
    debian("the tests of the forms", &["poppler-utils", "qpdf"])
}

/// Installs packages that `what` needs.
fn debian(what: &str, packages: &[&str]) -> Outcome {
    let may_install =
        says("id", &["-u"]).as_deref() == Some("0") && says("apt-get", &["--version"]).is_some();
    let names = packages.join(" and ");
    if !may_install {
        return Err(format!(
            "{what} need the Debian packages {names}, or what is in them"
        ));
    }
    println!("installing {names}");
    run(Command::new("apt-get").args(["update", "-q"]))?;
    run(Command::new("apt-get")
        .args(["install", "-yq", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive"))
}

/// The standard library for the browser, and rustup's parts that the gate needs.
fn wasm_target() -> Outcome {
    let library = |root: &str| Path::new(root).join("lib/rustlib").join(WASM).is_dir();
    if says("rustc", &["--print", "sysroot"]).is_some_and(|root| library(&root)) {
        return Ok(());
    }
    println!("installing {WASM}");
    run(Command::new("rustup")
        .args(["target", "add", WASM])
        .current_dir(root()))
}

fn trunk() -> Outcome<PathBuf> {
    let fits = |program: &Path| {
        says(program, &["--version"]).as_deref() == Some(&format!("trunk {TRUNK}"))
    };
    let ours = cargo_home()?.join(format!("hoso-tools/trunk-{TRUNK}"));
    let program = ours
        .join("bin")
        .join(format!("trunk{}", env::consts::EXE_SUFFIX));
    for candidate in [PathBuf::from("trunk"), program.clone()] {
        if fits(&candidate) {
            return Ok(candidate);
        }
    }
    println!("installing Trunk {TRUNK}; this takes some minutes, once");
    let folder = ours.to_string_lossy().into_owned();
    // Outside the workspace, so that its settings do not reach another project's build.
    run(cargo(&[
        "install",
        "trunk",
        "--version",
        TRUNK,
        "--locked",
        "--root",
        &folder,
    ])
    .current_dir(cargo_home()?))?;
    if fits(&program) {
        Ok(program)
    } else {
        Err(format!(
            "Trunk {TRUNK} does not start after its installation"
        ))
    }
}

/// Gives this program its second name, `wasm-bindgen`, in a folder of its own.
fn bindgen() -> Outcome<PathBuf> {
    let folder = target().join("tools");
    let name = folder.join(format!("wasm-bindgen{}", env::consts::EXE_SUFFIX));
    let place = || -> std::io::Result<()> {
        fs::create_dir_all(&folder)?;
        // A copy beside it and a rename: another build may be running the old one.
        let fresh = folder.join(format!("wasm-bindgen.{}", std::process::id()));
        fs::copy(env::current_exe()?, &fresh)?;
        fs::rename(&fresh, &name)
    };
    place().map_err(|problem| format!("cannot write {}: {problem}", name.display()))?;
    Ok(folder)
}

fn cargo_home() -> Outcome<PathBuf> {
    let home = env::var_os("HOME").or_else(|| env::var_os("USERPROFILE"));
    env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| home.map(|home| PathBuf::from(home).join(".cargo")))
        .ok_or_else(|| "neither CARGO_HOME nor HOME is set".to_owned())
}

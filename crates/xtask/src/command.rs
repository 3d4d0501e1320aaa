//! Starting other programs, and the folders they work in.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// How a task ends: well, or with a sentence for the person at the keyboard.
pub(crate) type Outcome<T = ()> = Result<T, String>;

/// The folder of the workspace, whatever folder the command was typed in.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Cargo's output folder, which a person may have moved.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), |moved| root().join(moved))
}

/// A cargo command in the workspace.
///
/// What `cargo run` told this program about its own package is taken away again: build
/// scripts of other packages watch such variables, and would run once more for nothing.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    clean(&mut command);
    command
}

/// Takes the variables of this very package out of a command's environment.
pub(crate) fn clean(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name.as_ref());
        }
    }
}

/// Runs a command to its end.
///
/// # Errors
/// When it cannot be started or does not succeed.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let name = command.get_program().to_string_lossy().into_owned();
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{}` ended with {status}", line(command))),
        Err(problem) => Err(format!("cannot start `{name}`: {problem}")),
    }
}

/// What a command prints, or nothing when it is not there or fails.
pub(crate) fn says(program: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The value that follows an option such as `--port`.
///
/// # Errors
/// When the option is there without a value.
pub(crate) fn option<'a>(arguments: &'a [String], name: &str) -> Outcome<Option<&'a str>> {
    match arguments.iter().position(|argument| argument == name) {
        None => Ok(None),
        Some(at) => arguments
            .get(at + 1)
            .map(|value| Some(value.as_str()))
            .ok_or_else(|| format!("{name} needs a value")),
    }
}

/// Reads a text file and says its name when that fails.
///
/// # Errors
/// When there is no such file, or it is not text.
pub(crate) fn read(path: &Path) -> Outcome<String> {
    std::fs::read_to_string(path)
        .map_err(|problem| format!("cannot read {}: {problem}", path.display()))
}

/// Writes a file, with the folders above it.
///
/// # Errors
/// When the disk refuses.
pub(crate) fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Outcome {
    let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    folder
        .and_then(|()| std::fs::write(path, bytes))
        .map_err(|problem| format!("cannot write {}: {problem}", path.display()))
}

fn line(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(
        command
            .get_args()
            .map(|word| word.to_string_lossy().into_owned()),
    );
    words.join(" ")
}

//! Starts other programs, and knows the folders they work in.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

pub(crate) use hoso_site::files::Outcome;

/// Returns the workspace folder, independent of the current folder.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Returns cargo's output folder; `CARGO_TARGET_DIR` may have moved it.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), |moved| root().join(moved))
}

/// Makes a cargo command in the workspace, without the variables that [`clean`] removes.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    clean(&mut command);
    command
}

/// Removes the variables that `cargo run` has set for this package.
///
/// Build scripts of other packages depend on variables of these names and would run again.
pub(crate) fn clean(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name.as_ref());
        }
    }
}

/// Runs a command and waits for it.
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

/// Returns the standard output of a command, or `None` if it does not exist or fails.
pub(crate) fn output_of(
    program: impl AsRef<std::ffi::OsStr>,
    arguments: &[&str],
) -> Option<String> {
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

/// Returns the value that follows an option such as `--port`.
///
/// # Errors
/// When the option has no value.
pub(crate) fn option<'a>(arguments: &'a [String], name: &str) -> Outcome<Option<&'a str>> {
    match arguments.iter().position(|argument| argument == name) {
        None => Ok(None),
        Some(at) => arguments
            .get(at + 1)
            .map(|value| Some(value.as_str()))
            .ok_or_else(|| format!("{name} needs a value")),
    }
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

//! Trunk's part: the hook that `Trunk.toml` names, and the comparison with our own build.
//!
//! Nothing else needs Trunk. For `trunk serve` and `trunk build --release` the hook replaces
//! Trunk's output by the site of [`bundle`], so both ways end in the same bytes.

use crate::{
    bindgen, build, bundle,
    command::{Outcome, clean, output_of, root, run, target},
    comparison,
    compile::Profile,
    progress::stage,
    size,
};
use hoso_site::{files::read, page};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The version the comparison is made with: the last that compiles with our `rust-version`.
const VERSION: &str = "0.21.14";
/// The mark that `pattern_script` in `Trunk.toml` makes Trunk write, with its file names.
const MARK: &str = "<!--hoso:app ";

/// Runs as Trunk's `post_build` hook.
///
/// # Errors
/// When it was not called by Trunk, or Trunk's output has an unexpected form.
pub(crate) fn hook() -> Outcome {
    let variable = |name: &str| {
        env::var(name).map_err(|_| format!("{name} is not set; Trunk calls this as its hook"))
    };
    let staging = PathBuf::from(variable("TRUNK_STAGING_DIR")?);
    let profile = if variable("TRUNK_PROFILE")? == "release" {
        Profile::Web
    } else {
        Profile::Dev
    };

    let index = staging.join("index.html");
    let (html, names) = take_mark(&read(&index)?)?;
    // Trunk has bound the app without splitting it; `bundle` binds it again.
    for path in names
        .into_iter()
        .map(|name| staging.join(name))
        .chain([index])
    {
        fs::remove_file(&path)
            .map_err(|problem| format!("cannot remove {}: {problem}", path.display()))?;
    }
    let template = match profile {
        // Read from the source: Trunk writes the same elements with other white space.
        Profile::Web => page::template(&read(&root().join("index.html"))?)?,
        // Holds the script that reloads the page after a rebuild.
        Profile::Dev => html,
    };
    bundle::bundle(&staging, profile, &template)?;
    if profile == Profile::Web {
        // Only `cargo xtask build` and the gate fail above the budget. The hook warns, so that
        // the folder can be inspected.
        if let Err(problem) = size::print(&staging) {
            println!("warning: {problem}");
        }
    }
    Ok(())
}

/// Removes the mark and returns the two file names in it.
fn take_mark(html: &str) -> Outcome<(String, [String; 2])> {
    let (before, rest) = html
        .split_once(MARK)
        .ok_or("Trunk left no mark in index.html; see pattern_script in Trunk.toml")?;
    let (names, after) = rest
        .split_once("-->")
        .ok_or("the mark in index.html has no end")?;
    let (script, wasm) = names
        .trim()
        .split_once(' ')
        .ok_or("the mark in index.html names no files")?;
    Ok((
        format!("{before}{after}"),
        [script.to_owned(), wasm.to_owned()],
    ))
}

/// Builds the release with and without Trunk and compares every file.
///
/// Without Trunk on this machine it says so and succeeds.
///
/// # Errors
/// When a build fails, or the two differ.
pub(crate) fn compare() -> Outcome {
    let Some(trunk) = installed() else {
        println!(
            "skipped: Trunk {VERSION} is not installed \
             (cargo install trunk --version {VERSION} --locked)"
        );
        return Ok(());
    };
    let folder = target().join("trunk-compare");
    let by_cargo = root().join("dist");
    build::build(Profile::Web)?;
    let by_trunk = folder.join("dist");
    stage("build with Trunk", || {
        let output = by_trunk.to_string_lossy();
        run(&mut command(
            &trunk,
            &["build", "--release", "--dist", &output],
        )?)
    })?;
    let same = comparison::compare(&by_cargo, &by_trunk)?;
    println!("{same} files are the same with and without Trunk");
    Ok(())
}

/// Finds Trunk of the right version in `PATH` or in our own folder below cargo's home.
fn installed() -> Option<PathBuf> {
    let home = env::var_os("HOME").or_else(|| env::var_os("USERPROFILE"));
    let cargo_home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(home?).join(".cargo")));
    let ours = cargo_home.map(|home| home.join(format!("hoso-tools/trunk-{VERSION}/bin/trunk")));
    let expected = format!("trunk {VERSION}");
    std::iter::once(PathBuf::from("trunk"))
        .chain(ours)
        .find(|program| output_of(program, &["--version"]).as_deref() == Some(&expected))
}

/// Makes a Trunk command in the workspace that finds the right `wasm-bindgen`: this program.
fn command(trunk: &Path, arguments: &[&str]) -> Outcome<Command> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(bindgen::install()?).chain(env::split_paths(&path));
    let path = env::join_paths(folders).map_err(|problem| format!("PATH: {problem}"))?;
    let mut command = Command::new(trunk);
    command
        .args(arguments)
        .current_dir(root())
        .env("PATH", path)
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        // Trunk accepts only `true` and `false`, where the convention is any value.
        .env_remove("NO_COLOR");
    clean(&mut command);
    Ok(command)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;

    #[test]
    fn ok_the_mark_names_the_files_and_is_removed() {
        let (html, names) = take_mark("<head><!--hoso:app a.js b.wasm--></head>").unwrap();
        assert_eq!(html, "<head></head>");
        assert_eq!(names, ["a.js", "b.wasm"]);
    }
}

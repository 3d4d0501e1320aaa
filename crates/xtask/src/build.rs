//! Builds the site with cargo alone.

use crate::{
    bundle,
    command::{Outcome, read, root},
    compile::{self, Profile},
    install, page,
    progress::stage,
};
use std::{fs, io::ErrorKind, path::Path};

/// Folder below the workspace that a build writes to. It is on the same file system as
/// `dist/`, so a rename can replace that.
const STAGING: &str = ".dist-staging";
/// Folder that takes the old `dist/` until it is deleted.
const PREVIOUS: &str = ".dist-previous";

/// Builds `dist/`.
///
/// # Errors
/// When something does not compile or the folder cannot be replaced. The old `dist/` is kept.
pub(crate) fn build(profile: Profile) -> Outcome {
    build_into(profile, &root().join("dist"))
}

/// Builds the site into this folder of the workspace's file system.
///
/// # Errors
/// As [`build`].
pub(crate) fn build_into(profile: Profile, site: &Path) -> Outcome {
    install::wasm_target()?;
    let template = page::template(&read(&root().join("index.html"))?)?;
    stage("compile the app for the browser", || compile::app(profile))?;
    let staging = root().join(STAGING);
    remove_folder(&staging)?;
    bundle::bundle(&staging, profile, "/", &template)?;
    replace_folder(&staging, site, &root().join(PREVIOUS))
}

/// Renames `fresh` to `folder`. A reader sees the old files or the new ones, never a mixture.
fn replace_folder(fresh: &Path, folder: &Path, previous: &Path) -> Outcome {
    remove_folder(previous)?;
    let rename = |from: &Path, to: &Path| match fs::rename(from, to) {
        Ok(()) => Ok(true),
        Err(problem) if problem.kind() == ErrorKind::NotFound => Ok(false),
        Err(problem) => Err(format!(
            "cannot rename {} to {}: {problem}",
            from.display(),
            to.display()
        )),
    };
    rename(folder, previous)?;
    if !rename(fresh, folder)? {
        return Err(format!("{} is missing", fresh.display()));
    }
    remove_folder(previous)
}

fn remove_folder(folder: &Path) -> Outcome {
    match fs::remove_dir_all(folder) {
        Err(problem) if problem.kind() != ErrorKind::NotFound => {
            Err(format!("cannot remove {}: {problem}", folder.display()))
        }
        _ => Ok(()),
    }
}

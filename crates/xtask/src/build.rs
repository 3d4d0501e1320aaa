//! Builds the site with cargo alone.

use crate::{
    bundle,
    command::{Outcome, root},
    compile::{self, Profile},
    install,
    progress::stage,
};
use hoso_site::{files::read, page};
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
    install::wasm_target()?;
    let template = page::template(&read(&root().join("index.html"))?)?;
    stage("compile the app for the browser", || compile::app(profile))?;
    let staging = root().join(STAGING);
    remove_folder(&staging)?;
    bundle::bundle(&staging, profile, &template)?;
    replace_folder(&staging, &root().join("dist"), &root().join(PREVIOUS))
}

/// Renames `folder` to `previous` and `fresh` to `folder`, so a reader never sees a part of a build.
fn replace_folder(fresh: &Path, folder: &Path, previous: &Path) -> Outcome {
    if !fresh.exists() {
        return Err(format!("{} is missing", fresh.display()));
    }
    remove_folder(previous)?;
    let rename = |from: &Path, to: &Path| {
        fs::rename(from, to).map_err(|problem| {
            let (from, to) = (from.display(), to.display());
            format!("cannot rename {from} to {to}: {problem}")
        })
    };
    if folder.exists() {
        rename(folder, previous)?;
    }
    rename(fresh, folder)?;
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]
    use super::*;
    use hoso_site::files::write;

    #[test]
    fn ok_a_build_replaces_the_folder_and_a_missing_one_does_not() {
        let parent = std::env::temp_dir().join(format!("xtask-replace-{}", std::process::id()));
        let folder = |name: &str| parent.join(name);
        let (fresh, site, previous) = (folder("fresh"), folder("site"), folder("previous"));
        for content in ["first", "second"] {
            write(&fresh.join("page"), content).unwrap();
            replace_folder(&fresh, &site, &previous).unwrap();
            assert_eq!(read(&site.join("page")).unwrap(), content);
            assert!(!fresh.exists() && !previous.exists());
        }
        assert!(replace_folder(&fresh, &site, &previous).is_err());
        assert_eq!(read(&site.join("page")).unwrap(), "second");
        remove_folder(&parent).unwrap();
    }
}

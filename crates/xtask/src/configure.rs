//! Writes another deployment's settings into a finished `dist/`, without a build.

use crate::{
    artifacts::files,
    command::{Outcome, option, read, root, write},
    deployment::Deployment,
    headers, page, precompress,
};
use std::path::Path;

/// Replaces the settings in pages and headers, and compresses the changed files again.
///
/// # Errors
/// When a page of the folder has no settings block.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let dist = root().join(option(arguments, "--dist")?.unwrap_or("dist"));
    let config = option(arguments, "--config")?.ok_or("configure needs --config FILE")?;
    let deployment = Deployment::read(Path::new(config))?;
    for path in files(&dist)? {
        if path
            .extension()
            .is_some_and(|extension| extension == "html")
        {
            let changed = page::with_settings(&read(&path)?, &deployment.page)
                .ok_or_else(|| format!("{} has no settings block", path.display()))?;
            write(&path, changed)?;
        }
    }
    headers::write_all(&dist, &deployment)?;
    precompress::precompressed(&dist)
}

//! Writes the settings of a deployment into built pages.

use std::path::Path;

use hoso_site::Base;
use hoso_site::Deployment;

/// Configures a site and returns what was done.
///
/// # Errors
/// A text for the operator: an option, a key or a value is unknown, or the folder is no site of this
/// version.
pub(crate) fn run(options: &[&str]) -> Result<String, String> {
    let (mut config, mut dist, mut base) = (None, "dist", None);
    for pair in options.chunks(2) {
        match *pair {
            ["--config", file] => config = Some(file),
            ["--dist", folder] => dist = folder,
            ["--base", path] => base = Some(Base::parse(path)?),
            [name @ ("--config" | "--dist" | "--base")] => {
                return Err(format!("{name}: expected a value"));
            }
            [name, ..] => {
                return Err(format!(
                    "{name}: unknown, expected --config, --dist or --base"
                ));
            }
            [] => {}
        }
    }
    let config = config.ok_or("configure: expected --config FILE")?;
    let mut deployment = Deployment::read(Path::new(config))?;
    if let Some(base) = base {
        deployment.base = base;
    }
    hoso_site::configure(Path::new(dist), &deployment)?;
    for doubt in deployment.doubts() {
        eprintln!("warning: {doubt}");
    }
    Ok(format!(
        "{dist} is configured for the path {}",
        deployment.base.as_str()
    ))
}

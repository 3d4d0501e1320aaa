//! The version of this program.

/// Commit of the build, if the build names it; a build of a source archive has none.
const COMMIT: Option<&str> = option_env!("HOSO_COMMIT");

/// Returns the version, and the commit if the variable `HOSO_COMMIT` named it at compile time.
#[must_use]
pub fn version() -> String {
    let version = env!("CARGO_PKG_VERSION");
    match COMMIT {
        Some(commit) => format!("{version} ({commit})"),
        None => version.to_owned(),
    }
}

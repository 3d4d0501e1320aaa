//! Writes the script that registers the service worker and offers a newer version of the page.
//!
//! The service worker itself depends on the deployment: `crates/site/src/offline.rs` writes it.

use crate::{
    artifacts::write_hashed,
    command::{Outcome, root},
    embed, script,
};
use hoso_site::files::read;
use std::path::Path;

/// Stem of the script.
const SCRIPT: &str = "hoso-offline";

/// The sentences of the script, by their key in `src/offline/registration.js`.
const SENTENCES: [(&str, &str); 2] = [("newer", "ui.newer_version"), ("reload", "ui.reload")];

/// Writes the script and returns its name.
///
/// # Errors
/// When the file cannot be read or written.
pub(crate) fn write_script(folder: &Path) -> Outcome<String> {
    let source = read(&root().join("src/offline/registration.js"))?;
    let sentences = embed::ascii(&embed::sentences(&SENTENCES).to_string());
    let script = script::without_comments(&source).replace("HOSO_SENTENCES", &sentences);
    write_hashed(folder, SCRIPT, "js", script.as_bytes())
}

//! The files of a built site, by what a server must know of them.

use crate::{
    digest,
    files::{Outcome, files, read},
    page::{self, MANIFEST_FILE},
};
use std::{collections::BTreeSet, path::Path};

/// The files that configure a server. No server hands them out.
pub(crate) const UNSERVED: [&str; 3] = ["_headers", "nginx.conf", "Caddyfile"];

/// The script of the service worker. Its address never changes.
pub(crate) const SERVICE_WORKER: &str = "service-worker.js";

/// How the paths of files with a content hash begin.
pub(crate) const HASHED: [&str; 3] = ["hoso-", "places/", "v1/embed-"];

/// How the paths of the files begin that pages of any origin may fetch.
pub(crate) const SHARED: [&str; 3] = ["hoso-", "places/", "v1/"];

/// What the headers depend on.
#[derive(Debug, Default)]
pub(crate) struct Site {
    /// The hash of each style element of the pages.
    pub(crate) styles: BTreeSet<String>,
    /// The paths of the pages, those of their folders, and other files that keep their name.
    pub(crate) pages: BTreeSet<String>,
    /// The paths of the files with a content hash.
    pub(crate) hashed: BTreeSet<String>,
}

impl Site {
    /// Lists the files of a built site.
    ///
    /// # Errors
    /// When a folder or a page cannot be read.
    pub(crate) fn read(dist: &Path) -> Outcome<Self> {
        let mut site = Self::default();
        for path in files(dist)? {
            let Ok(name) = path.strip_prefix(dist) else {
                continue;
            };
            let name = name.to_string_lossy().replace('\\', "/");
            let is_page = path
                .extension()
                .is_some_and(|extension| extension == "html");
            if is_page {
                let html = read(&path)?;
                let hashes = page::styles(&html).map(|css| digest::integrity(css.as_bytes()));
                site.styles.extend(hashes);
                if let Some(folder) = name.strip_suffix("index.html") {
                    site.pages.insert(folder.to_owned());
                }
                site.pages.insert(name);
            } else if [SERVICE_WORKER, MANIFEST_FILE].contains(&name.as_str()) {
                site.pages.insert(name);
            } else if is_hashed(&name) {
                site.hashed.insert(name);
            }
        }
        Ok(site)
    }
}

/// Has this file a content hash in its name or folder? A precompressed copy is served under the
/// name of its original.
fn is_hashed(name: &str) -> bool {
    let is_copy = name.ends_with(".br") || name.ends_with(".gz");
    !is_copy && HASHED.iter().any(|prefix| name.starts_with(prefix))
}

//! The files of a site that configure a server or the service worker.

use crate::{
    caddy,
    deployment::Deployment,
    files::{Outcome, write},
    headers, nginx, offline,
    site::{Site, UNSERVED},
};
use std::path::{Path, PathBuf};

/// Writes `_headers`, `nginx.conf` and `Caddyfile`, with the hashes of all style elements of the
/// pages, and the service worker, with the hashes of all files. Returns those that a build compresses.
///
/// # Errors
/// When a page cannot be read or a file cannot be written.
pub fn write_server_files(dist: &Path, deployment: &Deployment) -> Outcome<Vec<PathBuf>> {
    let served = offline::write_offline_files(dist, deployment)?;
    let site = Site::read(dist)?;
    let policy = headers::policy(&site.styles, deployment);
    let [headers, nginx, caddy] = UNSERVED.map(|name| dist.join(name));
    write(&headers, headers::netlify(&site, deployment))?;
    write(&nginx, nginx::config(&policy, deployment))?;
    write(&caddy, caddy::config(&policy, deployment))?;
    Ok(served)
}

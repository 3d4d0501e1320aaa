//! The files of a site that configure a server.

use crate::{
    caddy,
    deployment::Deployment,
    files::{Outcome, write},
    headers, nginx,
    site::{Site, UNSERVED},
};
use std::path::Path;

/// Writes `_headers`, `nginx.conf` and `Caddyfile`, with the hashes of all style elements of the
/// pages.
///
/// # Errors
/// When a page cannot be read or a file cannot be written.
pub fn write_server_files(dist: &Path, deployment: &Deployment) -> Outcome {
    let site = Site::read(dist)?;
    let policy = headers::policy(&site.styles, deployment);
    let [headers, nginx, caddy] = UNSERVED.map(|name| dist.join(name));
    write(&headers, headers::netlify(&site, deployment))?;
    write(&nginx, nginx::config(&policy, deployment))?;
    write(&caddy, caddy::config(&policy, deployment))
}

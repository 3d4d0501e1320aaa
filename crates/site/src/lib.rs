//! Writes what a deployment decides into the built site: settings, pages, headers, server files.
//!
//! The build (`xtask`) and the program of a deployment (`hoso configure`) call the same functions,
//! so a site that is configured later has the bytes of a site that is built with these settings. No
//! compiler and no WebAssembly are involved: the pages are rendered natively, from the components
//! that the browser hydrates.
//!
//! Every address in a page is relative to the page or to its script, so a site works below any
//! path. Only what a server reads or sends for an unknown address holds the path
//! ([`Base`]): `404.html`, `_headers`, `nginx.conf` and `Caddyfile`.

mod base;
mod caddy;
mod clock;
pub mod deployment;
pub mod digest;
mod directory;
pub mod files;
mod headers;
mod nginx;
mod offline;
pub mod page;
mod pages;
pub mod precompress;
mod schema;
mod server_files;
mod settings;
mod site;

pub use base::Base;
pub use deployment::Deployment;
pub use pages::{configure, write_pages};
pub use schema::{deployment_schema, directory_schema};
pub use server_files::write_server_files;

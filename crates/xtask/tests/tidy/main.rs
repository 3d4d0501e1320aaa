//! The repository stays tidy: documents name paths that exist, citations lead somewhere, files are
//! short and finished, and no two files import each other in a circle.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it fails"
)]

mod circles;
mod citation_forms;
mod citations;
mod comments;
mod documents;
mod files;
mod modules;
mod papers;
mod repository;

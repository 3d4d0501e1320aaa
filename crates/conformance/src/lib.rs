//! The conformance kit: checks over HTTP whether a backend meets each demand of `api/openapi.yaml`
//! and `docs/backend.md`.
//!
//! Sends data of invented persons only. Changes only the dossiers and files that it sends, reads no
//! local file and needs no access to the store of the backend. Does not measure speed, and cannot
//! check whether a dossier survives a power failure.

mod answer;
mod check;
mod checks;
mod client;
mod context;
mod json_value;
mod observed;
mod options;
mod photos;
mod refusal;
mod report;
mod rfc3339;
mod samples;
mod suite;
mod verdict;

pub use check::Check;
pub use client::Unreachable;
pub use options::{OPTIONS, Options};
pub use report::{Entry, Report, State};
pub use samples::sample;
pub use suite::{all, run};

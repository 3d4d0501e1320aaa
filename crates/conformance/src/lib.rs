//! The conformance kit: asks a backend everything that `api/openapi.yaml` and `docs/backend.md`
//! demand, over HTTP, and says of each demand whether it is met.
//!
//! It sends invented persons only. It changes nothing but what it sends itself, reads no file and
//! needs no access to the store of the backend. It does not measure speed, and it cannot see
//! whether a dossier survives a power failure.

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

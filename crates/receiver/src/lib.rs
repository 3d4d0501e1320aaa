//! The reference receiver: accepts dossiers over HTTP, checks them by the rules of the
//! page, stores them, and responds with a receipt.
//!
//! It has no rules about answers: those are [`hoso_dossier::check()`] and the procedures. It
//! corrects nothing, guesses nothing, and writes no sentence for a citizen. It logs no personal
//! data and sets no cookie. Its only outgoing requests are those of a configured webhook; they
//! contain no answers.
//!
//! A receipt is sent after the dossier is on disk (write-ahead log with
//! `synchronous = FULL`, files synced before they are renamed), so a receipt that a
//! client has stays valid if this process is killed at any moment.

mod accept;
mod addresses;
mod app;
mod attachments;
mod body;
pub mod command;
pub mod config;
mod dossiers;
mod health;
mod hex;
mod incoming;
mod intake;
pub mod logging;
mod media_type;
mod metrics;
mod monitoring;
mod multipart;
mod number;
pub mod office;
pub mod refusal;
mod router;
mod server;
mod settings;
mod site;
pub mod state;
mod store;
mod validate;
pub mod verdict;
mod version;
mod webhook;

pub use config::{Config, Error, Limits, Webhook};
pub use refusal::Refusal;
pub use router::{ROUTES, router};
pub use server::{Server, serve, stop_signal};
pub use settings::{Request, read_settings};
pub use store::scrub::{DamagedFile, ScrubReport, scrub};
pub use version::version;

//! The reference receiver: takes dossiers over HTTP, checks them by the very
//! rules of the page, stores them, and gives the receipt that proves it.
//!
//! It decides nothing of its own about an answer: that is
//! [`hoso_dossier::check()`] and the procedures. It corrects nothing, guesses
//! nothing, and writes no sentence for a citizen. It logs no personal data, sets
//! no cookie and calls nobody.
//!
//! A receipt is handed out after the dossier is on disk (write-ahead log with
//! `synchronous = FULL`, files synced before they are named), so a receipt in
//! somebody's hands survives the kill of this process at any moment.

mod attachments;
mod body;
pub mod config;
mod dossiers;
mod intake;
pub mod logging;
mod multipart;
mod number;
pub mod refusal;
mod router;
mod server;
mod site;
mod store;
mod verdict;

pub use config::{Config, Error, Limits};
pub use refusal::Refusal;
pub use router::{ROUTES, router};
pub use server::{Server, serve, stop_signal};

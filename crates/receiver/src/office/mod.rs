//! What an office does with stored dossiers: list, read, set a state, erase, and say what is held.
//!
//! It works on the data folder beside a running receiver: both are processes on one SQLite file in
//! write-ahead mode. Every action is recorded in the table `audit`, without an answer.
//!
//! It judges no dossier and sends nothing.

mod audit;
mod backup;
mod dossiers;
mod erasure;
mod error;
mod held;
mod opened;
mod retention;
mod status;
mod webhooks;

pub use audit::AuditEntry;
pub use backup::BackupReport;
pub use dossiers::{Dossier, Filter};
pub use error::OfficeError;
pub use held::{ErasedDossier, Held, HeldFile, StatusChange};
pub use opened::Office;
pub use retention::{IDLE_DAYS, RetentionReport};
pub use webhooks::Announcement;

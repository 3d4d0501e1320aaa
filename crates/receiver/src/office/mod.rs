//! Actions of an office on stored dossiers: list, read, set a state, erase, back up, and collect
//! all stored data of one.
//!
//! Works on the data folder of a running receiver: both processes use one SQLite database in
//! write-ahead mode. The table `audit` records every action, without answers.
//!
//! Validates no dossiers and sends nothing.

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

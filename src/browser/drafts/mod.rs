//! Drafts in IndexedDB: saved while the person types, restored when the page is opened again.

pub mod async_mutex;
pub mod autosave;
pub mod database;
pub mod erasure;
pub mod expired;
pub mod handoff;
pub mod other_windows;
pub mod outbox;
pub mod ownership;
pub mod record;
pub mod saved;
pub mod session;
pub mod summary;
pub mod transfer;

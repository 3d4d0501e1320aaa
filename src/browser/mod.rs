//! What only a browser does: starting, keeping drafts, sending, walking back and forward.

pub mod bind;
pub mod draft;
pub mod handed;
pub mod history;
pub mod jobs;
pub mod keep;
pub mod papers;
pub mod photos;
pub mod procedures;
pub mod send;
pub mod start;
pub mod store;
pub mod uploads;
pub mod versions;
pub mod windows;

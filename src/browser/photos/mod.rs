//! Photos between the file picker, the worker, the database and the answers.

pub mod picker;
pub mod process;
pub mod queue;
pub mod record;
pub mod restore;

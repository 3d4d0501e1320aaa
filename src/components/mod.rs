//! What a citizen sees. One file is one component; its doc says how it behaves for a person.

pub mod app;
pub mod choices;
pub mod combobox;
pub mod error_summary;
pub mod field;
pub mod figures;
pub mod handover;
pub mod header;
pub mod landing;
pub mod leads;
pub mod linked;
pub mod members;
pub mod message;
pub mod paper;
pub mod payment;
pub mod photo;
pub mod receipt;
pub mod review;
pub mod select;
pub mod sending;
pub mod step;
pub mod text_input;
pub mod wipe;

//! What a citizen sees. One file is one component; its docs say how it behaves for a person.

pub mod app;
pub mod fields;
pub mod pages;
pub mod parts;

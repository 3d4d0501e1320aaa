//! Components: one file each; the doc comment of a component describes how it behaves for a person.

pub mod app;
pub mod fields;
pub mod pages;
pub mod parts;

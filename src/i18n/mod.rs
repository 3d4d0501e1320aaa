//! Languages: messages by code, texts of the definitions, amounts and dates.

pub mod catalog;
pub mod format;
pub mod lang;
pub mod messages;
pub mod switch;

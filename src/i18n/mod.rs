//! Two languages: messages by code, texts of the definitions, amounts and dates.

pub mod english;
pub mod format;
pub mod lang;
pub mod messages;
pub mod switch;

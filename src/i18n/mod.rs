//! Two languages: messages by code, texts of the definitions, amounts and dates.

pub mod english;
#[cfg(feature = "ssr")]
pub mod english_file;
pub mod format;
pub mod lang;
pub mod messages;
pub mod switch;

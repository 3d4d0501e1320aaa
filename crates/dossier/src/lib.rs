//! What a dossier is: the questions, the answers, what is wrong with them, and
//! the form in which they travel.
//!
//! This crate does no input or output. It reads no clock, no storage and no
//! network; the caller passes the answers and today's date. That is why
//! the browser and a backend get the same verdict. It knows no procedure and
//! writes no sentence: a procedure is a [`Definition`] and a function over the
//! answers, a verdict is a [`Report`] of codes.

pub mod answers;
pub mod canonical;
pub mod check;
pub mod definition;
mod digest;
pub mod json;
pub mod path;
pub mod report;
pub mod schema;
pub mod steps;
pub mod timestamp;
pub mod wire;

pub use answers::{Answer, Answers, Row};
pub use check::{check, check_choices_only};
pub use definition::{
    AccountPhone, Choice, Condition, Definition, Field, Figure, Kind, Message, Names,
    NoDeclaration, PrintedForm, Procedure, ProcedureLink, Required, Step, Text,
};
pub use hoso_identifiers::Severity;
pub use json::Value;
pub use report::{Issue, Report};

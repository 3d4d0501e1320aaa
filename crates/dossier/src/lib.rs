//! The dossier: definitions, answers, validation and the wire format.
//!
//! Pure: no I/O, no clock, no storage, no network. The caller passes the answers and today's date,
//! so the browser and a backend compute the same report. The crate contains no procedure and no
//! message text: a procedure is a [`Definition`] with functions over the answers, and a [`Report`]
//! lists codes.

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
    NoDeclaration, PrintedForm, Procedure, ProcedureLink, Required, Step,
};
pub use hoso_identifiers::Severity;
pub use json::Value;
pub use report::{Issue, Report};

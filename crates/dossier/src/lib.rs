//! The dossier: definitions, answers, validation and the wire format.
//!
//! Pure: no I/O, no clock, no storage, no network. The caller passes the answers and today's date,
//! so the browser and a backend compute the same report. The crate contains no procedure and no
//! message text: a procedure is a [`Definition`] with functions over the answers, and a [`Report`]
//! lists codes.
#![doc = include_str!("../README.md")]

pub mod answers;
pub mod canonical;
pub mod check;
mod condition;
pub mod definition;
mod digest;
pub mod json;
mod outcome;
pub mod path;
pub mod places;
pub mod procedure;
pub mod report;
pub mod schema;
mod shown;
pub mod steps;
pub mod timestamp;
pub mod wire;

pub use answers::{Answer, Answers, Row};
pub use check::{check, check_choices_only};
pub use definition::{
    AccountPhone, Advice, CardFields, Choice, CommuneKind, Condition, Definition, Field, Kind,
    NoDeclaration, Outcome, PhotoKind, PrintedForm, Required, ServiceGroup, Sheet, Sort, Step,
    TextKind,
};
pub use hoso_identifiers::Severity;
pub use json::Value;
pub use places::{PlaceList, check_places, check_with_places};
pub use procedure::{
    Chart, ChartYear, Figure, InputHelp, Message, Names, Procedure, ProcedureLink,
};
pub use report::{Issue, Report};

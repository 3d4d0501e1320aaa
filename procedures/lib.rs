//! The procedures: one folder each, a definition that anyone can read and the
//! rules that look at more than one answer.
//!
//! A procedure is added with its folder and one line in [`ALL`], and taken away
//! the same way. This crate does no input or output and reads no clock.

#[path = "account/rules.rs"]
mod account;
mod address;
#[path = "602b/rules.rs"]
mod p602b;
mod papers;
#[path = "under18/rules.rs"]
mod under18;

use hoso_dossier::{Definition, Procedure};

/// Every procedure, in the order of the landing page.
pub static ALL: [&Procedure; 3] = [&p602b::PROCEDURE, &under18::PROCEDURE, &account::PROCEDURE];

/// The fronts of the procedures, in the same order: the first step and what judges it.
///
/// A browser needs no more to show the page; the rest comes with the later part.
pub static FIRST_STEPS: [&Procedure; 3] = [
    &p602b::FIRST_STEP,
    &under18::FIRST_STEP,
    &account::FIRST_STEP,
];

/// The questions of the procedures, in the same order.
///
/// What only prints or lists them carries no rule into the browser.
pub static DEFINITIONS: [&Definition; ALL.len()] = {
    let mut definitions = [ALL[0].definition; ALL.len()];
    let mut i = 0;
    while i < definitions.len() {
        definitions[i] = ALL[i].definition;
        i += 1;
    }
    definitions
};

/// The questions of the procedure of a code.
#[must_use]
pub fn definition(code: &str) -> Option<&'static Definition> {
    DEFINITIONS
        .iter()
        .copied()
        .find(|definition| definition.code == code)
}

/// The front of the procedure of a code.
#[must_use]
pub fn first_step(code: &str) -> Option<&'static Procedure> {
    FIRST_STEPS
        .iter()
        .copied()
        .find(|procedure| procedure.definition.code == code)
}

/// The procedure of a code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Procedure> {
    ALL.iter()
        .copied()
        .find(|procedure| procedure.definition.code == code)
}

//! The procedures: one folder each, a definition that anyone can read and the
//! rules that look at more than one answer.
//!
//! A procedure is added with its folder and one line in [`ALL`], and taken away
//! the same way. This crate does no input or output and reads no clock.

#[path = "account/rules.rs"]
mod account;
#[path = "602b/rules.rs"]
mod p602b;
mod papers;
#[path = "under18/rules.rs"]
mod under18;

use hoso_dossier::Procedure;

/// Every procedure, in the order of the landing page.
pub static ALL: [&Procedure; 3] = [&p602b::PROCEDURE, &under18::PROCEDURE, &account::PROCEDURE];

/// The fronts of the procedures, in the same order: the first step and what judges it.
///
/// A browser needs no more to show the page; the rest comes with the later part.
pub static FRONTS: [&Procedure; 3] = [&p602b::FRONT, &under18::FRONT, &account::FRONT];

/// The front of the procedure of a code.
#[must_use]
pub fn front(code: &str) -> Option<&'static Procedure> {
    FRONTS
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

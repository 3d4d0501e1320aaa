//! The procedures: one folder each, a definition that anyone can read and the
//! rules that look at more than one answer.
//!
//! A procedure is added with its folder and one line in [`ALL`], and taken away
//! the same way. This crate does no input or output and reads no clock.

#[path = "602b/rules.rs"]
mod p602b;

use hoso_dossier::Procedure;

/// Every procedure, in the order of the landing page.
pub static ALL: [&Procedure; 1] = [&p602b::PROCEDURE];

/// The procedure of a code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Procedure> {
    ALL.iter()
        .copied()
        .find(|procedure| procedure.definition.code == code)
}

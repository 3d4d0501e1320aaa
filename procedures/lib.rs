//! The procedures: one folder each, with a definition and the rules on more than one answer.
//!
//! To add or remove a procedure, add or remove its folder and its module in `procedures!` below.
//! Pure: no I/O, no clock.

mod address;
mod registration;

use hoso_dossier::{Definition, Procedure};

/// Declares the module of each procedure, and the lists of their `PROCEDURE` and `FIRST_STEP`.
macro_rules! procedures {
    ($(#[$path:meta] mod $name:ident;)*) => {
        $(#[$path] mod $name;)*

        /// Every procedure, in the order of the landing page.
        pub static ALL: [&Procedure; FOLDERS] = [$(&$name::PROCEDURE),*];

        /// The first step of each procedure with the rules that check it, in the same order.
        ///
        /// The first module needs only these to show a page; the second module has the rest.
        pub static FIRST_STEPS: [&Procedure; FOLDERS] = [$(&$name::FIRST_STEP),*];
    };
}

/// The number of folders with a definition. A folder missing in `procedures!` is a compile error.
const FOLDERS: usize = include!(concat!(env!("OUT_DIR"), "/folders.rs"));

procedures! {
    #[path = "602b/rules.rs"]
    mod p602b;
    #[path = "under18/rules.rs"]
    mod under18;
    #[path = "account/rules.rs"]
    mod account;
}

/// The definitions of all procedures, in the same order.
///
/// Code that uses only these does not link the rules.
pub static DEFINITIONS: [&Definition; ALL.len()] = {
    let mut definitions = [ALL[0].definition; ALL.len()];
    let mut i = 0;
    while i < definitions.len() {
        definitions[i] = ALL[i].definition;
        i += 1;
    }
    definitions
};

/// Returns the definition of a procedure by its code.
#[must_use]
pub fn definition(code: &str) -> Option<&'static Definition> {
    DEFINITIONS
        .iter()
        .copied()
        .find(|definition| definition.code == code)
}

/// Returns the first step of a procedure by its code.
#[must_use]
pub fn first_step(code: &str) -> Option<&'static Procedure> {
    FIRST_STEPS
        .iter()
        .copied()
        .find(|procedure| procedure.definition.code == code)
}

/// Returns a procedure by its code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Procedure> {
    ALL.iter()
        .copied()
        .find(|procedure| procedure.definition.code == code)
}

//! The procedures: one folder each, a definition that anyone can read and the
//! rules that look at more than one answer.
//!
//! A procedure is added with its folder and its module in `procedures!` below, and removed
//! the same way. This crate does no input or output and reads no clock.

mod address;
mod papers;

use hoso_dossier::{Definition, Procedure};

/// Declares the module of each procedure and lists what each has to have.
macro_rules! procedures {
    ($(#[$path:meta] mod $name:ident;)*) => {
        $(#[$path] mod $name;)*

        /// Every procedure, in the order of the landing page.
        pub static ALL: [&Procedure; FOLDERS] = [$(&$name::PROCEDURE),*];

        /// The first step of each procedure with the rules that check it, in the same order.
        ///
        /// A browser needs no more to show the page; the rest comes with the second module.
        pub static FIRST_STEPS: [&Procedure; FOLDERS] = [$(&$name::FIRST_STEP),*];
    };
}

/// How many folders hold a definition: a folder that is not listed does not compile.
const FOLDERS: usize = include!(concat!(env!("OUT_DIR"), "/folders.rs"));

procedures! {
    #[path = "602b/rules.rs"]
    mod p602b;
    #[path = "under18/rules.rs"]
    mod under18;
    #[path = "account/rules.rs"]
    mod account;
}

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

/// The first step of the procedure of a code.
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

//! The procedures: one folder each, with a definition and the rules on more than one answer.
//!
//! To add or remove a procedure, add or remove its folder and its line in `procedures!` below.
//! Pure: no I/O, no clock.

mod address;
mod bank;
mod estimate;
mod registration;

use hoso_dossier::{Definition, Procedure};

/// Declares the module of each procedure, and the lists of their `PROCEDURE` and `FIRST_STEP`. A guide
/// has a definition only.
macro_rules! procedures {
    (
        dossiers { $(#[$dossier_path:meta] mod $dossier:ident;)* }
        preparations { $(#[$path:meta] mod $preparation:ident;)* }
        guides { $(mod $guide:ident = $code:literal;)* }
    ) => {
        $(#[$dossier_path] mod $dossier;)*
        $(#[$path] mod $preparation;)*
        $(mod $guide {
            use hoso_dossier::{Procedure, definition as d};

            /// The guide: without rules on more than one answer.
            pub(crate) static PROCEDURE: Procedure = Procedure::plain(&DEFINITION, |_, _, _| {});

            static DEFINITION: d::Definition = include!(concat!(env!("OUT_DIR"), "/", $code, ".rs"));
        })*

        /// Every procedure: those that are sent, the preparations, the guides.
        pub static ALL: [&Procedure; FOLDERS] = [
            $(&$dossier::PROCEDURE,)*
            $(&$preparation::PROCEDURE,)*
            $(&$guide::PROCEDURE,)*
        ];

        /// The procedures whose answers are sent as a dossier.
        pub static DOSSIERS: [&Procedure; DOSSIER_COUNT] = [$(&$dossier::PROCEDURE),*];

        const DOSSIER_COUNT: usize = [$(stringify!($dossier)),*].len();

        /// The first step of each procedure of [`DOSSIERS`] with the rules that check it, in the same
        /// order.
        ///
        /// The first module needs only these to show a page; the second module has the rest. The
        /// pages of the other sorts wait for the second module, so that their texts are not in the
        /// first load of every page.
        pub static FIRST_STEPS: [&Procedure; DOSSIER_COUNT] = [$(&$dossier::FIRST_STEP),*];
    };
}

/// The number of folders with a definition. A folder missing in `procedures!` is a compile error.
const FOLDERS: usize = include!(concat!(env!("OUT_DIR"), "/folders.rs"));

procedures! {
    dossiers {
        #[path = "602b/rules.rs"]
        mod p602b;
        #[path = "under18/rules.rs"]
        mod under18;
        #[path = "account/rules.rs"]
        mod account;
    }
    preparations {
        #[path = "2-cbh/rules.rs"]
        mod p2_cbh;
        #[path = "hoan-tra/rules.rs"]
        mod hoan_tra;
        #[path = "dong-tiep/rules.rs"]
        mod dong_tiep;
        #[path = "muc-dong-muc-huong/rules.rs"]
        mod muc_dong_muc_huong;
        #[path = "bhyt-ho-gia-dinh/rules.rs"]
        mod bhyt_ho_gia_dinh;
    }
    guides {
        mod vssid = "vssid";
        mod the_so = "the-so";
        mod bhxh_mot_lan = "bhxh-mot-lan";
        mod noi_tiep_nhan = "noi-tiep-nhan";
    }
}

/// The definitions of [`DOSSIERS`], in the same order.
///
/// Code that uses only these does not link the rules.
pub static DEFINITIONS: [&Definition; DOSSIER_COUNT] = {
    let mut definitions = [DOSSIERS[0].definition; DOSSIER_COUNT];
    let mut i = 0;
    while i < definitions.len() {
        definitions[i] = DOSSIERS[i].definition;
        i += 1;
    }
    definitions
};

/// Returns the definition of a procedure of [`DOSSIERS`] by its code.
#[must_use]
pub fn dossier_definition(code: &str) -> Option<&'static Definition> {
    DEFINITIONS
        .iter()
        .copied()
        .find(|definition| definition.code == code)
}

/// Returns the first step of a procedure of [`DOSSIERS`] by its code.
#[must_use]
pub fn first_step(code: &str) -> Option<&'static Procedure> {
    FIRST_STEPS
        .iter()
        .copied()
        .find(|procedure| procedure.definition.code == code)
}

/// Returns a procedure whose answers are sent as a dossier, by its code.
#[must_use]
pub fn find_dossier(code: &str) -> Option<&'static Procedure> {
    DOSSIERS
        .iter()
        .copied()
        .find(|procedure| procedure.definition.code == code)
}

/// Returns a procedure of any sort by its code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Procedure> {
    ALL.iter()
        .copied()
        .find(|procedure| procedure.definition.code == code)
}

//! What the first step does not need comes as a second module, right after the page is live.
//!
//! Everything of it hangs on one table of functions: whatever only this table names lands in
//! the second module (`crates/xtask/src/split.rs` cuts it off the linked program). Programs
//! that are not split, prerendering among them, have the table from the start.

use hoso_dossier::{Answers, Field, Procedure, Report};
use hoso_identifiers::Date;

use crate::components::{app, field, figures, leads, step, wipe};
use crate::dom::Node;
use crate::form::{At, Form, Line, Page};
use crate::texts::{self, Table};

/// What judges.
pub type Check = fn(&Procedure, &Answers, Date) -> Report;

/// The functions and sentences of the later part.
pub struct Later {
    /// The procedure of a code.
    pub find: fn(&str) -> Option<&'static Procedure>,
    /// The verdict.
    pub check: Check,
    /// What only this machine knows and may warn of.
    pub beside: fn(Form, &mut Report),
    /// A step was passed.
    pub pass: fn(Form, usize),
    /// The control of a question that is not for tapping.
    pub control: fn(Form, At) -> Node,
    /// A page that is no step.
    pub page: fn(Form, Page) -> Node,
    /// All answers, and the official form.
    pub review: fn(Form) -> Node,
    /// The ways into other procedures below a step.
    pub leads: fn(Form, &'static [Field]) -> Node,
    /// The way back to another procedure.
    pub way_back: fn(Form) -> Node,
    /// The amounts.
    pub figures: fn(Form) -> Node,
    /// What stands below every step: forget all, or begin another dossier.
    pub foot: fn(Form) -> Node,
    /// Other drafts.
    pub other_drafts: fn(Form) -> Node,
    /// The sentences about answers.
    pub messages: Table,
    /// Binds a wizard to store, network and address.
    #[cfg(feature = "hydrate")]
    pub bind: fn(Form, leptos::web_sys::HtmlElement, bool),
}

static LATER: Later = Later {
    find: hoso_procedures::find,
    check: hoso_dossier::check,
    beside: crate::beside::look,
    pass: step::pass,
    control: field::later_control,
    page: app::later_page,
    review: step::before_sending,
    leads: leads::leads,
    way_back: leads::way_back,
    figures: figures::figures,
    foot: wipe::foot,
    other_drafts: app::other_drafts,
    messages: texts::MESSAGES,
    #[cfg(feature = "hydrate")]
    bind: crate::browser::bind::bind,
};

/// The later part, for those who come again when it has arrived.
#[must_use]
pub fn get_live(form: Form) -> Option<&'static Later> {
    (form.line.get() == Line::Here).then(get).flatten()
}

#[cfg(not(feature = "hydrate"))]
mod here {
    /// The later part.
    #[must_use]
    pub const fn get() -> Option<&'static super::Later> {
        Some(&super::LATER)
    }
}

#[cfg(feature = "hydrate")]
mod here {
    use std::sync::OnceLock;

    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    use super::{LATER, Later};

    static ARRIVED: OnceLock<&'static Later> = OnceLock::new();

    /// Nothing came, or something else than was built.
    #[derive(Debug)]
    pub struct Lost;

    impl From<SplitLoaderError> for Lost {
        fn from(_: SplitLoaderError) -> Self {
            Self
        }
    }

    #[wasm_split(later, fallible)]
    fn table() -> Result<&'static Later, Lost> {
        Ok(&LATER)
    }

    /// The later part, if it is here.
    #[must_use]
    pub fn get() -> Option<&'static Later> {
        ARRIVED.get().copied()
    }

    /// Fetches the later part unless it is here.
    ///
    /// # Errors
    /// When it did not come; asking again tries again.
    pub async fn fetch() -> Result<&'static Later, Lost> {
        if let Some(later) = get() {
            return Ok(later);
        }
        let later = table().await?;
        Ok(ARRIVED.get_or_init(|| later))
    }
}

pub use here::*;

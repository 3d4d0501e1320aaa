//! The interface to the second module.
//!
//! What the first step does not need is fetched as a second WASM module once the page is live.
//! The first module reaches it only through this function table: code that only the table names is
//! split off (`crates/xtask/src/split.rs`). Programs that are not split, among them prerendering,
//! install the table at start.

use hoso_view::{Node, Signal};
use std::sync::OnceLock;

use hoso_dossier::{Field, Issue, Procedure};

use crate::i18n::lang::Lang;
use crate::i18n::messages::MessageTable;
use crate::wizard::Wizard;
#[cfg(feature = "hydrate")]
use crate::wizard::card_scan::{CardScan, LiveCamera};
use crate::wizard::field_ref::FieldRef;
use crate::wizard::navigation::View;
use crate::wizard::parts::{ModuleStatus, Rules};
use crate::wizard::validation::SummaryEntry;

/// The functions and messages of the second module.
pub struct SecondModule {
    /// Returns the procedure of a code.
    pub find: fn(&str) -> Option<&'static Procedure>,
    /// The rules.
    pub rules: Rules,
    /// The messages.
    pub messages: &'static MessageTable,
    /// Continues after a step was passed.
    pub pass_step: fn(Wizard, usize),
    /// Renders a control that is not in the first module.
    pub control: fn(Wizard, FieldRef) -> Node,
    /// Renders a view that is no step.
    pub view: fn(Wizard, View) -> Node,
    /// Renders all answers and the official form.
    pub review: fn(Wizard) -> Node,
    /// Renders the links into other procedures below the fields of a step.
    pub related_procedures: fn(Wizard, &'static [Field]) -> Node,
    /// Renders the link back to another procedure.
    pub return_link: fn(Wizard) -> Node,
    /// Renders the estimate.
    pub estimate: fn(Wizard) -> Node,
    /// Renders what is below every step: erase the data, or start another dossier.
    pub step_footer: fn(Wizard) -> Node,
    /// Renders the list of other drafts.
    pub other_drafts: fn(Wizard) -> Node,
    /// Renders the drafts of all procedures, for the landing page.
    pub saved_drafts: fn(Signal<Lang>, &str) -> Node,
    /// Merges issues into entries of the error summary.
    pub merge_issues: fn(Wizard, Lang, Vec<Issue>) -> Vec<SummaryEntry>,
    /// Reads the identity card in the photo of a file input.
    #[cfg(feature = "hydrate")]
    pub scan_card: fn(Wizard, &hoso_view::web_sys::Event, Signal<CardScan>),
    /// Returns whether this page may ask for a camera.
    #[cfg(feature = "hydrate")]
    pub is_camera_available: fn() -> bool,
    /// Reads the identity card before the camera, whose pictures a video element shows.
    #[cfg(feature = "hydrate")]
    pub scan_live: fn(Wizard, LiveCamera, hoso_view::web_sys::Element),
    /// Turns the light of the camera on or off.
    #[cfg(feature = "hydrate")]
    pub set_torch: fn(hoso_view::web_sys::Element, bool),
    /// Attaches a wizard to the store, the network and the URL.
    #[cfg(feature = "hydrate")]
    pub attach: fn(Wizard, hoso_view::web_sys::HtmlElement, bool),
}

static INSTALLED: OnceLock<&'static SecondModule> = OnceLock::new();

/// Installs the table and registers its messages. A second call is ignored.
pub fn install(module: &'static SecondModule) -> &'static SecondModule {
    crate::i18n::messages::register(module.messages);
    INSTALLED.get_or_init(|| module)
}

/// Returns the second module if it is loaded.
#[must_use]
pub fn get() -> Option<&'static SecondModule> {
    INSTALLED.get().copied()
}

/// Returns the second module once this wizard uses it, and subscribes to its arrival.
#[must_use]
pub fn get_tracked(wizard: Wizard) -> Option<&'static SecondModule> {
    (wizard.module.get() == ModuleStatus::Ready)
        .then(get)
        .flatten()
}

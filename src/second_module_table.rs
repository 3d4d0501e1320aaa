//! The function table of the second module, and how the browser fetches it.

use hoso_view::html::div;
use hoso_view::{IntoNode, Signal};

use crate::components::fields::control::control;
use crate::components::pages::{step, view};
use crate::components::parts::chart::chart;
use crate::components::parts::draft_list::saved_drafts;
use crate::components::parts::erase_data::step_footer;
use crate::components::parts::estimate::estimate;
use crate::components::parts::merged_issues::merge_issues;
use crate::components::parts::other_drafts::other_drafts;
use crate::components::parts::prefill_notice::prefill_notice;
use crate::components::parts::related_procedures::{related_procedures, return_link};
use crate::i18n::messages;
use crate::second_module::SecondModule;
use crate::wizard::device_checks;
use crate::wizard::parts::Rules;

/// The table. In the browser only `fetch` may name it: any other reference links the second module
/// into the first.
#[cfg_attr(feature = "hydrate", allow(dead_code, reason = "named by the split"))]
pub static TABLE: SecondModule = SecondModule {
    find: hoso_procedures::find,
    rules: Rules {
        check: hoso_dossier::check,
        device_checks: device_checks::run,
        is_required: device_checks::is_required,
        place_name: |parts, code| parts.places.name(code),
    },
    messages: &messages::SECOND_MODULE_MESSAGES,
    pass_step: step::pass_step,
    control,
    view: view::view_after_steps,
    review: step::review_and_form,
    related_procedures,
    return_link,
    estimate: |wizard| [estimate(wizard), chart(wizard)].into_node(),
    step_footer,
    other_drafts: |wizard| {
        div()
            .child(prefill_notice(wizard))
            .child(other_drafts(wizard))
            .into_node()
    },
    saved_drafts: |lang, home| {
        let drafts = Signal::new(Vec::new());
        // A page that is prerendered has no drafts.
        #[cfg(feature = "hydrate")]
        crate::browser::drafts::saved::follow(drafts);
        saved_drafts(lang, home, drafts)
    },
    merge_issues,
    #[cfg(feature = "hydrate")]
    scan_card: crate::browser::id_card::scan,
    #[cfg(feature = "hydrate")]
    is_camera_available: crate::browser::live_camera::is_available,
    #[cfg(feature = "hydrate")]
    scan_live: crate::browser::live_camera::scan,
    #[cfg(feature = "hydrate")]
    set_torch: crate::browser::live_camera::set_torch,
    #[cfg(feature = "hydrate")]
    attach: crate::browser::attach::attach,
};

#[cfg(feature = "hydrate")]
mod split {
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    use super::TABLE;
    use crate::second_module::{self, SecondModule};

    /// The second module could not be fetched, or is not the one that was built.
    #[derive(Debug)]
    pub struct LoadError;

    impl From<SplitLoaderError> for LoadError {
        fn from(_: SplitLoaderError) -> Self {
            Self
        }
    }

    #[wasm_split(second, fallible)]
    fn table() -> Result<&'static SecondModule, LoadError> {
        Ok(&TABLE)
    }

    /// Fetches the second module unless it is loaded.
    ///
    /// # Errors
    /// If it could not be fetched; calling again tries again.
    pub async fn fetch() -> Result<&'static SecondModule, LoadError> {
        match second_module::get() {
            Some(module) => Ok(module),
            None => Ok(second_module::install(table().await?)),
        }
    }
}

#[cfg(feature = "hydrate")]
pub use split::*;

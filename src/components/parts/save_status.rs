//! The save status.

use hoso_view::html::p;
use hoso_view::{IntoNode, Node};

use crate::i18n::messages::template;
use crate::wizard::Wizard;
use crate::wizard::draft::SaveStatus;

/// Announces that the answers are saved on this device, or that they cannot be saved.
pub fn save_status(wizard: Wizard) -> Node {
    let text = move || {
        let lang = wizard.lang.get();
        match wizard.draft.status.get() {
            SaveStatus::Saved => template(lang, "ui.saved"),
            SaveStatus::Unavailable => template(lang, "ui.not_saved"),
            SaveStatus::Empty | SaveStatus::Pending => "",
        }
    };
    p().class("saved")
        .attr("role", "status")
        .child(text)
        .into_node()
}

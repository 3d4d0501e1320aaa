//! Tells whether what was entered is saved on this device.

use crate::dom::{Node, el, live};
use crate::i18n::messages::template;
use crate::wizard::Wizard;
use crate::wizard::draft::SaveStatus;

/// Tells that what was typed is kept, or that it can't be.
pub fn save_status(wizard: Wizard) -> Node {
    let text = move || {
        let lang = wizard.lang.get();
        match wizard.draft.status.get() {
            SaveStatus::Saved => template(lang, "ui.saved"),
            SaveStatus::Unavailable => template(lang, "ui.not_saved"),
            SaveStatus::Empty | SaveStatus::Pending => "",
        }
    };
    el("p")
        .class("saved")
        .attr("role", "status")
        .child(live(text))
        .into()
}

//! A button that leads to the step before.

use crate::dom::{Node, el};
use crate::i18n::messages::message;
use crate::wizard::Wizard;

/// A button that leads to the step before.
pub fn back_button(wizard: Wizard) -> Node {
    el("button")
        .class("button button--secondary button--back")
        .attr("type", "button")
        .on("click", move |_| wizard.go_to_previous())
        .child(message(wizard.lang, "ui.back"))
        .into()
}

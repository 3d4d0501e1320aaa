//! The "back" button.

use hoso_view::html::button;
use hoso_view::{IntoNode, Node, ev};

use crate::i18n::messages::message;
use crate::platform;
use crate::wizard::Wizard;

/// Renders a button that shows the previous step.
pub fn back_button(wizard: Wizard) -> Node {
    button()
        .class("button button--secondary button--back")
        .attr("type", "button")
        .on(ev::click, move |ev| {
            platform::dispatch_change_events(&ev);
            wizard.go_to_previous();
        })
        .child(message(wizard.lang, "ui.back"))
        .into_node()
}

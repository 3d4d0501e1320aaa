//! Says on every step that the page of a portal has filled in fields.

use hoso_view::html::p;
use hoso_view::{IntoNode, Node};

use crate::i18n::messages::message;
use crate::wizard::Wizard;
use crate::wizard::navigation::View;

/// Renders the notice, if there is something to say.
pub fn prefill_notice(wizard: Wizard) -> Node {
    (move || {
        let is_step = matches!(wizard.navigation.view.get(), View::Step(_));
        (is_step && wizard.draft.is_prefilled.get()).then(|| {
            p().class("notice")
                .attr("role", "status")
                .child(message(wizard.lang, "ui.prefilled"))
        })
    })
    .into_node()
}

//! The heading of a view that is no step.

use crate::dom::{Node, el};
use crate::i18n::messages::message;
use crate::wizard::Wizard;

/// The heading of a page that is no step.
pub fn page_head(wizard: Wizard, title: &'static str, hint: &'static str) -> Node {
    page_head_of(message(wizard.lang, title), message(wizard.lang, hint))
}

pub fn page_head_of(title: Node, hint: Node) -> Node {
    el("div")
        .class("step-header")
        .child(
            el("h1")
                .class("step-header__title")
                .attr("tabindex", "-1")
                .child(title),
        )
        .child(el("p").class("step-header__hint").child(hint))
        .into()
}

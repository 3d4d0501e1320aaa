//! The heading of a view that is no step.

use hoso_view::html::{div, h1, p};
use hoso_view::{IntoNode, Node};

use crate::i18n::messages::message;
use crate::wizard::Wizard;

/// Renders a heading and a hint by their message codes.
pub fn page_head(wizard: Wizard, title: &'static str, hint: &'static str) -> Node {
    page_head_of(message(wizard.lang, title), message(wizard.lang, hint))
}

/// Renders a heading, which takes the focus when the view opens, and the hint below it.
pub fn page_head_of(title: Node, hint: Node) -> Node {
    div()
        .class("step-header")
        .child(
            h1().class("step-header__title")
                .attr("tabindex", "-1")
                .child(title),
        )
        .child(p().class("step-header__hint").child(hint))
        .into_node()
}

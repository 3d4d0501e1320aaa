//! The heading of a view that is no step.

use hoso_view::html::{div, h1, p};
use hoso_view::{IntoNode, Node};

/// Renders a heading, which takes the focus when the view opens, and the hint below it.
pub fn page_head(title: Node, hint: Node) -> Node {
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

//! A button that copies a text.

use crate::i18n::messages::{message, template};
use crate::platform;
use crate::wizard::Wizard;
use hoso_view::html::{div, span};
use hoso_view::{IntoNode, Node, Signal, ev, html};

/// A button that copies a text and says so.
pub fn copy_button(wizard: Wizard, text: String, label: &'static str) -> Node {
    let done = Signal::new("");
    let button = html::button()
        .class("button button--secondary")
        .attr("type", "button")
        .on(ev::click, move |_| {
            let text = text.clone();
            platform::spawn(async move {
                done.set(if platform::copy(&text).await {
                    "ui.copied"
                } else {
                    "ui.not_copied"
                });
            });
        })
        .child(message(wizard.lang, label));
    let status = (move || match done.get() {
        "" => "",
        code => template(wizard.lang.get(), code),
    })
    .into_node();
    div()
        .class("copy")
        .child(button)
        .child(
            span()
                .class("copy__status")
                .attr("role", "status")
                .child(status),
        )
        .into_node()
}

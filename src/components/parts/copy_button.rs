//! A button that copies a text to the clipboard.

use hoso_view::html::{div, span};
use hoso_view::{IntoNode, Node, Signal, ev, html};

use crate::i18n::messages::{message, template};
use crate::platform;
use crate::wizard::Wizard;

/// Renders a button that copies a text. A status announces whether it was copied.
pub fn copy_button(wizard: Wizard, text: String, label: &'static str) -> Node {
    let status_code = Signal::new("");
    let button = html::button()
        .class("button button--secondary")
        .attr("type", "button")
        .on(ev::click, move |_| {
            let text = text.clone();
            platform::spawn(async move {
                status_code.set(if platform::copy(&text).await {
                    "ui.copied"
                } else {
                    "ui.not_copied"
                });
            });
        })
        .child(message(wizard.lang, label));
    let status = (move || match status_code.get() {
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

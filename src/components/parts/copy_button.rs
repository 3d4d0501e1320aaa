//! A button that copies a text.

use crate::dom::{Node, el, live};
use crate::i18n::messages::{message, template};
use crate::platform;
use crate::signal::Signal;
use crate::wizard::Wizard;

/// A button that copies a text and says so.
pub fn copy_button(wizard: Wizard, text: String, label: &'static str) -> Node {
    let done = Signal::new("");
    let button = el("button")
        .class("button button--secondary")
        .attr("type", "button")
        .on("click", move |_| {
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
    let status = live(move || match done.get() {
        "" => "",
        code => template(wizard.lang.get(), code),
    });
    el("div")
        .class("copy")
        .child(button)
        .child(
            el("span")
                .class("copy__status")
                .attr("role", "status")
                .child(status),
        )
        .into()
}

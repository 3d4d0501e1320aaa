//! The text of the bank transfer.

use hoso_contribution::transfer_text::{is_too_long, unaccented};
use hoso_view::html::{code, h2, p, section};
use hoso_view::{IntoNode, Node, Track};

use crate::components::parts::copy_button::copy_button;
use crate::i18n::messages::message;
use crate::wizard::Wizard;

/// Renders the text of the bank transfer with and without diacritics, each with a copy button: some
/// banks accept only unaccented letters.
pub fn transfer_text(wizard: Wizard) -> Node {
    (move || {
        wizard.answers.answers_replaced.track();
        let today = wizard.today.get();
        let lang = wizard.lang;
        let Some(text) = wizard
            .answers
            .with(|answers| (wizard.procedure().transfer_text)(answers, today))
        else {
            // Without a social insurance number there is no text; the next steps say to wait for the
            // number (R-602-9).
            return Node::Empty;
        };
        let unaccented = unaccented(&text);
        let is_long = is_too_long(&text);
        let exact = |text: String| {
            code()
                .class("transfer-text__text")
                .attr("translate", "no")
                .child(text)
        };
        section()
            .class("transfer-text")
            .child(
                h2().class("transfer-text__title")
                    .child(move || wizard.variant_text("ui.transfer_text_title", &[])),
            )
            .child(exact(text.clone()))
            .child(copy_button(wizard, text, "ui.copy_transfer_text"))
            .child(p().child(message(lang, "ui.transfer_text_plain")))
            .child(exact(unaccented.clone()))
            .child(copy_button(
                wizard,
                unaccented,
                "ui.copy_transfer_text_plain",
            ))
            .child(is_long.then(|| {
                p().class("notice notice--warning")
                    .child(message(lang, "ui.transfer_text_long"))
            }))
            .into_node()
    })
    .into_node()
}

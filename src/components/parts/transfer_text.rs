//! The text of the transfer, with and without marks.

use hoso_identifiers::text::without_marks;

use crate::components::parts::copy_button::copy_button;
use crate::dom::{Node, dynamic, el};
use crate::i18n::messages::message;
use crate::wizard::Wizard;

/// The most characters of a transfer text that every bank is known to take.
const MAX_SAFE_CHARS: usize = 140;

/// The text of the transfer, with and without marks, each to copy. Some banks
/// take only plain letters.
pub fn transfer_text(wizard: Wizard) -> Node {
    dynamic(move || {
        wizard.answers.answers_replaced.track();
        let today = wizard.today.get();
        let lang = wizard.lang;
        let Some(text) = wizard
            .answers
            .with(|answers| (wizard.procedure().transfer_text)(answers, today))
        else {
            // Without a number there is none; what happens next says to wait for it (R-602-9).
            return Node::Empty;
        };
        let plain = without_marks(&text);
        let long = text.chars().count() > MAX_SAFE_CHARS;
        let exact = |text: String| {
            el("code")
                .class("memo__text")
                .attr("translate", "no")
                .child(text)
        };
        el("section")
            .class("memo")
            .child(
                el("h2")
                    .class("memo__title")
                    .child(message(lang, "ui.memo_title")),
            )
            .child(exact(text.clone()))
            .child(copy_button(wizard, text, "ui.copy_memo"))
            .child(el("p").child(message(lang, "ui.memo_plain")))
            .child(exact(plain.clone()))
            .child(copy_button(wizard, plain, "ui.copy_memo_plain"))
            .child(long.then(|| {
                el("p")
                    .class("notice notice--warning")
                    .child(message(lang, "ui.memo_long"))
            }))
            .into()
    })
}

//! "Xóa dữ liệu khỏi máy này": asks once more, because it can't be undone.

use crate::components::parts::confirm::confirm;
use crate::i18n::messages::message;
use crate::wizard::Wizard;
use crate::wizard::commands::{Command, DraftCommand};
use hoso_view::html::{button, details, div, h2, p, section, summary};
use hoso_view::{IntoNode, Node, Signal, ev};

/// The section that forgets what was typed on this machine.
pub fn erase_data(wizard: Wizard) -> Node {
    let lang = wizard.lang;
    let asking = Signal::new(false);
    let id = [&wizard.prefix(), "wipe"].concat();
    section()
        .class("wipe")
        .child(h2().child(message(lang, "ui.wipe_title")))
        .child(p().child(message(lang, "ui.wipe_text")))
        .child(move || {
            if !asking.get() {
                return button()
                    .class("button button--danger")
                    .attr("type", "button")
                    .id(id.clone())
                    .on(ev::click, move |_| asking.set(true))
                    .child(message(lang, "ui.wipe_title"));
            }
            confirm(
                wizard,
                &id,
                "ui.wipe_sure",
                Some("ui.wipe_warning"),
                "ui.wipe_yes",
                asking,
                move || {
                    wizard.dispatch(Command::Draft(DraftCommand::EraseAll));
                    wizard.reset();
                },
            )
        })
        .into_node()
}

/// Below every step, folded up: forget all, or begin another dossier.
pub fn step_footer(wizard: Wizard) -> Node {
    let lang = wizard.lang;
    let anew = button()
        .class("button button--secondary")
        .attr("type", "button")
        .on(ev::click, move |_| {
            wizard.dispatch(Command::Draft(DraftCommand::StartNew))
        })
        .child(message(lang, "ui.new_dossier"));
    details()
        .class("details")
        .child(
            summary()
                .class("details__summary")
                .child(message(lang, "ui.foot_title")),
        )
        .child(
            div()
                .class("details__text stack")
                .child(p().child(message(lang, "ui.new_dossier_text")))
                .child(anew)
                .child(erase_data(wizard)),
        )
        .into_node()
}

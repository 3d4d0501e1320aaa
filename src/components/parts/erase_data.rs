//! "Xóa dữ liệu khỏi máy này": asks once more, because it can't be undone.

use crate::components::parts::confirm::confirm;
use crate::dom::{Node, dynamic, el};
use crate::i18n::messages::message;
use crate::signal::Signal;
use crate::wizard::Wizard;
use crate::wizard::commands::{Command, DraftCommand};

/// The section that forgets what was typed on this machine.
pub fn erase_data(wizard: Wizard) -> Node {
    let lang = wizard.lang;
    let asking = Signal::new(false);
    let id = [&wizard.prefix(), "wipe"].concat();
    el("section")
        .class("wipe")
        .child(el("h2").child(message(lang, "ui.wipe_title")))
        .child(el("p").child(message(lang, "ui.wipe_text")))
        .child(dynamic(move || {
            if !asking.get() {
                return el("button")
                    .class("button button--danger")
                    .attr("type", "button")
                    .attr("id", id.clone())
                    .on("click", move |_| asking.set(true))
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
        }))
        .into()
}

/// Below every step, folded up: forget all, or begin another dossier.
pub fn step_footer(wizard: Wizard) -> Node {
    let lang = wizard.lang;
    let anew = el("button")
        .class("button button--secondary")
        .attr("type", "button")
        .on("click", move |_| {
            wizard.dispatch(Command::Draft(DraftCommand::StartNew))
        })
        .child(message(lang, "ui.new_dossier"));
    el("details")
        .class("details")
        .child(
            el("summary")
                .class("details__summary")
                .child(message(lang, "ui.foot_title")),
        )
        .child(
            el("div")
                .class("details__text stack")
                .child(el("p").child(message(lang, "ui.new_dossier_text")))
                .child(anew)
                .child(erase_data(wizard)),
        )
        .into()
}

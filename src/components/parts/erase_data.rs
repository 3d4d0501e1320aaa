//! "Xóa dữ liệu khỏi máy này": erases what was entered on this device.

use hoso_view::html::{button, details, div, h2, p, section, summary};
use hoso_view::{IntoNode, Node, Signal, ev};

use crate::components::parts::confirm::confirm;
use crate::i18n::messages::message;
use crate::wizard::Wizard;
use crate::wizard::commands::{Command, DraftCommand};

/// Renders the button that erases all drafts on this device. It asks for a confirmation, because
/// erasing cannot be undone.
pub fn erase_data(wizard: Wizard) -> Node {
    section()
        .class("erase-data")
        .child(h2().child(message(wizard.lang, "ui.erase_title")))
        .children(erase_controls(wizard))
        .into_node()
}

fn erase_controls(wizard: Wizard) -> [Node; 2] {
    let lang = wizard.lang;
    let is_confirming = Signal::new(false);
    let id = [&wizard.prefix(), "erase"].concat();
    [
        p().child(message(lang, "ui.erase_text")).into_node(),
        (move || {
            if !is_confirming.get() {
                return button()
                    .class("button button--danger")
                    .attr("type", "button")
                    .id(id.clone())
                    .on(ev::click, move |_| is_confirming.set(true))
                    .child(message(lang, "ui.erase_title"));
            }
            confirm(
                wizard,
                &id,
                "ui.erase_confirm",
                Some("ui.erase_warning"),
                "ui.erase_yes",
                is_confirming,
                move || {
                    wizard.dispatch(Command::Draft(DraftCommand::EraseAll));
                    wizard.reset();
                },
            )
        })
        .into_node(),
    ]
}

/// Renders what is below every step, each collapsed: start another dossier, and erase the data. A guide
/// stores nothing, and there is one preparation at a time.
pub fn step_footer(wizard: Wizard) -> Node {
    let lang = wizard.lang;
    if !wizard.keeps_draft() {
        return Node::Empty;
    }
    let new_dossier = button()
        .class("button button--secondary")
        .attr("type", "button")
        .on(ev::click, move |_| {
            wizard.dispatch(Command::Draft(DraftCommand::StartNew))
        })
        .child(message(lang, "ui.new_dossier"));
    let start_new = [
        p().child(message(lang, "ui.new_dossier_text")).into_node(),
        new_dossier.into_node(),
    ];
    let section = |title: &'static str, content: [Node; 2]| {
        details()
            .class("details")
            .child(
                summary()
                    .class("details__summary")
                    .child(message(lang, title)),
            )
            .child(div().class("details__text stack").children(content))
    };
    div()
        .class("step-footer")
        .child(
            wizard
                .is_dossier()
                .then(|| section("ui.step_footer_title", start_new)),
        )
        .child(section("ui.erase_title", erase_controls(wizard)))
        .into_node()
}

//! The other drafts on this device; each can be opened.

use crate::dom::{Node, dynamic, el};
use crate::i18n::format;
use crate::i18n::messages::{format_message, message};
use crate::wizard::Wizard;
use crate::wizard::commands::{Command, DraftCommand};
use crate::wizard::draft::OtherDraft;
use crate::wizard::navigation::View;

/// The other drafts on this machine; each can be opened, none is lost.
pub fn other_drafts(wizard: Wizard) -> Node {
    dynamic(move || {
        let others = wizard.draft.other_drafts.get();
        let unreadable = wizard.draft.has_unreadable.get();
        if wizard.navigation.view.get() != View::Step(0) {
            return Node::Empty;
        }
        let notice = |code: &'static str| {
            el("p")
                .class("notice notice--warning")
                .child(message(wizard.lang, code))
        };
        let unreadable = unreadable.then(|| notice("ui.draft_unreadable"));
        // Ages, months and the day of the declaration hang on it, and the receiver has its own.
        let clock = clock_is_wrong(wizard).then(|| notice("ui.clock_wrong"));
        if others.is_empty() {
            return Node::from([clock.into(), unreadable.into()]);
        }
        let entries = others.into_iter().map(|draft| {
            let OtherDraft {
                key,
                saved_at,
                number,
            } = draft;
            let (time, date) = format::time_and_date(saved_at);
            let (code, args) = if number.is_empty() {
                ("ui.open_draft", [("time", time), ("date", date)])
            } else {
                ("ui.open_receipt", [("number", number), ("date", date)])
            };
            let label = format_message(wizard.lang.get(), code, &args);
            el("li").child(
                el("button")
                    .class("button button--secondary button--small")
                    .attr("type", "button")
                    .on("click", move |_| {
                        wizard.dispatch(Command::Draft(DraftCommand::Open(key.clone())))
                    })
                    .child(label),
            )
        });
        let list = el("div")
            .class("notice")
            .child(el("p").child(message(wizard.lang, "ui.other_drafts")))
            .child(el("ul").attr("role", "list").children(entries));
        Node::from([clock.into(), unreadable.into(), list.into()])
    })
}

/// How many years after its definition a page may still be in use.
const MAX_DEFINITION_AGE_YEARS: u16 = 10;

/// Is the day of this device before the year of the definition, or years after it?
fn clock_is_wrong(wizard: Wizard) -> bool {
    let made = wizard.procedure().definition.version.get(..4);
    let made: Option<u16> = made.and_then(|year| year.parse().ok());
    let now = wizard.today.get().year();
    made.is_some_and(|made| now < made || now > made.saturating_add(MAX_DEFINITION_AGE_YEARS))
}

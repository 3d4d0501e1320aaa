//! The other drafts on this device.

use hoso_dossier::timestamp;
use hoso_view::html::{button, div, li, p, ul};
use hoso_view::{IntoNode, Node, ev};

use crate::components::parts::draft_list::{draft_name, open_label};
use crate::i18n::format;
use crate::i18n::messages::{format_message, message};
use crate::wizard::Wizard;
use crate::wizard::commands::{Command, DraftCommand};
use crate::wizard::navigation::View;

/// Lists the other drafts and receipts on this device on the first step, each with a button that
/// opens it. Warns about an unreadable draft and, on every step, about a wrong clock.
///
/// Opening a draft does not lose the current one.
pub fn other_drafts(wizard: Wizard) -> Node {
    (move || {
        let drafts = wizard.draft.other_drafts.get();
        let has_unreadable = wizard.draft.has_unreadable.get();
        let other_clock = clock_differs(wizard);
        if wizard.navigation.view.get() != View::Step(0) {
            return [other_clock.into_node(), resumed(wizard)].into_node();
        }
        let notice = |code: &'static str| {
            p().class("notice notice--warning")
                .child(message(wizard.lang, code))
        };
        let unreadable = has_unreadable.then(|| notice("ui.draft_unreadable"));
        // Where the receiver's clock is not known, only an absurd date can be told.
        let wrong_clock = other_clock.is_none() && clock_is_wrong(wizard);
        let clock = [
            other_clock.into_node(),
            wrong_clock.then(|| notice("ui.clock_wrong")).into_node(),
        ];
        if drafts.is_empty() {
            return [clock.into_node(), unreadable.into_node()].into_node();
        }
        let entries = drafts.into_iter().map(|draft| {
            let label = open_label(wizard.lang.get(), &draft);
            let key = draft.key;
            li().child(
                button()
                    .class("button button--secondary button--small")
                    .attr("type", "button")
                    .on(ev::click, move |_| {
                        wizard.dispatch(Command::Draft(DraftCommand::Open(key.clone())))
                    })
                    .child(label),
            )
        });
        let list = div()
            .class("notice")
            .child(p().child(message(wizard.lang, "ui.other_drafts")))
            .child(ul().attr("role", "list").children(entries));
        [clock.into_node(), unreadable.into_node(), list.into_node()].into_node()
    })
    .into_node()
}

/// Renders why the page opens in the middle: which draft is continued. It disappears with the step.
fn resumed(wizard: Wizard) -> Node {
    let at = wizard.navigation.view.get();
    let Some(draft) = wizard.draft.resumed.get().pop() else {
        return Node::Empty;
    };
    let position = match at {
        View::Step(index) => wizard.step_position(index),
        _ => return Node::Empty,
    };
    if draft.step != Some(position) {
        return Node::Empty;
    }
    let (time, date) = format::time_and_date(draft.saved_at);
    let what = draft_name(wizard.lang.get(), &draft);
    let args = [("what", what), ("time", time), ("date", date)];
    p().class("notice")
        .attr("role", "status")
        .attr("data-resumed", "")
        .child(format_message(wizard.lang.get(), "ui.resumed", &args))
        .into_node()
}

/// Renders both days if the device's clock differs from the receiver's by more than a day.
fn clock_differs(wizard: Wizard) -> Option<Node> {
    let today = wizard.today.get();
    let difference = wizard.clock_difference.get()?;
    let device = timestamp::vietnam_date(wizard.now().saturating_sub(difference))?;
    let args = [
        ("device", device.to_string()),
        ("receiver", today.to_string()),
    ];
    (difference != 0).then(|| {
        p().class("notice notice--warning")
            .attr("role", "status")
            .attr("data-clock", "")
            .child(format_message(wizard.lang.get(), "ui.clock_differs", &args))
            .into_node()
    })
}

/// Years after the version of a definition during which the page may still be in use.
const MAX_DEFINITION_AGE_YEARS: u16 = 10;

/// Returns whether the device's date is before the year of the definition, or implausibly long
/// after it.
fn clock_is_wrong(wizard: Wizard) -> bool {
    let version = wizard.procedure().definition.version.get(..4);
    let made_in: Option<u16> = version.and_then(|year| year.parse().ok());
    let current = wizard.today.get().year();
    made_in.is_some_and(|made_in| {
        current < made_in || current > made_in.saturating_add(MAX_DEFINITION_AGE_YEARS)
    })
}

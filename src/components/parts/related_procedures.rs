//! The links into other procedures, and the link back.

use hoso_dossier::Field;
use hoso_view::html::{button, div, p};
use hoso_view::{IntoNode, Node, Track, ev};

use crate::i18n::messages::message;
use crate::wizard::Wizard;
use crate::wizard::commands::{Command, DraftCommand};

/// The ways that open below the questions of this step.
pub fn related_procedures(wizard: Wizard, fields: &'static [Field]) -> Node {
    (move || {
        wizard.answers.visibility_changed.track();
        wizard.answers.answer_changed.track();
        let today = wizard.today.get();
        let open = wizard
            .answers
            .with(|answers| (wizard.procedure().related)(answers, today));
        let open = open
            .into_iter()
            .filter(|lead| fields.iter().any(|field| field.id == lead.at));
        let buttons: Vec<Node> = open
            .map(|lead| {
                button()
                    .class("button button--secondary lead-on")
                    .attr("type", "button")
                    .attr("data-lead", lead.to)
                    .on(ev::click, move |_| {
                        wizard.dispatch(Command::Draft(DraftCommand::GoToRelated(lead)))
                    })
                    .child(message(wizard.lang, lead.reason))
                    .into_node()
            })
            .collect();
        (!buttons.is_empty()).then(|| {
            div()
                .class("notice lead-box")
                .child(p().child(message(wizard.lang, "ui.lead_text")))
                .children(buttons)
        })
    })
    .into_node()
}

/// The way back to the procedure from which this one was begun.
pub fn return_link(wizard: Wizard) -> Node {
    (move || {
        (!wizard.draft.parent.get().is_empty()).then(|| {
            div()
                .class("notice lead-box")
                .child(p().child(message(wizard.lang, "ui.way_back_text")))
                .child(
                    button()
                        .class("button button--secondary")
                        .attr("type", "button")
                        .attr("data-way-back", "")
                        .on(ev::click, move |_| {
                            wizard.dispatch(Command::Draft(DraftCommand::ReturnToOrigin))
                        })
                        .child(message(wizard.lang, "ui.way_back")),
                )
        })
    })
    .into_node()
}

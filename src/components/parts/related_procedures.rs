//! The links into other procedures, and the link back.

use hoso_dossier::Field;

use crate::dom::{Node, dynamic, el};
use crate::i18n::messages::message;
use crate::wizard::Wizard;
use crate::wizard::commands::{Command, DraftCommand};

/// The ways that open below the questions of this step.
pub fn related_procedures(wizard: Wizard, fields: &'static [Field]) -> Node {
    dynamic(move || {
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
                el("button")
                    .class("button button--secondary lead-on")
                    .attr("type", "button")
                    .attr("data-lead", lead.to)
                    .on("click", move |_| {
                        wizard.dispatch(Command::Draft(DraftCommand::GoToRelated(lead)))
                    })
                    .child(message(wizard.lang, lead.reason))
                    .into()
            })
            .collect();
        (!buttons.is_empty()).then(|| {
            el("div")
                .class("notice lead-box")
                .child(el("p").child(message(wizard.lang, "ui.lead_text")))
                .children(buttons)
        })
    })
}

/// The way back to the procedure from which this one was begun.
pub fn return_link(wizard: Wizard) -> Node {
    dynamic(move || {
        (!wizard.draft.parent.get().is_empty()).then(|| {
            el("div")
                .class("notice lead-box")
                .child(el("p").child(message(wizard.lang, "ui.way_back_text")))
                .child(
                    el("button")
                        .class("button button--secondary")
                        .attr("type", "button")
                        .attr("data-way-back", "")
                        .on("click", move |_| {
                            wizard.dispatch(Command::Draft(DraftCommand::ReturnToOrigin))
                        })
                        .child(message(wizard.lang, "ui.way_back")),
                )
        })
    })
}

//! Links to related procedures, and the link back.

use hoso_dossier::Field;
use hoso_view::html::{button, div, p};
use hoso_view::{IntoNode, Node, Track, ev};

use crate::i18n::messages::message;
use crate::wizard::Wizard;
use crate::wizard::commands::{Command, DraftCommand};

/// Renders a button for each related procedure that the answers of this step suggest. It opens that
/// procedure and copies the answers that both have.
pub fn related_procedures(wizard: Wizard, fields: &'static [Field]) -> Node {
    (move || {
        wizard.answers.visibility_changed.track();
        wizard.answers.answer_changed.track();
        let today = wizard.today.get();
        let links = wizard
            .answers
            .with(|answers| (wizard.procedure().related)(answers, today));
        let links = links
            .into_iter()
            .filter(|link| fields.iter().any(|field| field.id == link.at));
        let boxes: Vec<Node> = links
            .map(|link| {
                let open = button()
                    .class("button button--secondary related-procedures__button")
                    .attr("type", "button")
                    .attr("data-related", link.to)
                    .on(ev::click, move |_| {
                        wizard.dispatch(Command::Draft(DraftCommand::GoToRelated(link)))
                    })
                    .child(message(wizard.lang, link.reason));
                div()
                    .class("notice related-procedures")
                    .child(p().child(message(wizard.lang, link.text)))
                    .child(open)
                    .into_node()
            })
            .collect();
        boxes
    })
    .into_node()
}

/// Renders the button that returns to the procedure from which this one was opened, if any.
pub fn return_link(wizard: Wizard) -> Node {
    (move || {
        (!wizard.draft.parent.get().is_empty()).then(|| {
            div()
                .class("notice related-procedures")
                .child(p().child(message(wizard.lang, "ui.return_link_text")))
                .child(
                    button()
                        .class("button button--secondary")
                        .attr("type", "button")
                        .attr("data-return", "")
                        .on(ev::click, move |_| {
                            wizard.dispatch(Command::Draft(DraftCommand::ReturnToOrigin))
                        })
                        .child(message(wizard.lang, "ui.return_link")),
                )
        })
    })
    .into_node()
}

//! The documents to bring (R-702-5, R-702-10).

use crate::i18n::messages::{message_text, template};
use crate::wizard::Wizard;
use hoso_view::html::{h2, li, section, ul};
use hoso_view::{IntoNode, Node, Track};

/// The papers to bring (R-702-5, R-702-10).
pub fn required_documents(wizard: Wizard) -> Node {
    (move || {
        wizard.answers.answers_replaced.track();
        let today = wizard.today.get();
        let lang = wizard.lang.get();
        let papers = wizard
            .answers
            .with(|answers| (wizard.procedure().required_documents)(answers, today));
        if papers.is_empty() {
            return Node::Empty;
        }
        section()
            .class("bring")
            .child(h2().child(template(lang, "ui.bring_title")))
            .child(
                ul().class("bring__list").children(
                    papers
                        .iter()
                        .map(|paper| li().child(message_text(lang, paper))),
                ),
            )
            .into_node()
    })
    .into_node()
}

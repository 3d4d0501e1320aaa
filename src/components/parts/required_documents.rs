//! The documents to bring (R-702-5, R-702-10).

use crate::dom::el;
use crate::dom::{Node, dynamic};
use crate::i18n::messages::{message_text, template};
use crate::wizard::Wizard;

/// The papers to bring (R-702-5, R-702-10).
pub fn required_documents(wizard: Wizard) -> Node {
    dynamic(move || {
        wizard.answers.answers_replaced.track();
        let today = wizard.today.get();
        let lang = wizard.lang.get();
        let papers = wizard
            .answers
            .with(|answers| (wizard.procedure().required_documents)(answers, today));
        if papers.is_empty() {
            return Node::Empty;
        }
        el("section")
            .class("bring")
            .child(el("h2").child(template(lang, "ui.bring_title")))
            .child(
                el("ul").class("bring__list").children(
                    papers
                        .iter()
                        .map(|paper| el("li").child(message_text(lang, paper))),
                ),
            )
            .into()
    })
}

//! The required documents (R-702-5, R-702-10).

use hoso_view::html::{h2, li, section, ul};
use hoso_view::{IntoNode, Node, Track};

use crate::i18n::messages::{message_text, template};
use crate::wizard::Wizard;

/// Lists the original documents to bring, by the answers. Without any it renders nothing.
pub fn required_documents(wizard: Wizard) -> Node {
    (move || {
        wizard.answers.answers_replaced.track();
        let today = wizard.today.get();
        let lang = wizard.lang.get();
        let documents = wizard
            .answers
            .with(|answers| (wizard.procedure().required_documents)(answers, today));
        if documents.is_empty() {
            return Node::Empty;
        }
        section()
            .class("bring")
            .child(h2().child(template(lang, "ui.bring_title")))
            .child(
                ul().class("bring__list").children(
                    documents
                        .iter()
                        .map(|document| li().child(message_text(lang, document))),
                ),
            )
            .into_node()
    })
    .into_node()
}

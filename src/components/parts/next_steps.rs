//! What happens next, in order.

use crate::dom::el;
use hoso_dossier::Message;

use crate::components::parts::linkify::linkify;
use crate::dom::{Node, dynamic};
use crate::i18n::messages::{message_text, template};
use crate::wizard::Wizard;

/// What happens next, in order.
pub fn next_steps(wizard: Wizard) -> Node {
    dynamic(move || {
        wizard.answers.answers_replaced.track();
        let today = wizard.today.get();
        let lang = wizard.lang.get();
        let next = wizard
            .answers
            .with(|answers| (wizard.procedure().next_steps)(answers, today));
        // What is good to know is no step, and has no number.
        let (also, steps): (Vec<_>, Vec<_>) = next
            .iter()
            .partition(|sentence| sentence.code.starts_with("also."));
        let items = |sentences: Vec<&Message>| {
            let items = sentences.into_iter();
            items
                .map(|sentence| el("li").child(linkify(&message_text(lang, sentence))))
                .collect::<Vec<_>>()
        };
        let also = (!also.is_empty()).then(|| {
            Node::from([
                el("h3").child(template(lang, "ui.also_title")).into(),
                el("ul").class("also").children(items(also)).into(),
            ])
        });
        Node::from([
            el("h2").child(template(lang, "ui.next_title")).into(),
            el("ol")
                .class("next-steps")
                .attr("role", "list")
                .children(items(steps))
                .into(),
            also.unwrap_or(Node::Empty),
        ])
    })
}

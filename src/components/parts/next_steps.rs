//! The next steps after the last page.

use hoso_dossier::Message;
use hoso_view::html::{h2, h3, li, ol, ul};
use hoso_view::{IntoNode, Node, Track};

use crate::components::parts::linkify::linkify;
use crate::config::{DeploymentConfig, Holder};
use crate::i18n::messages::template;
use crate::wizard::Wizard;

/// Renders the next steps as a numbered list, then useful facts as a plain list.
pub fn next_steps(wizard: Wizard) -> Node {
    (move || {
        wizard.answers.answers_replaced.track();
        let today = wizard.today.get();
        let lang = wizard.lang.get();
        let messages = wizard
            .answers
            .with(|answers| (wizard.procedure().next_steps)(answers, today));
        // Messages under `elsewhere.` are other ways to submit: the agency has the dossier already, or
        // gets it from the relay.
        let holder = wizard.with_config(DeploymentConfig::holder);
        let submitted = matches!(holder, Holder::Bhxh | Holder::Relay);
        let elsewhere = |message: &&Message| message.code.starts_with("elsewhere.");
        // Messages under `also.` are facts, not steps, and have no number.
        let (facts, steps): (Vec<_>, Vec<_>) = messages
            .iter()
            .filter(|message| !(submitted && elsewhere(message)))
            .partition(|message| message.code.starts_with("also.") || elsewhere(message));
        let items = |messages: Vec<&Message>| {
            // A message that only names a hotline is empty where the deployment has none.
            messages
                .into_iter()
                .map(|message| wizard.variant_text(message.code, &message.args))
                .filter(|text| !text.is_empty())
                .map(|text| li().child(linkify(&text)))
                .collect::<Vec<_>>()
        };
        let facts = (!facts.is_empty()).then(|| {
            [
                h3().child(template(lang, "ui.also_title")).into_node(),
                ul().class("also").children(items(facts)).into_node(),
            ]
            .into_node()
        });
        [
            h2().child(template(lang, "ui.next_title")).into_node(),
            ol().class("next-steps")
                .attr("role", "list")
                .children(items(steps))
                .into_node(),
            facts.unwrap_or(Node::Empty),
        ]
        .into_node()
    })
    .into_node()
}

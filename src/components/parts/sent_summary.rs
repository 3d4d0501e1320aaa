//! What was sent, on the receipt: the request and the person, and all answers collapsed.

use hoso_dossier::{Kind, TextKind};
use hoso_identifiers::text;
use hoso_view::html::{details, div, p, summary};
use hoso_view::{IntoNode, Node};

use crate::components::parts::answer_text::answer_text;
use crate::components::parts::review::answer_list;
use crate::i18n::catalog::translate;
use crate::i18n::messages::message;
use crate::wizard::Wizard;

/// Renders what was sent. Renders nothing once an answer was edited: the page then shows other
/// answers than the receiver has.
pub fn sent_summary(wizard: Wizard) -> Node {
    let is_edited = wizard
        .submission
        .with(|delivery| delivery.correction.is_some());
    if is_edited {
        return Node::Empty;
    }
    details()
        .class("details")
        .child(
            summary()
                .class("details__summary")
                .child(message(wizard.lang, "ui.sent_title")),
        )
        .child(
            div()
                .class("details__text")
                .child(answer_list(wizard, false)),
        )
        .into_node()
}

/// Renders the request and the person in one line: the choices of the first field, if that takes
/// several, else the title of the procedure; then the first name of a person.
pub fn request_line(wizard: Wizard) -> Node {
    let text = move || {
        let lang = wizard.lang.get();
        let definition = wizard.procedure().definition;
        wizard.answers.with(|answers| {
            let mut fields = definition.shown(answers).map(|(_, field)| field);
            let wishes = fields.next().and_then(|field| match field.kind {
                Kind::MultiChoice(_) => {
                    Some(answer_text(wizard, lang, field, answers.get(field.id)?))
                }
                _ => None,
            });
            let request = wishes
                .filter(|wishes| !wishes.is_empty())
                .unwrap_or_else(|| translate(lang, definition.title).to_owned());
            let mut names = fields
                .filter(|field| matches!(field.kind, Kind::Text(TextKind::PersonName)))
                .map(|field| text::clean(answers.text(field.id)).into_owned());
            match names.find(|name| !name.is_empty()) {
                Some(name) => [request.as_str(), " – ", &name].concat(),
                None => request,
            }
        })
    };
    p().class("receipt__request").child(text).into_node()
}

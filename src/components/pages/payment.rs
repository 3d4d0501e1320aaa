//! The last page for a person who continues paying: how to pay.

use hoso_view::html::{div, h2, p, section};
use hoso_view::{IntoNode, Node};

use crate::components::fields::field::control;
use crate::components::parts::back_button::back_button;
use crate::components::parts::erase_data::erase_data;
use crate::components::parts::estimate::estimate;
use crate::components::parts::next_steps::next_steps;
use crate::components::parts::page_head::page_head;
use crate::components::parts::save_status::save_status;
use crate::components::parts::transfer_text::transfer_text;
use crate::i18n::messages::{localized, message};
use crate::wizard::Wizard;
use crate::wizard::field_ref::FieldRef;

/// Renders how to pay. It declares and sends nothing.
pub fn payment(wizard: Wizard) -> Node {
    let Some(texts) = &wizard.procedure().definition.no_declaration else {
        return Node::Empty;
    };
    [
        page_head(
            localized(wizard.lang, texts.title),
            localized(wizard.lang, texts.hint),
        ),
        amount(wizard, texts.fields),
        account(wizard),
        transfer_text(wizard),
        next_steps(wizard),
        back_button(wizard),
        save_status(wizard),
        erase_data(wizard),
    ]
    .into_node()
}

/// Renders the fields whose answers give the amount, and the amount. Nobody has told the page what
/// the person pays, and nothing of it is sent.
fn amount(wizard: Wizard, fields: &'static [&'static str]) -> Node {
    if fields.is_empty() {
        return Node::Empty;
    }
    let definition = wizard.procedure().definition;
    let found = fields.iter().filter_map(|id| definition.field(id));
    let controls = found.map(|(_, field)| control(wizard, FieldRef::of_form(field)));
    section()
        .class("payment")
        .child(h2().child(message(wizard.lang, "ui.amount_title")))
        .child(p().child(message(wizard.lang, "ui.amount_unknown")))
        .child(div().class("stack").children(controls))
        .child(estimate(wizard))
        .into_node()
}

/// Renders that the page knows no account number (R-MON-9).
fn account(wizard: Wizard) -> Node {
    section()
        .child(h2().child(message(wizard.lang, "ui.account_title")))
        .child(p().child(message(wizard.lang, "ui.account_unknown")))
        .into_node()
}

//! How to pay: for a person who continues paying; nothing is declared, nothing is sent.

use crate::components::parts::back_button::back_button;
use crate::components::parts::erase_data::erase_data;
use crate::components::parts::next_steps::next_steps;
use crate::components::parts::page_head::page_head_of;
use crate::components::parts::save_status::save_status;
use crate::components::parts::transfer_text::transfer_text;
use crate::dom::Node;
use crate::i18n::messages::localized;
use crate::wizard::Wizard;

/// The page for a person who goes on paying: nothing is declared, nothing is sent.
pub fn payment(wizard: Wizard) -> Node {
    let Some(none) = &wizard.procedure().definition.no_declaration else {
        return Node::Empty;
    };
    [
        page_head_of(
            localized(wizard.lang, &none.title),
            localized(wizard.lang, &none.hint),
        ),
        transfer_text(wizard),
        next_steps(wizard),
        back_button(wizard),
        save_status(wizard),
        erase_data(wizard),
    ]
    .into()
}

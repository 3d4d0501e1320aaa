//! The last page for a person who continues paying: how to pay.

use hoso_view::{IntoNode, Node};

use crate::components::parts::back_button::back_button;
use crate::components::parts::erase_data::erase_data;
use crate::components::parts::next_steps::next_steps;
use crate::components::parts::page_head::page_head;
use crate::components::parts::save_status::save_status;
use crate::components::parts::transfer_text::transfer_text;
use crate::i18n::messages::localized;
use crate::wizard::Wizard;

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
        transfer_text(wizard),
        next_steps(wizard),
        back_button(wizard),
        save_status(wizard),
        erase_data(wizard),
    ]
    .into_node()
}

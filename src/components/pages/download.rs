//! The last page where no backend receives dossiers: one file for the citizen to bring or mail.

use hoso_view::html::{button, p};
use hoso_view::{IntoNode, Node, Signal, ev};

use crate::components::parts::back_button::back_button;
use crate::components::parts::copy_sheet::copy_sheet;
use crate::components::parts::erase_data::erase_data;
use crate::components::parts::next_steps::next_steps;
use crate::components::parts::official_form::official_form;
use crate::components::parts::page_head::page_head;
use crate::components::parts::required_documents::required_documents;
use crate::components::parts::review::review;
use crate::components::parts::transfer_text::transfer_text;
use crate::i18n::messages::message;
use crate::platform;
use crate::wizard::Wizard;

/// Renders the page that offers the dossier as a file. It never claims that the dossier was sent.
pub fn download(wizard: Wizard) -> Node {
    let failed = Signal::new(false);
    let save_button = button()
        .class("button button--secondary")
        .attr("type", "button")
        .on(ev::click, move |_| failed.set(!save_file(wizard)))
        .child(message(wizard.lang, "ui.file_save"));
    let failure_notice = (move || {
        failed.get().then(|| {
            p().class("notice notice--warning")
                .attr("role", "alert")
                .child(message(wizard.lang, "ui.file_failed"))
        })
    })
    .into_node();
    [
        page_head(
            message(wizard.lang, "ui.file_title"),
            (move || wizard.variant_text("ui.file_hint", &[])).into_node(),
        ),
        copy_sheet(wizard),
        official_form(wizard),
        save_button.into_node(),
        failure_notice,
        required_documents(wizard),
        next_steps(wizard),
        transfer_text(wizard),
        review(wizard),
        back_button(wizard),
        erase_data(wizard),
    ]
    .into_node()
}

/// Downloads the dossier as a file whose name has the procedure and the date, never personal data.
/// Returns false if the browser cannot download it.
fn save_file(wizard: Wizard) -> bool {
    let date = wizard.today.get_untracked().iso();
    let code = wizard.procedure().definition.code;
    let name = ["ho-so-", code, "-", &date, ".json"].concat();
    wizard.envelope().is_some_and(|envelope| {
        platform::download(&name, "application/json", &envelope.canonical())
    })
}

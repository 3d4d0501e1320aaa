//! Where no backend takes dossiers: one file for the citizen to bring or mail.

use crate::components::parts::back_button::back_button;
use crate::components::parts::erase_data::erase_data;
use crate::components::parts::next_steps::next_steps;
use crate::components::parts::official_form::official_form;
use crate::components::parts::page_head::page_head;
use crate::components::parts::required_documents::required_documents;
use crate::components::parts::review::review;
use crate::components::parts::transfer_text::transfer_text;
use crate::dom::{Node, dynamic, el};
use crate::i18n::messages::message;
use crate::platform;
use crate::signal::Signal;
use crate::wizard::Wizard;
use crate::wizard::submission::DossierState;

/// The page that hands the dossier over as a file. It never says "sent".
pub fn download(wizard: Wizard) -> Node {
    let failed = Signal::new(false);
    let save = el("button")
        .class("button button--secondary")
        .attr("type", "button")
        .on("click", move |_| failed.set(!save_file(wizard)))
        .child(message(wizard.lang, "ui.file_save"));
    let sorry = dynamic(move || {
        failed.get().then(|| {
            el("p")
                .class("notice notice--warning")
                .attr("role", "alert")
                .child(message(wizard.lang, "ui.file_failed"))
        })
    });
    [
        page_head(wizard, "ui.file_title", "ui.file_hint"),
        official_form(wizard),
        save.into(),
        sorry,
        required_documents(wizard),
        next_steps(wizard),
        transfer_text(wizard),
        review(wizard),
        back_button(wizard),
        erase_data(wizard),
    ]
    .into()
}

/// Offers the dossier as a file, named by procedure and day, never by a person. Returns false if
/// the browser refuses.
fn save_file(wizard: Wizard) -> bool {
    let day = wizard.today.get_untracked().iso();
    let code = wizard.procedure().definition.code;
    let name = ["ho-so-", code, "-", &day, ".json"].concat();
    wizard.submission.update(DossierState::ensure_id);
    wizard.envelope().is_some_and(|envelope| {
        platform::download(&name, "application/json", &envelope.canonical())
    })
}

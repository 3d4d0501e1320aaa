//! Where no backend takes dossiers: one file for the citizen to bring or mail.

use crate::components::leads::bring;
use crate::components::paper::paper;
use crate::components::payment::{memo, next_steps, page_head};
use crate::components::review::review;
use crate::components::step::back_button;
use crate::components::wipe::wipe;
use crate::dom::{Node, dynamic, el};
use crate::form::Form;
use crate::live::Live;
use crate::texts::say;
use crate::web;

/// The page that hands the dossier over as a file. It never says "sent".
pub fn handover(form: Form) -> Node {
    let failed = Live::new(false);
    let save = el("button")
        .class("button button--secondary")
        .attr("type", "button")
        .on("click", move |_| failed.set(!form.save_file()))
        .child(say(form.lang, "ui.file_save"));
    let sorry = dynamic(move || {
        failed.get().then(|| {
            el("p")
                .class("notice notice--warning")
                .attr("role", "alert")
                .child(say(form.lang, "ui.file_failed"))
        })
    });
    [
        page_head(form, "ui.file_title", "ui.file_hint"),
        paper(form),
        save.into(),
        sorry,
        bring(form),
        next_steps(form),
        memo(form),
        review(form),
        back_button(form),
        wipe(form),
    ]
    .into()
}

impl Form {
    /// Hands the dossier over as a file, named by procedure and day, never by a person.
    #[must_use]
    pub fn save_file(&self) -> bool {
        let day = self.today.get_untracked().iso();
        let name = [
            "ho-so-",
            self.procedure().definition.code,
            "-",
            &day,
            ".json",
        ]
        .concat();
        self.ensure_id();
        self.envelope(web::now())
            .is_some_and(|envelope| web::download(&name, "application/json", &envelope.canonical()))
    }
}

//! The official form as PDF: made on this device, opened, kept, shared.

use crate::dom::{Node, dynamic, el};
use crate::form::Form;
use crate::photos::{Errand, Paper};
use crate::settings::Way;
use crate::texts::say;
use leptos::prelude::*;

/// The section with the official form, before and after sending.
///
/// Printing is offered, never required (R-702-6).
pub fn paper(form: Form) -> Node {
    let lang = form.lang;
    // Where no backend takes dossiers, this one file carries the data and the photos too.
    let all_in_one = form.settings.with_value(|settings| settings.way) == Way::File;
    el("section")
        .class("paper")
        .child(
            el("h2")
                .class("paper__title")
                .child(say(lang, "ui.paper_title")),
        )
        .child(el("p").child(say(
            lang,
            if all_in_one {
                "ui.paper_all"
            } else {
                "ui.paper_text"
            },
        )))
        .child(dynamic(move || match form.desk.paper.get() {
            Paper::None | Paper::Failed | Paper::Making => {
                let making = form.desk.paper.get_untracked() == Paper::Making;
                el("button")
                    .class("button button--secondary")
                    .attr("type", "button")
                    .attr("id", id(form))
                    .attr_if("aria-disabled", making.then_some("true"))
                    .on("click", move |_| {
                        if form.desk.paper.get_untracked() != Paper::Making {
                            form.ask(Errand::Paper);
                        }
                    })
                    .child(say(lang, "ui.paper_make"))
            }
            Paper::Ready(address, name, shared) => el("div")
                .class("button-row")
                .child(
                    el("a")
                        .class("button button--secondary")
                        .attr("id", id(form))
                        .attr("href", address.clone())
                        .attr("target", "_blank")
                        .attr("rel", "noopener")
                        .child(say(lang, "ui.paper_open")),
                )
                .child(
                    el("a")
                        .class("button button--secondary")
                        .attr("href", address)
                        .attr("download", name)
                        .child(say(lang, "ui.paper_save")),
                )
                .child(shared.then(|| {
                    el("button")
                        .class("button button--secondary")
                        .attr("type", "button")
                        .on("click", move |_| form.ask(Errand::Share))
                        .child(say(lang, "ui.paper_share"))
                })),
        }))
        .child(
            el("p")
                .class("paper__state")
                .attr("role", "status")
                .child(dynamic(move || match form.desk.paper.get() {
                    Paper::None => Node::Empty,
                    Paper::Making => say(lang, "ui.paper_making"),
                    Paper::Ready(..) => say(lang, "ui.paper_ready"),
                    Paper::Failed => say(lang, "ui.paper_failed"),
                })),
        )
        .into()
}

fn id(form: Form) -> String {
    let mut id = form.prefix.get_value();
    id.push_str("open_pdf");
    id
}

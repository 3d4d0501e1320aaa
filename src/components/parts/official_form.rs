//! The official form as PDF: made on this device, opened, kept, shared.

use crate::config::DeliveryMode;
use crate::dom::{Node, dynamic, el};
use crate::i18n::messages::message;
use crate::wizard::Wizard;
use crate::wizard::commands::{Command, OfficialFormCommand};
use crate::wizard::official_form::OfficialFormStatus;

/// The section with the official wizard, before and after sending.
///
/// Printing is offered, never required (R-702-6).
pub fn official_form(wizard: Wizard) -> Node {
    let lang = wizard.lang;
    // Where no backend takes dossiers, this one file carries the data and the photos too.
    let all_in_one = wizard.with_config(|config| config.mode) == DeliveryMode::File;
    el("section")
        .class("paper")
        .child(
            el("h2")
                .class("paper__title")
                .child(message(lang, "ui.paper_title")),
        )
        .child(el("p").child(message(
            lang,
            if all_in_one {
                "ui.paper_all"
            } else {
                "ui.paper_text"
            },
        )))
        .child(dynamic(move || match wizard.official_form.status.get() {
            OfficialFormStatus::None | OfficialFormStatus::Failed | OfficialFormStatus::Making => {
                let making =
                    wizard.official_form.status.get_untracked() == OfficialFormStatus::Making;
                el("button")
                    .class("button button--secondary")
                    .attr("type", "button")
                    .attr("id", id(wizard))
                    .attr_if("aria-disabled", making.then_some("true"))
                    .on("click", move |_| {
                        if wizard.official_form.status.get_untracked() != OfficialFormStatus::Making
                        {
                            wizard.dispatch(Command::OfficialForm(OfficialFormCommand::Make));
                        }
                    })
                    .child(message(lang, "ui.paper_make"))
            }
            OfficialFormStatus::Ready {
                url,
                name,
                can_share,
            } => el("div")
                .class("button-row")
                .child(
                    el("a")
                        .class("button button--secondary")
                        .attr("id", id(wizard))
                        .attr("href", url.clone())
                        .attr("target", "_blank")
                        .attr("rel", "noopener")
                        .child(message(lang, "ui.paper_open")),
                )
                .child(
                    el("a")
                        .class("button button--secondary")
                        .attr("href", url)
                        .attr("download", name)
                        .child(message(lang, "ui.paper_save")),
                )
                .child(can_share.then(|| {
                    el("button")
                        .class("button button--secondary")
                        .attr("type", "button")
                        .on("click", move |_| {
                            wizard.dispatch(Command::OfficialForm(OfficialFormCommand::Share))
                        })
                        .child(message(lang, "ui.paper_share"))
                })),
        }))
        .child(
            el("p")
                .class("paper__state")
                .attr("role", "status")
                .child(dynamic(move || match wizard.official_form.status.get() {
                    OfficialFormStatus::None => Node::Empty,
                    OfficialFormStatus::Making => message(lang, "ui.paper_making"),
                    OfficialFormStatus::Ready { .. } => message(lang, "ui.paper_ready"),
                    OfficialFormStatus::Failed => message(lang, "ui.paper_failed"),
                })),
        )
        .into()
}

fn id(wizard: Wizard) -> String {
    let mut id = wizard.prefix();
    id.push_str("open_pdf");
    id
}

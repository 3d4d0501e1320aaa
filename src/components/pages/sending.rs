//! The dossier on its way. Whatever the receiver answers, or if it answers
//! nothing, the page says so in words, keeps everything, and can try again with
//! the same key.

use crate::wizard::commands::Command;
use leptos::prelude::*;

use crate::dom::{Node, dynamic, el, live};
use crate::i18n::messages::{format_message, message, template};
use crate::wizard::Wizard;
use crate::wizard::commands::SubmitTarget;
use crate::wizard::draft::SaveStatus;
use crate::wizard::navigation::View;
use crate::wizard::submission::SubmissionStatus;

/// The page between "Gửi hồ sơ" and the receipt.
pub fn sending(wizard: Wizard) -> Node {
    let lang = wizard.lang;
    dynamic(move || match wizard.submission.status.get() {
        SubmissionStatus::Idle | SubmissionStatus::InFlight => el("div")
            .class("sending")
            .child(
                el("h1")
                    .class("sending__title")
                    .attr("tabindex", "-1")
                    .child(message(lang, "ui.sending_title")),
            )
            .child(
                el("p")
                    .class("loading")
                    .attr("role", "status")
                    .child(message(lang, "ui.sending_wait")),
            )
            .child(dynamic(move || {
                let (n, of) = wizard.submission.uploaded.get();
                (n < of).then(|| {
                    let count = [("n", (n + 1).to_string()), ("of", of.to_string())];
                    el("p").attr("role", "status").child(format_message(
                        lang.get(),
                        "ui.sending_photo",
                        &count,
                    ))
                })
            }))
            .into(),
        SubmissionStatus::Failed {
            message: code,
            retry,
        } => {
            let again = el("button")
                .class("button")
                .attr("type", "button")
                .on("click", move |_| wizard.dispatch(Command::Submit(retry)))
                .child(message(lang, "ui.send_again"));
            let notice = el("div")
                .class("notice notice--failure")
                .attr("role", "alert")
                .child(
                    el("h1")
                        .class("notice__title")
                        .attr("tabindex", "-1")
                        .child(message(lang, "ui.failed_title")),
                )
                .child(el("p").child(message(lang, code)))
                .child(el("p").child(live(move || {
                    let kept = wizard.draft.status.get() != SaveStatus::Unavailable;
                    let code = if kept {
                        "ui.failed_kept"
                    } else {
                        "ui.failed_unkept"
                    };
                    template(lang.get(), code)
                })))
                .child(again);
            Node::from([notice.into(), back_to_review(wizard)])
        }
        SubmissionStatus::Conflict => {
            let anew = el("button")
                .class("button button--secondary")
                .attr("type", "button")
                .on("click", move |_| {
                    wizard.dispatch(Command::Submit(SubmitTarget::NewDossier))
                })
                .child(message(lang, "ui.send_as_new"));
            let arrived = wizard
                .submission
                .with(|dossier| !dossier.previous_versions.is_empty())
                .then(|| {
                    el("button")
                        .class("button")
                        .attr("type", "button")
                        .on("click", move |_| {
                            wizard.dispatch(Command::Submit(SubmitTarget::PreviousVersion))
                        })
                        .child(message(lang, "ui.take_earlier"))
                });
            let notice = el("div")
                .class("notice notice--stop")
                .attr("role", "alert")
                .child(
                    el("h1")
                        .class("notice__title")
                        .attr("tabindex", "-1")
                        .child(message(lang, "ui.conflict_title")),
                )
                .child(el("p").child(message(lang, "ui.conflict_text")))
                .child(arrived)
                .child(anew);
            Node::from([notice.into(), back_to_review(wizard)])
        }
    })
}

fn back_to_review(wizard: Wizard) -> Node {
    el("button")
        .class("button button--secondary button--back")
        .attr("type", "button")
        .on("click", move |_| {
            if let Some(last) = wizard.shown_steps().last() {
                wizard.show(View::Step(*last));
            }
        })
        .child(message(wizard.lang, "ui.back_to_review"))
        .into()
}

//! The page while the dossier is sent.
//!
//! It explains the receiver's response, or that none arrived: what it says follows from the state of the
//! delivery (`docs/reliability.md`). The answers are preserved, and a person can retry with the same
//! idempotency key.

use hoso_view::html::{button, div, h1, p};
use hoso_view::prelude::*;
use hoso_view::{IntoNode, Node, Signal, ev};

use crate::components::parts::linkify::linkify;
use crate::components::parts::official_form::official_form;
use crate::i18n::messages::{format_message, message, template};
use crate::wizard::Wizard;
use crate::wizard::commands::{Command, SubmissionCommand};
use crate::wizard::draft::SaveStatus;
use crate::wizard::navigation::View;
use crate::wizard::submission::SubmissionStatus;

/// Renders the state of the submission: progress, failure with a retry button, or another dossier under
/// the same key.
pub fn sending(wizard: Wizard) -> Node {
    // The form stays while the page sends again, so that the PDF that was made can be opened.
    let has_failed = Signal::new(false);
    let form = move || has_failed.get().then(|| untrack(|| official_form(wizard)));
    [state(wizard, has_failed), form.into_node()].into_node()
}

fn state(wizard: Wizard, has_failed: Signal<bool>) -> Node {
    let lang = wizard.lang;
    (move || match wizard.submission.status.get() {
        SubmissionStatus::Idle | SubmissionStatus::InFlight => div()
            .class("sending")
            .child(
                h1().class("sending__title")
                    .attr("tabindex", "-1")
                    .child(message(lang, "ui.sending_title")),
            )
            .child(
                p().class("loading")
                    .attr("role", "status")
                    .child(message(lang, "ui.sending_wait")),
            )
            .child(move || {
                wizard.submission.upload.get().map(|upload| {
                    let args = [
                        ("n", upload.number.to_string()),
                        ("of", upload.of.to_string()),
                        ("size", upload.size.div_ceil(1000).to_string()),
                    ];
                    p().attr("role", "status").child(format_message(
                        lang.get(),
                        "ui.sending_photo",
                        &args,
                    ))
                })
            })
            .into_node(),
        SubmissionStatus::Failed(code) => {
            set_once(has_failed, true);
            let retry_button = button()
                .class("button")
                .attr("type", "button")
                .on(ev::click, move |_| {
                    wizard.dispatch(Command::Submission(SubmissionCommand::Send));
                })
                .child(move || {
                    let is_counting = wizard.submission.countdown.get().is_some();
                    let code = if is_counting {
                        "ui.send_now"
                    } else {
                        "ui.send_again"
                    };
                    template(lang.get(), code)
                });
            let countdown = move || {
                let seconds = wizard.submission.countdown.get()?;
                let count = [("n", seconds.to_string())];
                Some(p().attr("role", "timer").child(format_message(
                    lang.get(),
                    "ui.send_again_in",
                    &count,
                )))
            };
            let notice = div()
                .class("notice notice--failure")
                .attr("role", "alert")
                .child(
                    h1().class("notice__title")
                        .attr("tabindex", "-1")
                        .child(message(lang, "ui.failed_title")),
                )
                .child(p().child(message(lang, code)))
                .child(p().child(move || {
                    let is_saved = wizard.draft.status.get() != SaveStatus::Unavailable;
                    let code = if is_saved {
                        "ui.failed_kept"
                    } else {
                        "ui.failed_unkept"
                    };
                    template(lang.get(), code)
                }))
                .child(p().child(move || linkify(&wizard.variant_text("ui.failed_ways", &[]))));
            let buttons = div().class("stack").child(countdown).child(retry_button);
            [
                notice.into_node(),
                buttons.into_node(),
                back_to_review(wizard),
            ]
            .into_node()
        }
        SubmissionStatus::Conflict => {
            set_once(has_failed, false);
            let send_as_new = button()
                .class("button button--secondary")
                .attr("type", "button")
                .on(ev::click, move |_| {
                    wizard.dispatch(Command::Submission(SubmissionCommand::SendAsNew));
                })
                .child(message(lang, "ui.send_as_new"));
            let notice = div()
                .class("notice notice--stop")
                .attr("role", "alert")
                .child(
                    h1().class("notice__title")
                        .attr("tabindex", "-1")
                        .child(message(lang, "ui.conflict_title")),
                )
                .child(p().child(move || wizard.variant_text("ui.conflict_text", &[])))
                .child(send_as_new);
            [notice.into_node(), back_to_review(wizard)].into_node()
        }
    })
    .into_node()
}

/// Sets a value, and tells nobody if it is the same.
fn set_once(signal: Signal<bool>, value: bool) {
    if signal.get_untracked() != value {
        signal.set(value);
    }
}

fn back_to_review(wizard: Wizard) -> Node {
    button()
        .class("button button--secondary button--back")
        .attr("type", "button")
        .on(ev::click, move |_| {
            if let Some(last) = wizard.shown_steps().last() {
                wizard.show(View::Step(*last));
            }
        })
        .child(message(wizard.lang, "ui.back_to_review"))
        .into_node()
}

//! The dossier on its way. Whatever the receiver answers, or if it answers
//! nothing, the page says so in words, keeps everything, and can try again with
//! the same key.

use crate::dom::{Node, dynamic, el, live};
use crate::envelope::Next;
use crate::form::{Form, Page, Saved, Sending};
use crate::texts::{self, say};
use leptos::prelude::*;

/// The page between "Gửi hồ sơ" and the receipt.
pub fn sending(form: Form) -> Node {
    let lang = form.lang;
    dynamic(move || match form.sending.get() {
        Sending::Idle | Sending::OnItsWay => el("div")
            .class("sending")
            .child(
                el("h1")
                    .class("sending__title")
                    .attr("tabindex", "-1")
                    .child(say(lang, "ui.sending_title")),
            )
            .child(
                el("p")
                    .class("loading")
                    .attr("role", "status")
                    .child(say(lang, "ui.sending_wait")),
            )
            .child(dynamic(move || {
                let (n, of) = form.desk.uploaded.get();
                (n < of).then(|| {
                    let count = [("n", (n + 1).to_string()), ("of", of.to_string())];
                    el("p").attr("role", "status").child(texts::filled(
                        lang.get(),
                        "ui.sending_photo",
                        &count,
                    ))
                })
            }))
            .into(),
        Sending::Failed(code) => {
            let again = el("button")
                .class("button")
                .attr("type", "button")
                .on("click", move |_| {
                    form.send.update(|n| *n = n.wrapping_add(1))
                })
                .child(say(lang, "ui.send_again"));
            let notice = el("div")
                .class("notice notice--failure")
                .attr("role", "alert")
                .child(
                    el("h1")
                        .class("notice__title")
                        .attr("tabindex", "-1")
                        .child(say(lang, "ui.failed_title")),
                )
                .child(el("p").child(say(lang, code)))
                .child(el("p").child(live(move || {
                    let kept = form.saved.get() != Saved::Impossible;
                    let code = if kept {
                        "ui.failed_kept"
                    } else {
                        "ui.failed_unkept"
                    };
                    texts::raw(lang.get(), code)
                })))
                .child(again);
            Node::from([notice.into(), back_to_review(form)])
        }
        Sending::Conflict => {
            let anew = el("button")
                .class("button button--secondary")
                .attr("type", "button")
                .on("click", move |_| {
                    form.next.set_value(Next::New);
                    form.send.update(|n| *n = n.wrapping_add(1));
                })
                .child(say(lang, "ui.send_as_new"));
            let arrived = form.state(|state| !state.earlier.is_empty()).then(|| {
                el("button")
                    .class("button")
                    .attr("type", "button")
                    .on("click", move |_| {
                        form.next.set_value(Next::Earlier);
                        form.send.update(|n| *n = n.wrapping_add(1));
                    })
                    .child(say(lang, "ui.take_earlier"))
            });
            let notice = el("div")
                .class("notice notice--stop")
                .attr("role", "alert")
                .child(
                    el("h1")
                        .class("notice__title")
                        .attr("tabindex", "-1")
                        .child(say(lang, "ui.conflict_title")),
                )
                .child(el("p").child(say(lang, "ui.conflict_text")))
                .child(arrived)
                .child(anew);
            Node::from([notice.into(), back_to_review(form)])
        }
    })
}

fn back_to_review(form: Form) -> Node {
    el("button")
        .class("button button--secondary button--back")
        .attr("type", "button")
        .on("click", move |_| {
            if let Some(last) = form.open_steps().last() {
                form.go(Page::Step(*last));
            }
        })
        .child(say(form.lang, "ui.back_to_review"))
        .into()
}

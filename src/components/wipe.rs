//! "Xóa dữ liệu khỏi máy này": asks once more, because it can't be undone.

use leptos::prelude::*;

use crate::dom::{Node, dynamic, el, live};
use crate::form::{Form, Wish};
use crate::live::Live;
use crate::texts::{raw, say};

/// The section that forgets what was typed on this machine.
pub fn wipe(form: Form) -> Node {
    let lang = form.lang;
    let asking = Live::new(false);
    let id = [&form.prefix.get_value(), "wipe"].concat();
    el("section")
        .class("wipe")
        .child(el("h2").child(say(lang, "ui.wipe_title")))
        .child(el("p").child(say(lang, "ui.wipe_text")))
        .child(dynamic(move || {
            if !asking.get() {
                return el("button")
                    .class("button button--danger")
                    .attr("type", "button")
                    .attr("id", id.clone())
                    .on("click", move |_| asking.set(true))
                    .child(say(lang, "ui.wipe_title"));
            }
            confirm(
                form,
                &id,
                "ui.wipe_sure",
                Some("ui.wipe_warning"),
                "ui.wipe_yes",
                asking,
                move || {
                    form.wish.set(Wish::ForgetAll);
                    form.clear();
                },
            )
        }))
        .into()
}

/// Below every step, folded up: forget all, or begin another dossier.
pub fn foot(form: Form) -> Node {
    let lang = form.lang;
    let anew = el("button")
        .class("button button--secondary")
        .attr("type", "button")
        .on("click", move |_| form.wish.set(Wish::BeginAnew))
        .child(say(lang, "ui.new_dossier"));
    el("details")
        .class("details")
        .child(
            el("summary")
                .class("details__summary")
                .child(say(lang, "ui.foot_title")),
        )
        .child(
            el("div")
                .class("details__text stack")
                .child(el("p").child(say(lang, "ui.new_dossier_text")))
                .child(anew)
                .child(wipe(form)),
        )
        .into()
}

/// A question before something that can't be undone: do it, or keep everything. It takes the
/// focus, and gives it back to the button with this id that brought it up.
pub fn confirm(
    form: Form,
    id: &str,
    sure: &'static str,
    warning: Option<&'static str>,
    label: &'static str,
    asking: Live<bool>,
    act: impl Fn() + 'static,
) -> crate::dom::Element {
    let lang = form.lang;
    let question = [id, "-sure"].concat();
    form.focus.set(Some(question.clone()));
    let asked_by = id.to_owned();
    let keep = move || {
        asking.set(false);
        form.focus.set(Some(asked_by.clone()));
    };
    let act = el("button")
        .class("button button--danger-solid")
        .attr("type", "button")
        .on("click", move |_| act())
        .child(say(lang, label));
    let keep = el("button")
        .class("button button--secondary")
        .attr("type", "button")
        .on("click", move |_| keep())
        .child(say(lang, "ui.keep"));
    el("div")
        .class("confirm")
        .attr("role", "group")
        .live("aria-label", move || Some(raw(lang.get(), sure)))
        .child(
            el("p")
                .class("confirm__title")
                .attr("id", question)
                .attr("tabindex", "-1")
                .child(live(move || raw(lang.get(), sure))),
        )
        .child(warning.map(|warning| el("p").child(say(lang, warning))))
        .child(el("div").class("confirm__actions").child(act).child(keep))
}

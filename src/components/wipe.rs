//! "Xóa dữ liệu khỏi máy này": asks once more, because it can't be undone.

use crate::dom::{Node, dynamic, el, live};
use crate::form::{Form, Wish};
use crate::live::Live;
use crate::texts::{raw, say};

/// The section that forgets what was typed on this machine.
pub fn wipe(form: Form) -> Node {
    let lang = form.lang;
    let asking = Live::new(false);
    el("section")
        .class("wipe")
        .child(el("h2").child(say(lang, "ui.wipe_title")))
        .child(el("p").child(say(lang, "ui.wipe_text")))
        .child(dynamic(move || {
            if !asking.get() {
                return el("button")
                    .class("button button--danger")
                    .attr("type", "button")
                    .on("click", move |_| asking.set(true))
                    .child(say(lang, "ui.wipe_title"));
            }
            confirm(
                form,
                "ui.wipe_sure",
                Some("ui.wipe_warning"),
                "ui.wipe_yes",
                move || asking.set(false),
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

/// A question before something that can't be undone: do it, or keep everything.
pub fn confirm(
    form: Form,
    sure: &'static str,
    warning: Option<&'static str>,
    label: &'static str,
    keep: impl Fn() + 'static,
    act: impl Fn() + 'static,
) -> crate::dom::Element {
    let lang = form.lang;
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
                .child(live(move || raw(lang.get(), sure))),
        )
        .child(warning.map(|warning| el("p").child(say(lang, warning))))
        .child(el("div").class("confirm__actions").child(act).child(keep))
}

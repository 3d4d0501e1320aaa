//! A question before something that cannot be undone.

use crate::dom::el;
use crate::dom::{Element, live};
use crate::i18n::messages::{message, template};
use crate::signal::Signal;
use crate::wizard::Wizard;

/// A question before something that can't be undone: do it, or keep everything. It takes the
/// focus, and gives it back to the button with this id that brought it up.
pub fn confirm(
    wizard: Wizard,
    id: &str,
    sure: &'static str,
    warning: Option<&'static str>,
    label: &'static str,
    asking: Signal<bool>,
    act: impl Fn() + 'static,
) -> Element {
    let lang = wizard.lang;
    let question = [id, "-sure"].concat();
    wizard.navigation.focus_element(question.clone());
    let asked_by = id.to_owned();
    let keep = move || {
        asking.set(false);
        wizard.navigation.focus_element(asked_by.clone());
    };
    let act = el("button")
        .class("button button--danger-solid")
        .attr("type", "button")
        .on("click", move |_| act())
        .child(message(lang, label));
    let keep = el("button")
        .class("button button--secondary")
        .attr("type", "button")
        .on("click", move |_| keep())
        .child(message(lang, "ui.keep"));
    el("div")
        .class("confirm")
        .attr("role", "group")
        .live("aria-label", move || Some(template(lang.get(), sure)))
        .child(
            el("p")
                .class("confirm__title")
                .attr("id", question)
                .attr("tabindex", "-1")
                .child(live(move || template(lang.get(), sure))),
        )
        .child(warning.map(|warning| el("p").child(message(lang, warning))))
        .child(el("div").class("confirm__actions").child(act).child(keep))
}

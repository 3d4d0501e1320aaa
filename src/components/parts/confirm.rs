//! Confirmation of an action that cannot be undone.

use hoso_view::html::{button, div, p};
use hoso_view::{Element, Signal, ev};

use crate::i18n::messages::{message, template};
use crate::wizard::Wizard;

/// Asks a person to confirm an action that cannot be undone, or to cancel it.
///
/// The question takes the focus when it appears. Cancelling returns the focus to the button with
/// the element id `id`, which opened the confirmation.
pub fn confirm(
    wizard: Wizard,
    id: &str,
    question: &'static str,
    warning: Option<&'static str>,
    label: &'static str,
    is_confirming: Signal<bool>,
    action: impl Fn() + 'static,
) -> Element {
    let lang = wizard.lang;
    let question_id = [id, "-sure"].concat();
    wizard.navigation.focus_element(question_id.clone());
    let opener_id = id.to_owned();
    let cancel = move || {
        is_confirming.set(false);
        wizard.navigation.focus_element(opener_id.clone());
    };
    let action_button = button()
        .class("button button--danger-solid")
        .attr("type", "button")
        .on(ev::click, move |_| action())
        .child(message(lang, label));
    let cancel_button = button()
        .class("button button--secondary")
        .attr("type", "button")
        .on(ev::click, move |_| cancel())
        .child(message(lang, "ui.keep"));
    div()
        .class("confirm")
        .attr("role", "group")
        .attr("aria-label", move || Some(template(lang.get(), question)))
        .child(
            p().class("confirm__title")
                .id(question_id)
                .attr("tabindex", "-1")
                .child(move || template(lang.get(), question)),
        )
        .child(warning.map(|warning| p().child(message(lang, warning))))
        .child(
            div()
                .class("confirm__actions")
                .child(action_button)
                .child(cancel_button),
        )
}

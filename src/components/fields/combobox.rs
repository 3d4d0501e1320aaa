//! A commune of a province: type a few letters, tap the name.
//!
//! Search matches names with or without diacritics and former names; the answer is always a
//! current unit. Text that matches no entry is preserved, and the field reports that a name from
//! the list is required. Keyboard and roles follow the ARIA 1.2 pattern "editable combobox with
//! list autocomplete".

use hoso_view::html::{button, div, label, li, p, span, ul};
use hoso_view::prelude::*;
use hoso_view::{IntoNode, Node, Signal, effect, ev, html};

use crate::components::fields::label::{hint, label_text, required};
use crate::components::fields::messages::{
    described_by, field_class, invalid, issues_of, messages,
};
use crate::i18n::messages::{format_message, message};
use crate::platform;
use crate::wizard::Wizard;
use crate::wizard::field_ref::FieldRef;
use crate::wizard::places::{CommuneMatch, PlaceFile, search};

/// Renders a field that a person answers with a commune of the province chosen in the field
/// `province`.
pub fn combobox(wizard: Wizard, at: FieldRef, province: &'static str) -> Node {
    let lang = wizard.lang;
    let issues = issues_of(wizard, at);
    let open = Signal::new(false);
    let active = Signal::new(0_usize);
    let query = Signal::new(String::new());
    let province_code = move || {
        wizard.answers.visibility_changed.track();
        wizard.answers.answers_replaced.track();
        wizard.answers.text_beside(at, province)
    };
    // Fetches the communes of a province when the province is chosen.
    effect(move || wizard.request_places(&province_code()));
    let entries = Signal::new(Vec::<CommuneMatch>::new());
    effect(move || {
        let found = match wizard.places.file(&province_code()) {
            Some(PlaceFile::Ready(places)) if open.get() => {
                query.with(|query| search(&places, query))
            }
            _ => Vec::new(),
        };
        if entries.with_untracked(|entries| *entries != found) {
            entries.set(found);
        }
    });
    // Scrolls the list into view when it opens: below the input it may be off screen or behind the
    // phone's keyboard.
    let mut was_listed = false;
    effect(move || {
        let is_listed = entries.with(|entries| !entries.is_empty());
        if core::mem::replace(&mut was_listed, is_listed) != is_listed && is_listed {
            wizard
                .navigation
                .scroll_target
                .set(Some(wizard.element_id(at, "-list")));
        }
    });
    let pick = move |entry: CommuneMatch| {
        open.set(false);
        wizard.pick_commune(at, entry.code, &entry.old_name);
    };
    let on_keydown = move |ev: hoso_view::web_sys::KeyboardEvent| {
        let count = entries.with(Vec::len);
        let key = ev.key();
        match key.as_str() {
            "ArrowDown" | "ArrowUp" if !open.get_untracked() => open.set(true),
            "ArrowDown" if count > 0 => active.update(|i| *i = (*i + 1) % count),
            "ArrowUp" if count > 0 => active.update(|i| *i = (*i + count - 1) % count),
            "Enter" if open.get_untracked() && count > 0 => {
                let entry = entries.with(|entries| entries.get(active.get_untracked()).cloned());
                if let Some(entry) = entry {
                    pick(entry);
                }
            }
            "Escape" => return open.set(false),
            _ => return,
        }
        ev.prevent_default();
        wizard
            .navigation
            .scroll_target
            .set(Some(option_id(wizard, at, active.get_untracked())));
    };
    let popup = (move || {
        if !open.get() {
            return Node::Empty;
        }
        let status = match wizard.places.file(&province_code()) {
            _ if province_code().is_empty() => "ui.province_first",
            // The message and the button below the input say it; a popup would cover them.
            Some(PlaceFile::Failed) => return Node::Empty,
            Some(PlaceFile::Ready(_)) if entries.with(Vec::is_empty) => "ui.none_found",
            Some(PlaceFile::Ready(_)) => return list(wizard, at, &entries.get(), active, pick),
            _ => "ui.places_coming",
        };
        div()
            .class("combobox__list")
            .child(
                p().class("combobox__status")
                    .attr("role", "status")
                    .child(message(lang, status)),
            )
            .into_node()
    })
    .into_node();
    let input = html::input()
        .class("input")
        .id(wizard.element_id(at, ""))
        .attr("type", "text")
        .attr("role", "combobox")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .attr("aria-autocomplete", "list")
        .attr("aria-controls", wizard.element_id(at, "-list"))
        .attr("name", move || {
            wizard.answers.visibility_changed.track();
            Some(wizard.answers.path(at))
        })
        .attr("aria-expanded", move || {
            Some(if open.get() { "true" } else { "false" })
        })
        .attr("aria-activedescendant", move || {
            (open.get() && entries.with(|e| !e.is_empty()))
                .then(|| option_id(wizard, at, active.get()))
        })
        .attr(
            "aria-describedby",
            described_by(wizard, at, issues, &["-about"]),
        )
        .attr("aria-required", required(wizard, at))
        .attr("aria-invalid", invalid(issues))
        .prop("value", move || {
            wizard.answers.answers_replaced.track();
            wizard.places.files.track();
            wizard.commune_text(at)
        })
        .on(ev::input, move |ev| {
            let text = platform::value_of(&ev);
            query.set(text.clone());
            active.set(0);
            open.set(true);
            wizard.set_search_text(at, text);
        })
        .on(ev::change, move |ev| {
            // Autofill may set the value without `input`.
            let text = platform::value_of(&ev);
            if text != untrack(|| wizard.commune_text(at)) {
                wizard.set_search_text(at, text);
                wizard.commit_commune_text(at, province);
            }
        })
        .on(ev::focus, move |_| {
            query.set(String::new());
            active.set(0);
            open.set(true);
        })
        .on(ev::blur, move |_| {
            open.set(false);
            wizard.commit_commune_text(at, province);
        })
        .on(ev::keydown, on_keydown);
    div()
        .class(field_class(issues))
        .child(
            label()
                .class("field__label")
                .attr("for", wizard.element_id(at, ""))
                .id(wizard.element_id(at, "-label"))
                .children(label_text(wizard, at)),
        )
        .child(hint(wizard, at))
        .child(
            p().class("field__hint")
                .id(wizard.element_id(at, "-about"))
                .child(message(lang, "ui.find_commune")),
        )
        .child(messages(wizard, at, issues))
        .child(div().class("combobox").child(input).child(popup))
        .child(move || {
            let failed = matches!(
                wizard.places.file(&province_code()),
                Some(PlaceFile::Failed)
            );
            // A list of another version is no fault of the line; the page offers to load itself again.
            (failed && !wizard.is_outdated.get()).then(|| {
                div()
                    .class("messages")
                    .attr("role", "status")
                    .child(
                        p().class("message message--warning")
                            .child(span().child(message(lang, "ui.places_failed"))),
                    )
                    .child(
                        button()
                            .class("proposal")
                            .attr("type", "button")
                            .on(ev::click, move |_| {
                                untrack(|| wizard.request_places(&province_code()));
                            })
                            .child(message(lang, "ui.try_again")),
                    )
            })
        })
        .into_node()
}

fn option_id(wizard: Wizard, at: FieldRef, index: usize) -> String {
    wizard.element_id(at, &["-option-", &index.to_string()].concat())
}

fn list(
    wizard: Wizard,
    at: FieldRef,
    entries: &[CommuneMatch],
    active: Signal<usize>,
    pick: impl Fn(CommuneMatch) + Copy + 'static,
) -> Node {
    let lang = wizard.lang.get();
    let count = format_message(lang, "ui.found", &[("n", entries.len().to_string())]);
    let options = entries.iter().cloned().enumerate().map(|(i, entry)| {
        let old = (!entry.old_name.is_empty()).then(|| {
            let old = format_message(lang, "ui.old_name", &[("name", entry.old_name.clone())]);
            span().class("combobox__old").child(old)
        });
        li().class("combobox__option")
            .attr("role", "option")
            .id(option_id(wizard, at, i))
            .attr("aria-selected", move || {
                Some(if active.get() == i { "true" } else { "false" })
            })
            .child(span().class("combobox__name").child(entry.name.clone()))
            .child(" ")
            .child(old)
            // Prevents `blur` of the input, which would close the list before `click`.
            .on(ev::mousedown, |ev| ev.prevent_default())
            .on(ev::click, move |_| pick(entry.clone()))
    });
    [
        ul().class("combobox__list")
            .attr("role", "listbox")
            .id(wizard.element_id(at, "-list"))
            .attr("aria-labelledby", wizard.element_id(at, "-label"))
            .children(options)
            .into_node(),
        p().class("visually-hidden")
            .attr("role", "status")
            .child(count)
            .into_node(),
    ]
    .into_node()
}

//! Radios and check boxes as large cards, one group to a question.

use hoso_dossier::{Answer, Choice, Text};
use leptos::prelude::*;

use crate::components::field::{hint, label_text};
use crate::components::message::{described_by, field_class, invalid, issues_of, messages};
use crate::form::{At, Form};
use crate::texts::tell;

/// The answers of a yes-or-no question.
pub static YES_NO: [Choice; 2] = [
    Choice { id: "yes", label: Text { vi: "Có", en: "Yes" }, hint: Text { vi: "", en: "" } },
    Choice { id: "no", label: Text { vi: "Không", en: "No" }, hint: Text { vi: "", en: "" } },
];

/// A question that is answered by tapping one or several cards.
///
/// The first card bears the id of the question, so that the error summary leads to it.
pub fn choices(form: Form, at: At, offered: &'static [Choice], many: bool) -> impl IntoView {
    let issues = issues_of(form, at);
    let class = if offered.len() == 2 && offered.iter().all(|c| c.hint.vi.is_empty()) {
        "choices choices--inline"
    } else {
        "choices"
    };
    view! {
        <div class=field_class(issues)>
            <fieldset aria-describedby=described_by(form, at, issues)>
                <legend class="field__legend">{label_text(form, at.field)}</legend>
                {hint(form, at)}
                {messages(form, at, issues)}
                <div class=class>
                    {offered
                        .iter()
                        .enumerate()
                        .map(|(i, choice)| card(form, at, choice, i, many))
                        .collect::<Vec<_>>()}
                </div>
            </fieldset>
        </div>
    }
}

fn card(form: Form, at: At, choice: &'static Choice, i: usize, many: bool) -> impl IntoView {
    let issues = issues_of(form, at);
    let mut part = String::new();
    if i > 0 {
        part.push('-');
        part.push_str(choice.id);
    }
    let id = form.element_id(at, &part);
    let hint_id = [id.as_str(), "-about"].concat();
    let about = (!choice.hint.vi.is_empty()).then(|| hint_id.clone());
    view! {
        <div class="choice">
            <input
                class="choice__input"
                type=if many { "checkbox" } else { "radio" }
                id=id.clone()
                name=move || { form.shape.track(); form.group_name(at) }
                value=choice.id
                aria-describedby=about.clone()
                aria-invalid=invalid(issues)
                prop:checked=move || { form.painted.track(); form.has(at, choice.id) }
                on:change=move |ev| {
                    if many {
                        form.tick(at, choice.id, event_target_checked(&ev));
                    } else {
                        form.choose(at, Answer::Text(choice.id.to_owned()));
                    }
                }
            />
            <label class="choice__label" for=id>{tell(form.lang, &choice.label)}</label>
            {about.map(|id| view! { <p class="choice__hint" id=id>{tell(form.lang, &choice.hint)}</p> })}
        </div>
    }
}

/// The tick under the declaration.
pub fn commitment(form: Form, at: At) -> impl IntoView {
    let issues = issues_of(form, at);
    let id = form.element_id(at, "");
    view! {
        <div class=field_class(issues)>
            {messages(form, at, issues)}
            <div class="choice">
                <input
                    class="choice__input"
                    type="checkbox"
                    id=id.clone()
                    name=at.field.id
                    value="yes"
                    aria-describedby=described_by(form, at, issues)
                    aria-invalid=invalid(issues)
                    prop:checked=move || { form.painted.track(); form.has(at, "yes") }
                    on:change=move |ev| {
                        let answer = if event_target_checked(&ev) { "yes" } else { "no" };
                        form.choose(at, Answer::Text(answer.to_owned()));
                    }
                />
                <label class="choice__label" for=id>{tell(form.lang, &at.field.label)}</label>
            </div>
        </div>
    }
}

//! A line or a few lines to type.
//!
//! What is typed is never rewritten: capitals, spaces and Unicode form are put
//! right in the stored answer, so the caret and a Vietnamese input method are
//! left alone. An issue shows when the person leaves the question, and goes as
//! soon as it is mended.

use hoso_dossier::Kind;
use leptos::html;
use leptos::prelude::*;

use crate::components::field::{hint, label_text};
use crate::components::message::{described_by, field_class, invalid, issues_of, messages};
use crate::form::{At, Form};
use crate::texts::{self, say};

/// How the keyboard and the box look for a kind.
struct Look {
    class: &'static str,
    mode: &'static str,
    kind: &'static str,
}

const fn look(kind: Kind) -> Look {
    let (class, mode, kind) = match kind {
        Kind::Phone { .. } => ("input input--digits input--medium", "tel", "tel"),
        Kind::Email => ("input", "email", "text"),
        Kind::SocialInsuranceNumber | Kind::HouseholdCode | Kind::OldIdCardNumber => {
            ("input input--digits input--medium", "numeric", "text")
        }
        // A passport has letters, so the keyboard stays whole.
        Kind::IdentityNumber => ("input input--digits input--medium", "text", "text"),
        Kind::BirthDate | Kind::Month => ("input input--digits input--short", "text", "text"),
        Kind::Money => ("input input--digits input--medium", "decimal", "text"),
        Kind::Number { .. } => ("input input--digits input--short", "numeric", "text"),
        _ => ("input", "text", "text"),
    };
    Look { class, mode, kind }
}

/// A question that is answered by typing.
pub fn text_input(form: Form, at: At) -> impl IntoView {
    let issues = issues_of(form, at);
    let id = form.element_id(at, "");
    let note = match at.field.kind {
        Kind::Note { max, .. } => Some(max),
        _ => None,
    };
    let control = match note {
        Some(max) => area(form, at, max).into_any(),
        None => line(form, at).into_any(),
    };
    view! {
        <div class=field_class(issues)>
            <label class="field__label" for=id>{label_text(form, at.field)}</label>
            {hint(form, at)}
            {messages(form, at, issues)}
            {control}
        </div>
    }
}

fn line(form: Form, at: At) -> impl IntoView {
    let issues = issues_of(form, at);
    let look = look(at.field.kind);
    // Which answers a browser may offer by itself; another person's row takes none.
    let fill = if at.row.is_some() || at.field.autocomplete.is_empty() { "off" } else { at.field.autocomplete };
    view! {
        <input
            id=form.element_id(at, "")
            name=move || { form.shape.track(); form.path(at) }
            class=look.class
            type=look.kind
            inputmode=look.mode
            autocomplete=fill
            autocapitalize=if matches!(at.field.kind, Kind::PersonName) { "words" } else { "off" }
            spellcheck="false"
            aria-describedby=described_by(form, at, issues)
            aria-invalid=invalid(issues)
            prop:value=move || { form.painted.track(); form.text(at) }
            on:input=move |ev| form.type_text(at, event_target_value(&ev))
            on:change=move |_| form.leave(at)
        />
    }
}

fn area(form: Form, at: At, max: usize) -> impl IntoView {
    let issues = issues_of(form, at);
    let node = NodeRef::<html::Textarea>::new();
    // A text area takes its text from `value` only once it is in the page.
    Effect::new(move |_| {
        form.painted.track();
        if let Some(area) = node.get() {
            area.set_value(&form.text(at));
        }
    });
    let count = move || {
        form.typed.track();
        form.painted.track();
        let n = form.in_chars(at);
        texts::filled(
            form.lang.get(),
            "ui.count",
            &[("n", n.to_string()), ("max", max.to_string())],
        )
    };
    let over = move || {
        form.typed.track();
        form.painted.track();
        if form.in_chars(at) > max { "field__count field__count--over" } else { "field__count" }
    };
    let helper = form.can_suggest(at).then(|| {
        view! {
            <button type="button" class="button button--secondary" on:click=move |_| form.fill_for_me(at)>
                {say(form.lang, "ui.fill_for_me")}
            </button>
        }
    });
    view! {
        {helper}
        <textarea
            id=form.element_id(at, "")
            name=move || { form.shape.track(); form.path(at) }
            class="textarea"
            rows="5"
            aria-describedby=described_by(form, at, issues)
            aria-invalid=invalid(issues)
            node_ref=node
            on:input=move |ev| form.type_text(at, event_target_value(&ev))
            on:change=move |_| form.leave(at)
        ></textarea>
        <p class=over aria-hidden="true">{count}</p>
    }
}

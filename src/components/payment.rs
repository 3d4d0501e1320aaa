//! How to pay, with the exact text of the transfer.

use hoso_identifiers::text;
use leptos::prelude::*;

use crate::components::header::saved;
use crate::components::wipe::wipe;
use crate::form::{Form, Page};
use crate::texts::{self, say};
use crate::web;

/// The page for a person who goes on paying: nothing is declared, nothing is sent.
pub fn payment(form: Form) -> impl IntoView {
    view! {
        <div class="step-header">
            <h1 class="step-header__title" tabindex="-1">{say(form.lang, "ui.payment_title")}</h1>
            <p class="step-header__hint">{say(form.lang, "ui.payment_hint")}</p>
        </div>
        {memo(form)}
        {next_steps(form)}
        <button class="button button--secondary button--back" type="button" on:click=move |_| form.go_back()>
            {say(form.lang, "ui.back")}
        </button>
        {saved(form)}
        {wipe(form)}
    }
}

/// The text of the transfer, with and without marks, each to copy. Some banks
/// take only plain letters. Without a number there is none, and it says why.
pub fn memo(form: Form) -> impl IntoView {
    move || {
        let today = form.today.get();
        let lang = form.lang.get();
        let memo = form.answers(|answers| (form.procedure.memo)(answers, today));
        let Some(memo) = memo else {
            return view! {
                <p class="notice">{texts::raw(lang, "ui.no_memo")}</p>
            }
            .into_any();
        };
        let plain = text::without_marks(&memo);
        let long = memo.chars().count() > 140;
        view! {
            <section class="memo">
                <h2 class="memo__title">{texts::raw(lang, "ui.memo_title")}</h2>
                <code class="memo__text" translate="no">{memo.clone()}</code>
                {copy(form, memo, "ui.copy_memo")}
                <p>{texts::raw(lang, "ui.memo_plain")}</p>
                <code class="memo__text" translate="no">{plain.clone()}</code>
                {copy(form, plain, "ui.copy_memo_plain")}
                {long.then(|| view! { <p class="notice notice--warning">{texts::raw(lang, "ui.memo_long")}</p> })}
            </section>
        }
        .into_any()
    }
}

/// A button that copies a text and says so.
pub fn copy(form: Form, text: String, label: &'static str) -> impl IntoView {
    let done = RwSignal::new("");
    view! {
        <div class="copy">
            <button
                class="button button--secondary"
                type="button"
                on:click=move |_| {
                    let text = text.clone();
                    web::spawn(async move {
                        done.set(if web::copy(&text).await { "ui.copied" } else { "ui.not_copied" });
                    });
                }
            >
                {say(form.lang, label)}
            </button>
            <span class="copy__status" role="status">
                {move || {
                    let code = done.get();
                    if code.is_empty() { "" } else { texts::raw(form.lang.get(), code) }
                }}
            </span>
        </div>
    }
}

/// What happens next, in order.
pub fn next_steps(form: Form) -> impl IntoView {
    move || {
        let today = form.today.get();
        let lang = form.lang.get();
        let next = form.answers(|answers| (form.procedure.next)(answers, today));
        view! {
            <h2>{texts::raw(lang, "ui.next_title")}</h2>
            <ol class="next-steps" role="list">
                {next
                    .iter()
                    .map(|sentence| view! { <li>{texts::sentence(lang, sentence)}</li> })
                    .collect::<Vec<_>>()}
            </ol>
        }
    }
}

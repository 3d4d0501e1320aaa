//! The dossier on its way. Whatever the receiver answers, or if it answers
//! nothing, the page says so in words, keeps everything, and can try again with
//! the same key.

use leptos::prelude::*;

use crate::form::{Form, Page, Sending};
use crate::texts::{self, say};

/// The page between "Gửi hồ sơ" and the receipt.
pub fn sending(form: Form) -> impl IntoView {
    move || match form.sending.get() {
        Sending::Idle | Sending::OnItsWay => view! {
            <div class="sending">
                <h1 class="sending__title" tabindex="-1">{say(form.lang, "ui.sending_title")}</h1>
                <p class="loading" role="status">{say(form.lang, "ui.sending_wait")}</p>
            </div>
        }
        .into_any(),
        Sending::Failed(code) => view! {
            <div class="notice notice--failure" role="alert">
                <h1 class="notice__title" tabindex="-1">{say(form.lang, "ui.failed_title")}</h1>
                <p>{move || texts::raw(form.lang.get(), code)}</p>
                <p>{say(form.lang, "ui.failed_kept")}</p>
                <button
                    class="button"
                    type="button"
                    on:click=move |_| form.send.update(|n| *n = n.wrapping_add(1))
                >
                    {say(form.lang, "ui.send_again")}
                </button>
            </div>
            {back_to_review(form)}
        }
        .into_any(),
        Sending::Conflict => view! {
            <div class="notice notice--stop" role="alert">
                <h1 class="notice__title" tabindex="-1">{say(form.lang, "ui.conflict_title")}</h1>
                <p>{say(form.lang, "ui.conflict_text")}</p>
                <button
                    class="button button--secondary"
                    type="button"
                    on:click=move |_| {
                        form.change(|state| {
                            state.dossier_id.clear();
                            state.frozen = None;
                        });
                        form.send.update(|n| *n = n.wrapping_add(1));
                    }
                >
                    {say(form.lang, "ui.send_as_new")}
                </button>
            </div>
            {back_to_review(form)}
        }
        .into_any(),
    }
}

fn back_to_review(form: Form) -> impl IntoView {
    view! {
        <button
            class="button button--secondary button--back"
            type="button"
            on:click=move |_| {
                if let Some(last) = form.open_steps().last() {
                    form.go(Page::Step(*last));
                }
            }
        >
            {say(form.lang, "ui.back_to_review")}
        </button>
    }
}

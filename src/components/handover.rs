//! Where no backend takes dossiers: one file for the citizen to bring or mail.

use leptos::prelude::*;

use crate::components::payment::{memo, next_steps};
use crate::components::review::review;
use crate::components::wipe::wipe;
use crate::form::Form;
use crate::texts::say;
use crate::web;

/// The page that hands the dossier over as a file. It never says "sent".
pub fn handover(form: Form) -> impl IntoView {
    let failed = RwSignal::new(false);
    view! {
        <div class="step-header">
            <h1 class="step-header__title" tabindex="-1">{say(form.lang, "ui.file_title")}</h1>
            <p class="step-header__hint">{say(form.lang, "ui.file_hint")}</p>
        </div>
        <button
            class="button"
            type="button"
            on:click=move |_| {
                let envelope = form.envelope(web::now());
                // Named by procedure and day, never by a person.
                let name = [
                    "ho-so-",
                    form.procedure.definition.code,
                    "-",
                    &form.today.get_untracked().iso(),
                    ".json",
                ]
                    .concat();
                let done = envelope
                    .is_some_and(|envelope| web::download(&name, "application/json", &envelope.canonical()));
                failed.set(!done);
            }
        >
            {say(form.lang, "ui.file_save")}
        </button>
        {move || {
            failed
                .get()
                .then(|| view! { <p class="notice notice--warning" role="alert">{say(form.lang, "ui.file_failed")}</p> })
        }}
        {next_steps(form)}
        {memo(form)}
        {review(form)}
        <button class="button button--secondary button--back" type="button" on:click=move |_| form.go_back()>
            {say(form.lang, "ui.back")}
        </button>
        {wipe(form)}
    }
}

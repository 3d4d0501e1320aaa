//! The receipt: what proves that the dossier arrived, and what happens next.
//!
//! It is only shown after the digest in the receipt was compared with the digest
//! of what was sent (R-602-22).

use hoso_dossier::{instant, wire::Receipt};
use leptos::prelude::*;

use crate::components::figures::figures;
use crate::components::payment::{copy, memo, next_steps};
use crate::components::wipe::wipe;
use crate::form::Form;
use crate::texts::{self, say};

/// The page of the receipt.
pub fn receipt(form: Form) -> impl IntoView {
    let receipt = form.state(|state| state.receipt.clone());
    receipt.map(|receipt| {
        view! {
            {card(form, &receipt)}
            {next_steps(form)}
            {memo(form)}
            {figures(form)}
            <button class="button button--secondary" type="button" on:click=move |_| {
                form.wipe.set(true);
                form.clear();
            }>
                {say(form.lang, "ui.new_dossier")}
            </button>
            {wipe(form)}
        }
    })
}

fn card(form: Form, receipt: &Receipt) -> impl IntoView + use<> {
    let number = receipt.number.clone();
    let at = when(&receipt.received_at);
    let digest = receipt.digest.clone();
    let mut id = form.prefix.get_value();
    id.push_str("dossier_number");
    let changed = form.state(|state| state.changed_since_frozen);
    view! {
        <section class="receipt">
            <div class="receipt__head">
                <h1 class="receipt__title" tabindex="-1">{say(form.lang, "ui.receipt_title")}</h1>
            </div>
            <div class="receipt__body">
                <p class="receipt__label">{say(form.lang, "ui.dossier_number")}</p>
                <p class="receipt__number" id=id translate="no">{number.clone()}</p>
                <p class="receipt__facts">
                    {move || {
                        texts::filled(
                            form.lang.get(),
                            "ui.received_at",
                            &[("time", at.0.clone()), ("date", at.1.clone())],
                        )
                    }}
                </p>
                {copy(form, number, "ui.copy_number")}
                <details class="details">
                    <summary class="details__summary">{say(form.lang, "ui.proof_title")}</summary>
                    <div class="details__text">
                        <p>{say(form.lang, "ui.proof_text")}</p>
                        <p class="receipt__digest" translate="no">{digest}</p>
                    </div>
                </details>
            </div>
        </section>
        {changed.then(|| view! { <p class="notice notice--warning">{say(form.lang, "ui.changed_since")}</p> })}
    }
}

/// Time and date in Vietnam, as people write them.
fn when(received_at: &str) -> (String, String) {
    let Some(seconds) = instant::read(received_at) else {
        return (String::new(), String::new());
    };
    let local = seconds + 7 * 3600;
    let minutes = local.rem_euclid(86_400) / 60;
    let time = format!("{:02}:{:02}", minutes / 60, minutes % 60);
    (time, instant::vietnam_date(seconds).map(|date| date.to_string()).unwrap_or_default())
}

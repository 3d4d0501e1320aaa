//! The whole of what is mounted into a root: the page around, and the page that
//! the wizard is at.

use leptos::html;
use leptos::prelude::*;

use crate::components::header::{footer, header};
use crate::components::{handover, landing, payment, receipt, sending, step};
use crate::form::{Form, Page};
use crate::settings::Settings;
use crate::texts::{Lang, say};

/// A wizard with its page around it. `chrome` is off where a portal has its own.
pub fn app(form: Form, chrome: bool, root: NodeRef<html::Div>) -> impl IntoView {
    let settings = form.settings.get_value();
    let home = settings.home.clone();
    view! {
        <div class="hoso" lang=move || form.lang.get().tag() node_ref=root>
            {chrome.then(|| header(&settings, form.lang))}
            <main class="main" tabindex="-1">
                {other_window(form)}
                {move || page(form)}
            </main>
            {chrome.then(|| footer(home, form.lang))}
        </div>
    }
}

fn page(form: Form) -> AnyView {
    match form.page.get() {
        Page::Step(place) => step::step(form, place).into_any(),
        Page::Payment => payment::payment(form).into_any(),
        Page::Sending => sending::sending(form).into_any(),
        Page::Receipt => receipt::receipt(form).into_any(),
        Page::Handover => handover::handover(form).into_any(),
    }
}

/// Says that another window has the same draft open and that this one keeps its own.
fn other_window(form: Form) -> impl IntoView {
    move || {
        form.forked.get().then(|| {
            view! { <p class="notice notice--warning" role="status">{say(form.lang, "ui.forked")}</p> }
        })
    }
}

/// The landing page with its page around it.
pub fn home(settings: &Settings, lang: RwSignal<Lang>) -> impl IntoView + use<> {
    view! {
        <div class="hoso" lang=move || lang.get().tag()>
            {header(settings, lang)}
            <main class="main" tabindex="-1">{landing::landing(settings, lang)}</main>
            {footer(settings.home.clone(), lang)}
        </div>
    }
}

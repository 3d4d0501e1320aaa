//! The head of the page: whose it is, and the languages. Switching loses nothing.

use leptos::prelude::*;

use crate::form::Form;
use crate::settings::Settings;
use crate::texts::{Lang, say};

/// The head of a page.
pub fn header(settings: &Settings, lang: RwSignal<Lang>) -> impl IntoView + use<> {
    view! {
        <header class="page-header">
            <div class="page-header__inner">
                <a class="page-header__home" href=settings.home.clone()>
                    <svg class="page-header__mark" viewBox="0 0 34 38" aria-hidden="true" focusable="false">
                        <path fill="#fff" d="M6 1h16l9 9v23a4 4 0 0 1-4 4H6a4 4 0 0 1-4-4V5a4 4 0 0 1 4-4z"></path>
                        <path fill="#f3b61f" d="M22 1l9 9h-6a3 3 0 0 1-3-3z"></path>
                        <path
                            fill="none"
                            stroke="#0a5a70"
                            stroke-width="3"
                            stroke-linecap="round"
                            d="M8 15h12M8 29c3-4 6-4 9 0s6 4 9 0M8 22c3-4 6-4 9 0s6 4 9 0"
                        ></path>
                    </svg>
                    <span>
                        <span class="page-header__name">"Hồ Sơ"</span>
                        <span class="page-header__province">{settings.brand.clone()}</span>
                    </span>
                </a>
                {language_switch(lang)}
            </div>
        </header>
    }
}

/// Two buttons, one pressed. Each is named in its own language.
pub fn language_switch(lang: RwSignal<Lang>) -> impl IntoView {
    let button = move |of: Lang, name: &'static str| {
        view! {
            <button
                class="language-switch__button"
                type="button"
                lang=of.tag()
                aria-pressed=move || if lang.get() == of { "true" } else { "false" }
                on:click=move |_| lang.set(of)
            >
                {name}
            </button>
        }
    };
    view! {
        <div class="language-switch" role="group" aria-label="Ngôn ngữ / Language">
            {button(Lang::Vi, "Tiếng Việt")}
            {button(Lang::En, "English")}
        </div>
    }
}

/// The foot of a page.
pub fn footer(home: String, lang: RwSignal<Lang>) -> impl IntoView {
    view! {
        <footer class="footer">
            <div class="footer__inner">
                <p>{say(lang, "ui.footer")}</p>
                <ul class="footer__links" role="list">
                    <li><a href=home>{say(lang, "ui.all_procedures")}</a></li>
                </ul>
            </div>
        </footer>
    }
}

/// Tells that what was typed is kept, or that it can't be.
pub fn saved(form: Form) -> impl IntoView {
    use crate::form::Saved;
    view! {
        <p class="saved" role="status">
            {move || {
                let lang = form.lang.get();
                match form.saved.get() {
                    Saved::Kept => crate::texts::raw(lang, "ui.saved"),
                    Saved::Impossible => crate::texts::raw(lang, "ui.not_saved"),
                    Saved::Nothing | Saved::Pending => "",
                }
            }}
        </p>
    }
}

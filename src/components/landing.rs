//! The landing page: which procedure, and what to have ready.

use leptos::prelude::*;

use crate::settings::Settings;
use crate::texts::{Lang, say, tell};

/// The list of procedures.
pub fn landing(settings: &Settings, lang: RwSignal<Lang>) -> impl IntoView + use<> {
    let home = settings.home.clone();
    view! {
        <h1>{say(lang, "ui.landing_title")}</h1>
        <p class="lead">{say(lang, "ui.landing_lead")}</p>
        <ul class="procedure-list" role="list">
            {hoso_procedures::ALL
                .iter()
                .map(|procedure| {
                    let definition = procedure.definition;
                    let href = [home.as_str(), definition.code, "/"].concat();
                    view! {
                        <li class="procedure-card">
                            <div class="procedure-card__head">
                                <h2 class="procedure-card__title">
                                    <a class="procedure-card__link" href=href>{tell(lang, &definition.title)}</a>
                                </h2>
                                <p class="procedure-card__line">{tell(lang, &definition.form)}</p>
                            </div>
                            <div class="procedure-card__body">
                                <h3 class="procedure-card__subtitle">{say(lang, "ui.have_ready")}</h3>
                                <ul class="procedure-card__ready">
                                    {definition
                                        .have_ready
                                        .iter()
                                        .map(|text| view! { <li>{tell(lang, text)}</li> })
                                        .collect::<Vec<_>>()}
                                </ul>
                                <p class="procedure-card__time">{tell(lang, &definition.takes)}</p>
                            </div>
                        </li>
                    }
                })
                .collect::<Vec<_>>()}
        </ul>
        <h2>{say(lang, "ui.other_ways_title")}</h2>
        <p>{say(lang, "ui.other_ways")}</p>
    }
}

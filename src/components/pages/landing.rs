//! The landing page: which procedure, and what to have ready.

use crate::dom::el;
use hoso_dossier::Definition;

use crate::config::DeploymentConfig;
use crate::dom::Node;
use crate::i18n::lang::Lang;
use crate::i18n::messages::{localized, message};
use crate::signal::Signal;

/// The list of procedures.
pub fn landing(config: &DeploymentConfig, lang: Signal<Lang>) -> Node {
    let home = config.home.as_str();
    let cards = hoso_procedures::FIRST_STEPS
        .iter()
        .map(|procedure| card(home, lang, procedure.definition));
    [
        el("h1").child(message(lang, "ui.landing_title")).into(),
        el("p")
            .class("lead")
            .child(message(lang, "ui.landing_lead"))
            .into(),
        el("ul")
            .class("procedure-list")
            .attr("role", "list")
            .children(cards)
            .into(),
        el("h2").child(message(lang, "ui.other_ways_title")).into(),
        el("p").child(message(lang, "ui.other_ways")).into(),
    ]
    .into()
}

fn card(home: &str, lang: Signal<Lang>, definition: &'static Definition) -> Node {
    let href = [home, definition.code, "/"].concat();
    let head = el("div")
        .class("procedure-card__head")
        .child(
            el("h2").class("procedure-card__title").child(
                el("a")
                    .class("procedure-card__link")
                    .attr("href", href)
                    .child(localized(lang, &definition.title)),
            ),
        )
        .child(
            el("p")
                .class("procedure-card__line")
                .child(localized(lang, &definition.form)),
        );
    let ready = definition
        .have_ready
        .iter()
        .map(|text| el("li").child(localized(lang, text)));
    let body = el("div")
        .class("procedure-card__body")
        .child(
            el("h3")
                .class("procedure-card__subtitle")
                .child(message(lang, "ui.have_ready")),
        )
        .child(el("ul").class("procedure-card__ready").children(ready))
        .child(
            el("p")
                .class("procedure-card__time")
                .child(localized(lang, &definition.duration)),
        );
    el("li")
        .class("procedure-card")
        .child(head)
        .child(body)
        .into()
}

//! The landing page: which procedure, and what to have ready.

use hoso_dossier::Definition;

use crate::dom::{Node, el};
use crate::live::Live;
use crate::settings::Settings;
use crate::texts::{Lang, say, tell};

/// The list of procedures.
pub fn landing(settings: &Settings, lang: Live<Lang>) -> Node {
    let home = settings.home.as_str();
    let cards = hoso_procedures::FIRST_STEPS
        .iter()
        .map(|procedure| card(home, lang, procedure.definition));
    [
        el("h1").child(say(lang, "ui.landing_title")).into(),
        el("p")
            .class("lead")
            .child(say(lang, "ui.landing_lead"))
            .into(),
        el("ul")
            .class("procedure-list")
            .attr("role", "list")
            .children(cards)
            .into(),
        el("h2").child(say(lang, "ui.other_ways_title")).into(),
        el("p").child(say(lang, "ui.other_ways")).into(),
    ]
    .into()
}

fn card(home: &str, lang: Live<Lang>, definition: &'static Definition) -> Node {
    let href = [home, definition.code, "/"].concat();
    let head = el("div")
        .class("procedure-card__head")
        .child(
            el("h2").class("procedure-card__title").child(
                el("a")
                    .class("procedure-card__link")
                    .attr("href", href)
                    .child(tell(lang, &definition.title)),
            ),
        )
        .child(
            el("p")
                .class("procedure-card__line")
                .child(tell(lang, &definition.form)),
        );
    let ready = definition
        .have_ready
        .iter()
        .map(|text| el("li").child(tell(lang, text)));
    let body = el("div")
        .class("procedure-card__body")
        .child(
            el("h3")
                .class("procedure-card__subtitle")
                .child(say(lang, "ui.have_ready")),
        )
        .child(el("ul").class("procedure-card__ready").children(ready))
        .child(
            el("p")
                .class("procedure-card__time")
                .child(tell(lang, &definition.duration)),
        );
    el("li")
        .class("procedure-card")
        .child(head)
        .child(body)
        .into()
}

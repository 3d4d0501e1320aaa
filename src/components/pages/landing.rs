//! The landing page: choose a procedure and see what to have ready.

use hoso_dossier::Definition;
use hoso_view::html::{a, div, h1, h2, h3, li, p, ul};
use hoso_view::{IntoNode, Node, Signal};

use crate::config::DeploymentConfig;
use crate::i18n::lang::Lang;
use crate::i18n::messages::{localized, message};
use crate::second_module;

/// Renders one card per procedure. A card links to the wizard and lists what to have ready.
///
/// Once `lists_drafts` is set, the second module lists the drafts on this device.
pub fn landing(config: &DeploymentConfig, lang: Signal<Lang>, lists_drafts: Signal<bool>) -> Node {
    let home = config.home.as_str();
    let base = config.home.clone();
    let saved = (move || {
        // Read first: the module is there only once this signal is set.
        let lists_drafts = lists_drafts.get();
        let module = second_module::get().filter(|_| lists_drafts);
        module.map(|module| (module.saved_drafts)(lang, &base))
    })
    .into_node();
    let cards = hoso_procedures::FIRST_STEPS
        .iter()
        .map(|procedure| card(home, lang, procedure.definition));
    [
        h1().child(message(lang, "ui.landing_title")).into_node(),
        p().class("lead")
            .child(message(lang, "ui.landing_lead"))
            .into_node(),
        saved,
        ul().class("procedure-list")
            .attr("role", "list")
            .children(cards)
            .into_node(),
        h2().child(message(lang, "ui.other_ways_title")).into_node(),
        p().child(message(lang, "ui.other_ways")).into_node(),
    ]
    .into_node()
}

fn card(home: &str, lang: Signal<Lang>, definition: &'static Definition) -> Node {
    let href = [home, definition.code, "/"].concat();
    let head = div()
        .class("procedure-card__head")
        .child(
            h2().class("procedure-card__title").child(
                a().class("procedure-card__link")
                    .attr("href", href)
                    .child(localized(lang, definition.title)),
            ),
        )
        .child(
            p().class("procedure-card__line")
                .child(localized(lang, definition.form)),
        );
    let ready = definition
        .have_ready
        .iter()
        .map(|text| li().child(localized(lang, text)));
    let body = div()
        .class("procedure-card__body")
        .child(
            h3().class("procedure-card__subtitle")
                .child(message(lang, "ui.have_ready")),
        )
        .child(ul().class("procedure-card__ready").children(ready))
        .child(
            p().class("procedure-card__time")
                .child(localized(lang, definition.duration)),
        );
    li().class("procedure-card")
        .child(head)
        .child(body)
        .into_node()
}

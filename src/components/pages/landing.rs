//! The landing page: the drafts on this device, and every service in the words of a citizen.

use hoso_view::html::{div, h1, h2, input, label, p};
use hoso_view::{IntoNode, Node, Signal};

use crate::config::DeploymentConfig;
use crate::i18n::lang::Lang;
use crate::i18n::messages::{format_message, message, template};
use crate::second_module;

/// Renders the drafts, the search field and the list of services.
///
/// Once `lists_drafts` is set, the second module lists the drafts on this device. `found` is the number
/// of services that fit the search field, while something is searched.
pub fn landing(
    config: &DeploymentConfig,
    lang: Signal<Lang>,
    lists_drafts: Signal<bool>,
    found: Signal<Option<usize>>,
) -> Node {
    let base = config.home.clone();
    let receiver = config.receiver.clone();
    let saved = (move || {
        // Read first: the module is there only once this signal is set.
        let lists_drafts = lists_drafts.get();
        let module = second_module::get().filter(|_| lists_drafts);
        module.map(|module| (module.saved_drafts)(lang, &base))
    })
    .into_node();
    [
        h1().child(message(lang, "ui.landing_title")).into_node(),
        p().class("lead")
            .child(message(lang, "ui.landing_lead"))
            .into_node(),
        saved,
        search(lang, found),
        div()
            .class("services")
            .children(services(&config.home))
            .into_node(),
        h2().child(message(lang, "ui.other_ways_title")).into_node(),
        p().child(move || receiver.fill_hotline(template(lang.get(), "ui.other_ways")))
            .into_node(),
    ]
    .into_node()
}

/// Renders the search field. Without scripts it would do nothing, so the prerendered page has none.
fn search(lang: Signal<Lang>, found: Signal<Option<usize>>) -> Node {
    if !cfg!(feature = "hydrate") {
        return Node::Empty;
    }
    div()
        .class("search")
        .child(
            label()
                .attr("for", "search")
                .child(message(lang, "ui.search")),
        )
        .child(
            input()
                .id("search")
                .class("input")
                .attr("type", "search")
                .attr("autocomplete", "off"),
        )
        .child(p().attr("role", "status").child(move || {
            found.get().map_or_else(String::new, |n| {
                let args = [("n", n.to_string())];
                format_message(lang.get(), "ui.search_found", &args)
            })
        }))
        .into_node()
}

/// Returns an empty text: hydration then keeps the prerendered list as it is, so that its texts are not
/// in the first module. `src/browser/service_list.rs` translates them.
#[cfg(feature = "hydrate")]
fn services(_: &str) -> [Node; 1] {
    [Node::Text("".into())]
}

#[cfg(not(feature = "hydrate"))]
use prerendered::services;

#[cfg(not(feature = "hydrate"))]
mod prerendered {
    use hoso_dossier::{Definition, ServiceGroup};
    use hoso_view::html::{a, details, div, h2, h3, li, p, section, summary, ul};
    use hoso_view::{Element, IntoNode, Node};

    use crate::i18n::lang::Lang;
    use crate::i18n::messages::template;

    /// Renders each group with its services: plain links.
    pub(super) fn services(home: &str) -> Vec<Node> {
        let groups = ServiceGroup::ALL.into_iter();
        groups.map(|group| section_of(home, group)).collect()
    }

    fn section_of(home: &str, group: ServiceGroup) -> Node {
        let title = match group {
            ServiceGroup::Join => "ui.group_join",
            ServiceGroup::Account => "ui.group_account",
            ServiceGroup::Card => "ui.group_card",
            ServiceGroup::Money => "ui.group_money",
            ServiceGroup::Place => "ui.group_place",
        };
        let definitions = hoso_procedures::ALL.iter().map(|one| one.definition);
        let cards = definitions
            .filter(|definition| definition.group == group)
            .map(|definition| card(home, definition));
        section()
            .class("service-group")
            .child(text(h2(), template(Lang::SOURCE, title)))
            .child(
                ul().class("procedure-list")
                    .attr("role", "list")
                    .children(cards),
            )
            .into_node()
    }

    /// Renders a text that the browser translates in place.
    fn text(element: Element, text: &'static str) -> Element {
        element.attr("data-text", "").child(text)
    }

    fn card(home: &str, definition: &'static Definition) -> Node {
        let link = a()
            .class("procedure-card__link")
            .attr("href", [home, definition.code, "/"].concat());
        let head = div()
            .class("procedure-card__head")
            .child(
                h3().class("procedure-card__title")
                    .child(text(link, definition.title)),
            )
            .child(text(p(), definition.lead).class("procedure-card__line"));
        let ready = (!definition.have_ready.is_empty()).then(|| ready(definition));
        li().class("procedure-card")
            .child(head)
            .child(ready)
            .into_node()
    }

    /// Renders what to have ready, collapsed. It opens without scripts.
    fn ready(definition: &'static Definition) -> Node {
        let rows = definition.have_ready.iter().map(|ready| text(li(), ready));
        let title = template(Lang::SOURCE, "ui.have_ready");
        let duration = (!definition.duration.is_empty()).then(|| text(p(), definition.duration));
        details()
            .class("details procedure-card__more")
            .child(text(summary(), title).class("details__summary"))
            .child(
                div()
                    .class("details__text")
                    .child(ul().children(rows))
                    .child(duration),
            )
            .into_node()
    }
}

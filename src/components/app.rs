//! The root of a wizard and of the landing page: header, main, footer, and the current view.

use hoso_view::html::{div, p};
use hoso_view::prelude::*;
use hoso_view::{IntoNode, Node, Signal, html};

use crate::components::pages::{landing, step};
use crate::components::parts::header::{footer, header, language_switch};
use crate::config::{DeliveryMode, DeploymentConfig};
use crate::i18n::lang::Lang;
use crate::i18n::messages::message;
use crate::second_module;
use crate::wizard::Wizard;
use crate::wizard::navigation::View;

/// Renders a wizard, with the header and footer of the page if `chrome` is set. A portal that
/// embeds the wizard has its own header and footer, so it clears `chrome`.
pub fn app(wizard: Wizard, chrome: bool) -> Node {
    let config = wizard.with_config(Clone::clone);
    // A page has one `main` element. In a portal that element belongs to the portal.
    let main = (if chrome { html::main() } else { html::div() })
        .class("main")
        .attr("tabindex", "-1")
        .child(trial(&config, wizard.lang))
        .child(notice(wizard))
        .child(move || {
            second_module::get_tracked(wizard).map(|module| (module.other_drafts)(wizard))
        })
        .child(move || {
            second_module::get_tracked(wizard)
                .map(|module| untrack(|| (module.return_link)(wizard)))
        })
        .child(move || {
            let current = wizard.navigation.view.get();
            untrack(|| view(wizard, current))
        })
        .child(move || {
            let module = second_module::get_tracked(wizard)
                .filter(|_| matches!(wizard.navigation.view.get(), View::Step(_)));
            module.map(|module| untrack(|| (module.step_footer)(wizard)))
        });
    div()
        .class("hoso")
        .attr("lang", move || Some(wizard.lang.get().tag()))
        .child(chrome.then(|| {
            header(
                &config,
                wizard.lang,
                Some(language_switch(wizard.lang, &config)),
            )
        }))
        .child(main)
        .child(chrome.then(|| footer(&config, wizard.lang, move || footer_promise(wizard))))
        .into_node()
}

/// Returns the code of what the footer says about the answers: after the dossier was received, and
/// where nothing is sent, it promises nothing about sending.
fn footer_promise(wizard: Wizard) -> &'static str {
    if !wizard.keeps_draft() {
        "ui.footer_guide"
    } else if matches!(wizard.navigation.view.get(), View::Receipt | View::Payment)
        || !wizard.is_dossier()
    {
        "ui.footer_kept"
    } else {
        wizard.with_config(promise)
    }
}

/// Returns the code of what the footer says before anything was sent.
pub fn promise(config: &DeploymentConfig) -> &'static str {
    match config.mode {
        DeliveryMode::File => "ui.footer_kept",
        DeliveryMode::Intake | DeliveryMode::Multipart => "ui.footer",
    }
}

/// Renders the notice that this is a trial, on every page: what is sent reaches no agency.
pub fn trial(config: &DeploymentConfig, lang: Signal<Lang>) -> Node {
    config
        .receiver
        .is_trial
        .then(|| p().class("trial").child(message(lang, "ui.trial")))
        .into_node()
}

fn view(wizard: Wizard, view: View) -> Node {
    match view {
        View::Step(step_index) => step::step(wizard, step_index),
        _ => second_module::get()
            .map(|module| (module.view)(wizard, view))
            .into_node(),
    }
}

/// Renders the notice about the draft, for example that another window has continued it. A screen
/// reader announces it.
fn notice(wizard: Wizard) -> Node {
    (move || {
        Some(wizard.draft.notice.get())
            .filter(|code| !code.is_empty())
            .map(|code| {
                p().class("notice notice--warning")
                    .attr("role", "status")
                    .child(message(wizard.lang, code))
            })
    })
    .into_node()
}

/// Renders the landing page with header and footer.
pub fn home(
    config: &DeploymentConfig,
    lang: Signal<Lang>,
    lists_drafts: Signal<bool>,
    found: Signal<Option<usize>>,
) -> Node {
    let promise = promise(config);
    div()
        .class("hoso")
        .attr("lang", move || Some(lang.get().tag()))
        .child(header(config, lang, Some(language_switch(lang, config))))
        .child(
            html::main()
                .class("main")
                .attr("tabindex", "-1")
                .child(trial(config, lang))
                .child(landing::landing(config, lang, lists_drafts, found)),
        )
        .child(footer(config, lang, move || promise))
        .into_node()
}

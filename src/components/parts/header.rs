//! The head of the page: whose it is, and the languages. Switching loses nothing.

use crate::config::DeploymentConfig;
use crate::dom::el;
use crate::dom::{Node, live};
use crate::i18n::lang::Lang;
use crate::i18n::messages::message;
use crate::i18n::switch::switch_language;
use crate::platform;
use crate::signal::Signal;

/// The head of a page.
pub fn header(config: &DeploymentConfig, lang: Signal<Lang>) -> Node {
    let path = |fill: &'static str, d: &'static str| el("path").attr("fill", fill).attr("d", d);
    let mark = el("svg")
        .class("page-header__mark")
        .attr("viewBox", "0 0 34 38")
        .attr("width", "34")
        .attr("height", "38")
        .attr("aria-hidden", "true")
        .attr("focusable", "false")
        .child(path(
            "#fff",
            "M6 1h16l9 9v23a4 4 0 0 1-4 4H6a4 4 0 0 1-4-4V5a4 4 0 0 1 4-4z",
        ))
        .child(path("#f3b61f", "M22 1l9 9h-6a3 3 0 0 1-3-3z"))
        .child(
            path(
                "none",
                "M8 15h12M8 29c3-4 6-4 9 0s6 4 9 0M8 22c3-4 6-4 9 0s6 4 9 0",
            )
            .attr("stroke", "#0a5a70")
            .attr("stroke-width", "3")
            .attr("stroke-linecap", "round"),
        );
    let name = el("span")
        .child(el("span").class("page-header__name").child("Hồ Sơ"))
        .child(
            el("span")
                .class("page-header__province")
                .child(config.brand.clone()),
        );
    el("header")
        .class("page-header")
        .child(
            el("div")
                .class("page-header__inner")
                .child(
                    el("a")
                        .class("page-header__home")
                        .attr("href", config.home.clone())
                        .child(mark)
                        .child(name),
                )
                .child(language_switch(
                    lang,
                    config.asset_url("english").map(str::to_owned),
                )),
        )
        .into()
}

/// Two buttons, one pressed. Each is named in its own language.
pub fn language_switch(lang: Signal<Lang>, english: Option<String>) -> Node {
    let failed = Signal::new(false);
    let button = move |of: Lang, name: &'static str, english: Option<String>| {
        el("button")
            .class("language-switch__button")
            .attr("type", "button")
            .attr("lang", of.tag())
            .live("aria-pressed", move || {
                Some(if lang.get() == of { "true" } else { "false" })
            })
            .on("click", move |_| {
                platform::store_language(of.tag());
                switch_language(lang, of, english.clone(), failed);
            })
            .child(name)
    };
    el("div")
        .class("language-switch")
        .attr("role", "group")
        .attr("aria-label", "Ngôn ngữ / Language")
        .child(button(Lang::Vi, "Tiếng Việt", None))
        .child(button(Lang::En, "English", english))
        .child(
            el("span")
                .class("visually-hidden")
                .attr("role", "status")
                .child(live(move || {
                    // In both languages, since the one that is wanted is the one that is missing.
                    if failed.get() {
                        "Chưa tải được tiếng Anh. English could not be loaded."
                    } else {
                        ""
                    }
                })),
        )
        .into()
}

/// The foot of a page.
pub fn footer(home: String, lang: Signal<Lang>) -> Node {
    el("footer")
        .class("footer")
        .child(
            el("div")
                .class("footer__inner")
                .child(el("p").child(message(lang, "ui.footer")))
                .child(
                    el("ul").class("footer__links").attr("role", "list").child(
                        el("li").child(
                            el("a")
                                .attr("href", home)
                                .child(message(lang, "ui.all_procedures")),
                        ),
                    ),
                ),
        )
        .into()
}

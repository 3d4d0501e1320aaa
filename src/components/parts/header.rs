//! Header and footer of a page.

use hoso_locales::LANGUAGE_WORDS;
use hoso_view::html::{a, div, li, p, span, ul};
use hoso_view::{IntoNode, Node, Signal, ev, html, svg};

use crate::config::DeploymentConfig;
use crate::i18n::lang::Lang;
use crate::i18n::messages::{format_message, message};
use crate::i18n::switch::switch_language;
use crate::platform;

/// Renders the header: the name of the deployment, which links to the landing page, and the
/// language buttons, if any.
pub fn header(config: &DeploymentConfig, lang: Signal<Lang>, languages: Option<Node>) -> Node {
    let path = |fill: &'static str, d: &'static str| svg::path().attr("fill", fill).attr("d", d);
    let mark = svg::svg()
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
    let name = span()
        .child(
            span()
                .class("page-header__name")
                .child(message(lang, "ui.social_insurance")),
        )
        .child(
            span()
                .class("page-header__province")
                .child(config.brand.clone()),
        );
    html::header()
        .class("page-header")
        .child(
            div()
                .class("page-header__inner")
                .child(
                    a().class("page-header__home")
                        .attr("href", config.home.clone())
                        .child(mark)
                        .child(name),
                )
                .child(languages),
        )
        .into_node()
}

/// Renders one button per language, each labelled in that language. Switching keeps all answers.
pub fn language_switch(lang: Signal<Lang>, config: &DeploymentConfig) -> Node {
    let failure = Signal::new("");
    let button = |language: Lang| {
        let url = config.asset_url(language.tag()).map(str::to_owned);
        html::button()
            .class("language-switch__button")
            .attr("type", "button")
            .attr("lang", language.tag())
            .attr("aria-pressed", move || {
                Some(if lang.get() == language {
                    "true"
                } else {
                    "false"
                })
            })
            .on(ev::click, move |_| {
                platform::store_language(language.tag());
                switch_language(lang, language, url.clone(), failure);
            })
            .child(language.name())
            .into_node()
    };
    div()
        .class("language-switch")
        .attr("role", "group")
        .attr("aria-label", LANGUAGE_WORDS)
        .children(Lang::all().map(button))
        .child(
            span()
                .class("visually-hidden")
                .attr("role", "status")
                .child(move || failure.get()),
        )
        .into_node()
}

/// Renders the footer: where the answers are, by message code, the hotline, and the pages of the
/// deployment.
pub fn footer(
    config: &DeploymentConfig,
    lang: Signal<Lang>,
    promise: impl Fn() -> &'static str + 'static,
) -> Node {
    let receiver = &config.receiver;
    let name = [("receiver", receiver.name.clone())];
    let link = |url: String, label: Node| li().child(a().attr("href", url).child(label));
    let digits = receiver.hotline.chars().filter(char::is_ascii_digit);
    let phone = ["tel:", &digits.collect::<String>()].concat();
    let hotline = (!receiver.hotline.is_empty()).then(|| {
        let number = [("number", receiver.hotline.clone())];
        let label = move || format_message(lang.get(), "ui.hotline", &number);
        li().child(a().attr("href", phone).child(label))
    });
    html::footer()
        .class("footer")
        .child(
            div()
                .class("footer__inner")
                .child(p().child(move || format_message(lang.get(), promise(), &name)))
                .child(
                    ul().class("footer__links")
                        .attr("role", "list")
                        .child(link(
                            config.home.clone(),
                            message(lang, "ui.all_procedures"),
                        ))
                        .child(hotline)
                        .child(link(config.privacy_url(), message(lang, "ui.privacy")))
                        .child(link(
                            config.accessibility_url(),
                            message(lang, "ui.accessibility"),
                        )),
                ),
        )
        .into_node()
}

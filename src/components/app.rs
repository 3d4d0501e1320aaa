//! The whole of what is mounted into a root: the page around, and the page that
//! the wizard is at.

use leptos::prelude::*;

use crate::components::header::{footer, header};
use crate::components::{handover, landing, payment, receipt, sending, step};
use crate::dom::{Node, dynamic, el};
use crate::form::{Form, Page, Wish};
use crate::later;
use crate::live::Live;
use crate::settings::Settings;
use crate::texts::{self, Lang, say};

/// A wizard with its page around it. `chrome` is off where a portal has its own.
pub fn app(form: Form, chrome: bool) -> Node {
    let settings = form.settings.get_value();
    // Within a portal's page the portal has the one `main`.
    let main = el(if chrome { "main" } else { "div" })
        .class("main")
        .attr("tabindex", "-1")
        .child(told(form))
        .child(dynamic(move || {
            later::get_live(form).map(|later| (later.other_drafts)(form))
        }))
        .child(dynamic(move || {
            later::get_live(form).map(|later| untrack(|| (later.way_back)(form)))
        }))
        .child(dynamic(move || {
            let page = form.page.get();
            untrack(|| shown(form, page))
        }))
        .child(dynamic(move || {
            let later = later::get_live(form).filter(|_| matches!(form.page.get(), Page::Step(_)));
            later.map(|later| untrack(|| (later.foot)(form)))
        }));
    el("div")
        .class("hoso")
        .live("lang", move || Some(form.lang.get().tag()))
        .child(chrome.then(|| header(&settings, form.lang)))
        .child(main)
        .child(chrome.then(|| footer(settings.home.clone(), form.lang)))
        .into()
}

fn shown(form: Form, page: Page) -> Node {
    match page {
        Page::Step(place) => step::step(form, place),
        _ => later::get().map(|later| (later.page)(form, page)).into(),
    }
}

/// The pages behind the questions.
pub fn later_page(form: Form, page: Page) -> Node {
    match page {
        Page::Step(_) => Node::Empty,
        Page::Payment => payment::payment(form),
        Page::Sending => sending::sending(form),
        Page::Receipt => receipt::receipt(form),
        Page::Handover => handover::handover(form),
    }
}

/// Says what became of the draft, for example that another window has gone on with it.
fn told(form: Form) -> Node {
    dynamic(move || {
        Some(form.told.get())
            .filter(|code| !code.is_empty())
            .map(|code| {
                el("p")
                    .class("notice notice--warning")
                    .attr("role", "status")
                    .child(say(form.lang, code))
            })
    })
}

/// The other drafts on this machine; each can be opened, none is lost.
pub fn other_drafts(form: Form) -> Node {
    dynamic(move || {
        let others = form.others.get();
        let unreadable = form.unreadable.get();
        if form.page.get() != Page::Step(0) {
            return Node::Empty;
        }
        let notice = |code: &'static str| {
            el("p")
                .class("notice notice--warning")
                .child(say(form.lang, code))
        };
        let unreadable = unreadable.then(|| notice("ui.draft_unreadable"));
        // Ages, months and the day of the declaration hang on it, and the receiver has its own.
        let clock = clock_is_wrong(form).then(|| notice("ui.clock_wrong"));
        if others.is_empty() {
            return Node::from([clock.into(), unreadable.into()]);
        }
        let entries = others.into_iter().map(|(key, saved_at, number)| {
            let (time, date) = receipt::when(saved_at);
            let (code, args) = if number.is_empty() {
                ("ui.open_draft", [("time", time), ("date", date)])
            } else {
                ("ui.open_receipt", [("number", number), ("date", date)])
            };
            let label = texts::filled(form.lang.get(), code, &args);
            el("li").child(
                el("button")
                    .class("button button--secondary button--small")
                    .attr("type", "button")
                    .on("click", move |_| form.wish.set(Wish::Open(key.clone())))
                    .child(label),
            )
        });
        let list = el("div")
            .class("notice")
            .child(el("p").child(say(form.lang, "ui.other_drafts")))
            .child(el("ul").attr("role", "list").children(entries));
        Node::from([clock.into(), unreadable.into(), list.into()])
    })
}

/// How many years after its definition a page may still be in use.
const YEARS: u16 = 10;

/// Is the day of this device before the year of the definition, or years after it?
fn clock_is_wrong(form: Form) -> bool {
    let made = form.procedure().definition.version.get(..4);
    let made: Option<u16> = made.and_then(|year| year.parse().ok());
    let now = form.today.get().year();
    made.is_some_and(|made| now < made || now > made.saturating_add(YEARS))
}

/// The landing page with its page around it.
pub fn home(settings: &Settings, lang: Live<Lang>) -> Node {
    el("div")
        .class("hoso")
        .live("lang", move || Some(lang.get().tag()))
        .child(header(settings, lang))
        .child(
            el("main")
                .class("main")
                .attr("tabindex", "-1")
                .child(landing::landing(settings, lang)),
        )
        .child(footer(settings.home.clone(), lang))
        .into()
}

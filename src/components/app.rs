//! The whole of what is mounted into a root: the page around, and the page that
//! the wizard is at.

use leptos::prelude::*;

use crate::components::header::{footer, header};
use crate::components::{handover, landing, payment, receipt, sending, step};
use crate::dom::{Node, dynamic, el};
use crate::form::{Form, Page};
use crate::settings::Settings;
use crate::texts::{Lang, say};

/// A wizard with its page around it. `chrome` is off where a portal has its own.
pub fn app(form: Form, chrome: bool) -> Node {
    let settings = form.settings.get_value();
    let main = el("main")
        .class("main")
        .attr("tabindex", "-1")
        .child(other_window(form))
        .child(dynamic(move || {
            let page = form.page.get();
            untrack(|| shown(form, page))
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
        Page::Payment => payment::payment(form),
        Page::Sending => sending::sending(form),
        Page::Receipt => receipt::receipt(form),
        Page::Handover => handover::handover(form),
    }
}

/// Says that another window has the same draft open and that this one keeps its own.
fn other_window(form: Form) -> Node {
    dynamic(move || {
        form.forked.get().then(|| {
            el("p").class("notice notice--warning").attr("role", "status").child(say(form.lang, "ui.forked"))
        })
    })
}

/// The landing page with its page around it.
pub fn home(settings: &Settings, lang: RwSignal<Lang>) -> Node {
    el("div")
        .class("hoso")
        .live("lang", move || Some(lang.get().tag()))
        .child(header(settings, lang))
        .child(el("main").class("main").attr("tabindex", "-1").child(landing::landing(settings, lang)))
        .child(footer(settings.home.clone(), lang))
        .into()
}

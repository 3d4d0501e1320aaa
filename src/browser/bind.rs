//! Binds a wizard, once the later part of the program is here: to the store of drafts, to the
//! network, to the address, to the focus and to the clock.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{self, HtmlElement};

use crate::browser::keep::Keeper;
use crate::browser::start::today;
use crate::browser::{history, photos, send};
use crate::dom::effect;
use crate::form::{Form, Page};
use crate::web;

/// Binds the wizard of a root. Only one of the page owns the address.
pub fn bind(form: Form, root: HtmlElement, owns_page: bool) {
    let kept_root = root.clone();
    lead_the_focus(form, root, owns_page);
    judge_after_taps(form);
    let owner = Owner::current();
    web::spawn(async move {
        let keeper = Keeper::start(form, owner.clone()).await;
        let bind = move || {
            photos::bind(form, kept_root, keeper.clone());
            send::bind(form, keeper);
            if owns_page {
                open_first(form);
                history::bind(form);
                name_the_page(form);
            } else {
                open(form, &form.restore_page.get_value().unwrap_or_default());
                // The focus stays where the person is in the portal's page.
                form.focus.set(None);
            }
            keep_the_day(form);
        };
        match owner {
            Some(owner) => owner.with(bind),
            None => bind(),
        }
    });
}

/// Opens the step of the address; without one, where the person stopped.
fn open_first(form: Form) {
    let wanted = history::fragment();
    let wanted = if wanted.is_empty() {
        form.restore_page.get_value().unwrap_or_default()
    } else {
        wanted
    };
    open(form, &wanted);
}

/// Opens a page by its name, as far as the answers allow it.
fn open(form: Form, wanted: &str) {
    if !matches!(form.page.get_untracked(), Page::Step(_)) {
        return;
    }
    if !wanted.is_empty() {
        form.open(wanted);
    }
}

/// The title of the page names the step and says when something is to be mended.
fn name_the_page(form: Form) {
    effect(move || {
        let lang = form.lang.get();
        let mut title = String::new();
        if form.summary.get() == crate::form::Summary::Errors {
            title.push_str(crate::texts::raw(lang, "ui.title_error"));
        }
        match form.page.get() {
            Page::Step(place) => title.push_str(lang.pick(&form.step(place).title)),
            Page::Payment => {
                if let Some(none) = &form.procedure().definition.no_declaration {
                    title.push_str(lang.pick(&none.title));
                }
            }
            Page::Sending => title.push_str(crate::texts::raw(lang, "ui.sending_title")),
            Page::Receipt => title.push_str(crate::texts::raw(lang, "ui.receipt_title")),
            Page::Handover => title.push_str(crate::texts::raw(lang, "ui.file_title")),
        }
        title.push_str(" – ");
        title.push_str(lang.pick(&form.procedure().definition.title));
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            document.set_title(&title);
        }
    });
}

/// Shows what is wrong with a question that was left once the tap is over that led away from it.
fn judge_after_taps(form: Form) {
    let down = Rc::new(Cell::new(false));
    let waiting = Rc::new(Cell::new(false));
    // A click belongs to the same task as the release before it, or, by touch, as the change of
    // focus: one turn later it is done.
    let judge = move || Timeout::new(0, move || form.judge()).forget();
    if let Some(window) = web_sys::window() {
        let capture = EventListenerOptions::run_in_capture_phase();
        let pressed = down.clone();
        EventListener::new_with_options(&window, "pointerdown", capture, move |_| {
            pressed.set(true);
        })
        .forget();
        for end in ["pointerup", "pointercancel"] {
            let (pressed, waiting) = (down.clone(), waiting.clone());
            EventListener::new_with_options(&window, end, capture, move |_| {
                pressed.set(false);
                if waiting.take() {
                    judge();
                }
            })
            .forget();
        }
    }
    let mut before = form.left.get_untracked();
    effect(move || {
        let now = form.left.get();
        if core::mem::replace(&mut before, now) == now {
            return;
        }
        if down.get() {
            waiting.set(true);
        } else {
            judge();
        }
    });
}

/// Leads the focus where it belongs after the page has changed: to the heading,
/// to the summary, to a question. Looks only inside the wizard's own root.
///
/// A page of its own begins at its top; one within a portal's page, at the wizard.
fn lead_the_focus(form: Form, root: HtmlElement, owns_page: bool) {
    let root = StoredValue::new_local(root);
    bring_into_view(form, root);
    effect(move || {
        let Some(target) = form.focus.get() else {
            return;
        };
        form.focus.set(None);
        // The new page is in place one frame later.
        request_animation_frame(move || {
            root.with_value(|root| {
                let selector = match target.as_str() {
                    "h1" => "h1".to_owned(),
                    "summary" => "[data-hoso-summary]".to_owned(),
                    id => ["[id=\"", id, "\"]"].concat(),
                };
                let Ok(Some(element)) = root.query_selector(&selector) else {
                    return;
                };
                let Ok(element) = element.dyn_into::<HtmlElement>() else {
                    return;
                };
                if target == "h1" && owns_page {
                    if let Some(window) = web_sys::window() {
                        window.scroll_to_with_x_and_y(0.0, 0.0);
                    }
                } else if target == "h1" {
                    root.scroll_into_view();
                } else {
                    // The label must be in view, not only the control.
                    let above = element.closest(".field").ok().flatten();
                    above
                        .unwrap_or_else(|| element.clone().into())
                        .scroll_into_view();
                }
                let options = web_sys::FocusOptions::new();
                options.set_prevent_scroll(true);
                let _ = element.focus_with_options(&options);
            });
        });
    });
}

/// Brings a list into view that has opened, and an entry of it that the arrow keys have reached.
fn bring_into_view(form: Form, root: StoredValue<HtmlElement, LocalStorage>) {
    effect(move || {
        let Some(id) = form.into_view.get() else {
            return;
        };
        // What has just been opened is in place one frame later.
        request_animation_frame(move || {
            root.with_value(|root| {
                let found = root.query_selector(&["[id=\"", &id, "\"]"].concat());
                if let Ok(Some(element)) = found {
                    show(&element);
                }
            });
        });
    });
}

/// Scrolls no further than it needs to: an entry within its list; a list that does not fit below
/// its box, together with the box.
fn show(element: &web_sys::Element) {
    let around = element.closest(".combobox").ok().flatten();
    let list = element.get_attribute("role").as_deref() == Some("listbox");
    if !list {
        let nearest = web_sys::ScrollIntoViewOptions::new();
        nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&nearest);
        return;
    }
    let height = web_sys::window()
        .and_then(|window| Some(window.visual_viewport()?.height()))
        .unwrap_or_default();
    if let Some(around) = around
        && element.get_bounding_client_rect().bottom() > height
    {
        around.scroll_into_view();
    }
}

/// A page that stays open over midnight judges by the new day.
fn keep_the_day(form: Form) {
    if let Some(window) = web_sys::window() {
        EventListener::new(&window, "focus", move |_| {
            if let Some(day) = today()
                && day != form.today.get_untracked()
            {
                form.today.set(day);
                form.judge();
            }
        })
        .forget();
    }
}

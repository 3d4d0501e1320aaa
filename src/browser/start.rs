//! Starts every wizard of the page: takes in what was typed before the code
//! arrived, hydrates, then brings back the draft.

use gloo::events::EventListener;
use hoso_dossier::{Answer, Answers, Kind, Procedure, instant};
use hoso_identifiers::Date;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{
    self, Element, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
};

use crate::browser::keep::Keeper;
use crate::browser::{history, send};
use crate::components::app;
use crate::dom::{self, effect};
use crate::form::{Form, Page};
use crate::live::Live;
use crate::settings::Settings;
use crate::texts::Lang;
use crate::web;

/// Finds the roots of the page and brings them to life.
pub fn start() {
    std::panic::set_hook(Box::new(|_| {
        // The page around shows what to do; nothing of the panic is personal data,
        // and nothing of it is of use to a citizen.
        if let Some(window) = web_sys::window()
            && let Ok(event) = web_sys::Event::new("hoso-failed")
        {
            let _ = window.dispatch_event(&event);
        }
    }));
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    let settings = document
        .get_element_by_id("hoso-config")
        .and_then(|block| block.text_content())
        .map(|block| Settings::read(&block))
        .unwrap_or_default();
    // A second start of the executor is refused and no harm.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    let Ok(roots) = document.query_selector_all("[data-hoso]") else {
        return;
    };
    for i in 0..roots.length() {
        if let Some(root) = roots
            .get(i)
            .and_then(|node| node.dyn_into::<HtmlElement>().ok())
        {
            mount(root, settings.clone(), i);
        }
    }
}

fn today() -> Option<Date> {
    instant::vietnam_date(web::now())
}

fn mount(root: HtmlElement, settings: Settings, nth: u32) {
    let code = root.get_attribute("data-hoso").unwrap_or_default();
    if code.is_empty() {
        own(|| {
            let lang = Live::new(Lang::Vi);
            page_language(lang, root.clone());
            show(&root, app::home(&settings, lang));
        });
        live(&root);
        return;
    }
    let (Some(procedure), Some(today)) = (hoso_procedures::find(&code), today()) else {
        return;
    };
    let typed = typed_before(&root, procedure);
    let early = !typed.is_empty();
    // The first wizard owns the page: its ids are plain, its step stands in the address.
    let owns_page = nth == 0 && root.has_attribute("data-hoso-page");
    let prefix = if nth == 0 {
        String::new()
    } else {
        ["hoso", &nth.to_string(), "-"].concat()
    };
    own(|| {
        let form = Form::new(procedure, settings, prefix, typed, today);
        form.early.set_value(early);
        page_language(form.lang, root.clone());
        lead_the_focus(form, root.clone());
        let owner = Owner::current();
        web::spawn(async move {
            let keeper = Keeper::start(form, owner.clone()).await;
            let bind = move || {
                send::bind(form, keeper);
                if owns_page {
                    open_first(form);
                    history::bind(form);
                    name_the_page(form);
                }
                keep_the_day(form);
            };
            match owner {
                Some(owner) => owner.with(bind),
                None => bind(),
            }
        });
        // A portal's own page has its own head and foot.
        show(&root, app::app(form, !root.has_attribute("data-hoso-bare")));
    });
    live(&root);
}

/// Runs within an owner that lives as long as the page.
fn own(start: impl FnOnce()) {
    let owner = Owner::new();
    owner.with(start);
    std::mem::forget(owner);
}

/// Takes over what is prerendered; into an empty root it builds.
fn show(root: &HtmlElement, view: dom::Node) {
    if root.first_element_child().is_some() {
        dom::hydrate(root, view);
    } else {
        dom::build_into(root, view);
    }
}

fn live(root: &HtmlElement) {
    let _ = root.set_attribute("data-hoso-live", "");
}

/// Takes in what was typed and ticked before the code arrived.
fn typed_before(root: &HtmlElement, procedure: &'static Procedure) -> Answers {
    let mut answers = Answers::default();
    let Ok(controls) = root.query_selector_all("[name]") else {
        return answers;
    };
    for i in 0..controls.length() {
        let Some(control) = controls
            .get(i)
            .and_then(|node| node.dyn_into::<Element>().ok())
        else {
            continue;
        };
        let name = control.get_attribute("name").unwrap_or_default();
        let Some((_, field)) = procedure.definition.field(&name) else {
            continue;
        };
        if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
            match input.type_().as_str() {
                "checkbox" if matches!(field.kind, Kind::Choices(_)) => {
                    if input.checked() {
                        let mut ids = answers.many(&name).to_vec();
                        ids.push(input.value());
                        answers.set(&name, Answer::Many(ids));
                    }
                }
                "radio" | "checkbox" => {
                    if input.checked() {
                        answers.set_text(&name, input.value());
                    }
                }
                _ => keep_text(&mut answers, &name, input.value()),
            }
        } else if let Some(select) = control.dyn_ref::<HtmlSelectElement>() {
            keep_text(&mut answers, &name, select.value());
        } else if let Some(area) = control.dyn_ref::<HtmlTextAreaElement>() {
            keep_text(&mut answers, &name, area.value());
        }
    }
    answers
}

fn keep_text(answers: &mut Answers, name: &str, text: String) {
    if !text.is_empty() {
        answers.set_text(name, web::nfc(text));
    }
}

/// Opens the step of the address; without one, where the person stopped.
fn open_first(form: Form) {
    if !matches!(form.page.get_untracked(), Page::Step(_)) {
        return;
    }
    let wanted = history::fragment();
    let wanted = if wanted.is_empty() {
        form.restore_page.get_value().unwrap_or_default()
    } else {
        wanted
    };
    match wanted.as_str() {
        "" => {}
        "payment" if form.answers(|answers| !form.procedure.definition.declares(answers)) => {
            if form.report().passes() {
                form.go(Page::Payment);
            } else {
                form.open("");
            }
        }
        other => form.open(other),
    }
}

/// The root says its language, so that it is read aloud in it.
fn page_language(lang: Live<Lang>, root: HtmlElement) {
    let root = StoredValue::new_local(root);
    effect(move || {
        let tag = lang.get().tag();
        root.with_value(|root| {
            if let Some(document) = root.owner_document().and_then(|d| d.document_element())
                && root.has_attribute("data-hoso-page")
            {
                let _ = document.set_attribute("lang", tag);
            }
        });
    });
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
            Page::Payment => title.push_str(crate::texts::raw(lang, "ui.payment_title")),
            Page::Sending => title.push_str(crate::texts::raw(lang, "ui.sending_title")),
            Page::Receipt => title.push_str(crate::texts::raw(lang, "ui.receipt_title")),
            Page::Handover => title.push_str(crate::texts::raw(lang, "ui.file_title")),
        }
        title.push_str(" – ");
        title.push_str(lang.pick(&form.procedure.definition.title));
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            document.set_title(&title);
        }
    });
}

/// Leads the focus where it belongs after the page has changed: to the heading,
/// to the summary, to a question. Looks only inside the wizard's own root.
fn lead_the_focus(form: Form, root: HtmlElement) {
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
                if target == "h1" {
                    if let Some(window) = web_sys::window() {
                        window.scroll_to_with_x_and_y(0.0, 0.0);
                    }
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

/// Brings an entry of a list into view that the arrow keys have reached.
fn bring_into_view(form: Form, root: StoredValue<HtmlElement, LocalStorage>) {
    effect(move || {
        let Some(id) = form.into_view.get() else {
            return;
        };
        root.with_value(|root| {
            if let Ok(Some(element)) = root.query_selector(&["[id=\"", &id, "\"]"].concat()) {
                element.scroll_into_view_with_bool(false);
            }
        });
    });
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

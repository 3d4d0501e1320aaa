//! Starts every wizard of the page: takes in what was typed before the code
//! arrived, hydrates, then brings back the draft.

use hoso_dossier::{Answer, Answers, Kind, Procedure, timestamp};
use hoso_identifiers::Date;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{
    self, Document, Element, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
};

use crate::components::header::speak;
use crate::components::{app, field};
use crate::dom::{self, effect};
use crate::form::{Form, Line};
use crate::later;
use crate::live::Live;
use crate::settings::Settings;
use crate::texts::Lang;
use crate::web;

/// Finds the roots of the page and brings them to life.
pub fn start() {
    std::panic::set_hook(Box::new(|_| give_up()));
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
    for (nth, root) in (0..).zip(roots(&document)) {
        mount(root, settings.clone(), nth);
    }
}

/// The roots of the page in their order; of a host that is marked, those within its open shadow
/// root.
fn roots(document: &Document) -> Vec<HtmlElement> {
    let mut roots = Vec::new();
    let Ok(found) = document.query_selector_all("[data-hoso],[data-hoso-shadow]") else {
        return roots;
    };
    for i in 0..found.length() {
        let Some(element) = found
            .get(i)
            .and_then(|node| node.dyn_into::<HtmlElement>().ok())
        else {
            continue;
        };
        if !element.has_attribute("data-hoso-shadow") {
            roots.push(element);
            continue;
        }
        let inside = element
            .shadow_root()
            .and_then(|shadow| shadow.query_selector("[data-hoso]").ok().flatten())
            .and_then(|root| root.dyn_into::<HtmlElement>().ok());
        roots.extend(inside);
    }
    roots
}

/// Lets the page around show what to do when the program cannot go on; nothing of why is
/// personal data, and nothing of it is of use to a citizen.
fn give_up() {
    if let Some(window) = web_sys::window()
        && let Ok(event) = web_sys::Event::new("hoso-failed")
    {
        let _ = window.dispatch_event(&event);
    }
}

/// Today in Vietnam by the clock of this machine.
#[must_use]
pub fn today() -> Option<Date> {
    timestamp::vietnam_date(web::now())
}

fn mount(root: HtmlElement, settings: Settings, nth: u32) {
    let code = root.get_attribute("data-hoso").unwrap_or_default();
    if code.is_empty() {
        own(|| {
            let lang = Live::new(Lang::Vi);
            page_language(lang, root.clone());
            as_last_time(lang, &settings);
            show(&root, app::home(&settings, lang));
        });
        live(&root);
        return;
    }
    let (Some(procedure), Some(today)) = (hoso_procedures::first_step(&code), today()) else {
        return;
    };
    let first = procedure.definition.steps.first();
    if first.is_none_or(|step| step.fields.iter().all(field::is_early)) {
        wizard(root, settings, nth, procedure, today);
        return;
    }
    // Its first step needs controls of the later part, so the whole wizard waits for it.
    web::spawn(async move {
        match later::fetch().await {
            Ok(_) => wizard(root, settings, nth, procedure, today),
            Err(_) => give_up(),
        }
    });
}

fn wizard(
    root: HtmlElement,
    settings: Settings,
    nth: u32,
    procedure: &'static Procedure,
    today: Date,
) {
    let mut typed = typed_before(&root, procedure);
    ticked_last_time(&mut typed, procedure);
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
        form.settings
            .with_value(|settings| as_last_time(form.lang, settings));
        fetch_later(form, root.clone(), owns_page);
        remember_ticks(form);
        // A portal's own page has its own head and foot.
        show(&root, app::app(form, !root.has_attribute("data-hoso-bare")));
    });
    live(&root);
}

/// Fetches the later part; whenever a press of a button finds it missing, again.
fn fetch_later(form: Form, root: HtmlElement, owns_page: bool) {
    let root = StoredValue::new_local(root);
    let owner = StoredValue::new_local(Owner::current());
    let under_way = StoredValue::new(false);
    effect(move || {
        if form.line.get() != Line::Coming || under_way.get_value() {
            return;
        }
        under_way.set_value(true);
        web::spawn(async move {
            let later = later::fetch().await;
            under_way.set_value(false);
            let Ok(later) = later else {
                form.line.set(Line::Broken);
                return;
            };
            let arrive = move || {
                if let Some(procedure) = (later.find)(form.procedure().definition.code) {
                    form.adopt(procedure);
                }
                (later.bind)(form, root.get_value(), owns_page);
                if let Some(place) = form.pressed.try_update_value(Option::take).flatten() {
                    form.press(place);
                }
            };
            match owner.get_value() {
                Some(owner) => owner.with(arrive),
                None => arrive(),
            }
        });
    });
}

/// Speaks the language that was chosen last.
fn as_last_time(lang: Live<Lang>, settings: &Settings) {
    if web::remembered_language().as_deref() == Some(Lang::En.tag()) {
        let english = settings.places_of("english").map(str::to_owned);
        speak(lang, Lang::En, english, Live::new(false));
    }
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
                "checkbox" if matches!(field.kind, Kind::MultiChoice(_)) => {
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

/// Takes in what was ticked when the page was open last and the part of the program that keeps
/// drafts never came.
fn ticked_last_time(answers: &mut Answers, procedure: &'static Procedure) {
    for line in web::remembered_early(procedure.definition.code).lines() {
        let Some((name, id)) = line.split_once('=') else {
            continue;
        };
        let Some((_, field)) = procedure.definition.field(name) else {
            continue;
        };
        if matches!(field.kind, Kind::MultiChoice(_)) {
            let mut ids = answers.many(name).to_vec();
            if !ids.iter().any(|other| other == id) {
                ids.push(id.to_owned());
                answers.set(name, Answer::Many(ids));
            }
        } else if answers.text(name).is_empty() {
            answers.set_text(name, id);
        }
    }
}

/// Remembers the ticks of the first step until drafts are kept: a line for each.
fn remember_ticks(form: Form) {
    let mut first = true;
    effect(move || {
        form.dirty.track();
        if core::mem::take(&mut first) || form.line.get_untracked() == Line::Here {
            return;
        }
        let mut lines = String::new();
        form.answers(|answers| {
            for field in form.step(0).fields {
                let one = Some(answers.text(field.id)).filter(|id| !id.is_empty());
                let ids = answers.many(field.id).iter().map(String::as_str);
                for id in ids.chain(one) {
                    lines.push_str(field.id);
                    lines.push('=');
                    lines.push_str(id);
                    lines.push('\n');
                }
            }
        });
        web::remember_early(form.procedure().definition.code, &lines);
    });
}

fn keep_text(answers: &mut Answers, name: &str, text: String) {
    if !text.is_empty() {
        answers.set_text(name, web::nfc(text));
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

//! Hydrates every wizard of the page with the input from before hydration, and fetches the second
//! module.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::EventListener;
use hoso_dossier::Procedure;
use hoso_identifiers::Date;
use hoso_view::prelude::*;
use hoso_view::wasm_bindgen::JsCast;
use hoso_view::web_sys::{self, Document, HtmlElement};
use hoso_view::{Signal, UnmountHandle, effect, hydrate_from};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::browser::clock::today;
use crate::browser::{early_input, service_list};
use crate::components::app;
use crate::components::fields::field::is_in_first_module;
use crate::components::pages::step::submit_step;
use crate::config::DeploymentConfig;
use crate::i18n::lang::Lang;
use crate::i18n::switch::switch_language;
use crate::loader;
use crate::platform;
use crate::second_module_table;
use crate::wizard::Wizard;
use crate::wizard::parts::ModuleStatus;

/// Finds the roots of the page and mounts them. In the page of a portal there are none: its forms
/// call [`mount_form`].
pub fn start() {
    std::panic::set_hook(Box::new(|_| loader::report_failure()));
    let document = web_sys::window().and_then(|window| window.document());
    let (Some(config), Some(document)) = (loader::config(), document) else {
        return;
    };
    let Some(config) = parse_config(&config) else {
        loader::report_failure();
        return;
    };
    mount_new_roots(&document, &config);
    // A portal may add roots later.
    let target = document.clone();
    let on_mount = move |_: &web_sys::Event| mount_new_roots(&target, &config);
    EventListener::new(&document, "hoso-mount", on_mount).forget();
}

/// Reads the settings; the default ones where there are none. `None` if they cannot be read.
fn parse_config(json: &str) -> Option<DeploymentConfig> {
    let mut config = if json.is_empty() {
        DeploymentConfig::default()
    } else {
        DeploymentConfig::parse(json)?
    };
    config.resolve(&loader::folder());
    Some(config)
}

/// Mounts the root of a `<hoso-form>` with its settings. Returns how many roots were mounted before:
/// the number in the prefix of its element ids.
#[wasm_bindgen(js_name = mountForm)]
#[must_use]
pub fn mount_form(root: HtmlElement, config: &str) -> u32 {
    let root_index = next_mount();
    match parse_config(config) {
        Some(config) => mount(root, config, root_index),
        None => loader::report_failure(),
    }
    root_index
}

thread_local! {
    // How many roots were mounted so far: the number is the prefix of a root's ids.
    static NEXT_ROOT_INDEX: Cell<u32> = const { Cell::new(0) };
}

fn next_mount() -> u32 {
    NEXT_ROOT_INDEX.replace(NEXT_ROOT_INDEX.get().wrapping_add(1))
}

/// Mounts the roots that are not mounted yet.
fn mount_new_roots(document: &Document, config: &DeploymentConfig) {
    for root in roots(document) {
        if root.has_attribute("data-hoso-live") {
            continue;
        }
        mount(root, config.clone(), next_mount());
    }
}

/// Returns the roots of the page in document order; of a marked host, those in its open shadow
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

thread_local! {
    // The mounted roots, with what unmounts them.
    static MOUNTED: RefCell<Vec<(HtmlElement, Mounted)>> = const { RefCell::new(Vec::new()) };
}

/// A mounted root. On drop it is unmounted.
struct Mounted {
    view: Option<UnmountHandle>,
    wizard: Option<Wizard>,
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // Unmounts the view first: its effects use the wizard.
        drop(self.view.take());
        if let Some(wizard) = self.wizard {
            wizard.release();
        }
    }
}

fn mount(root: HtmlElement, config: DeploymentConfig, root_index: u32) {
    let code = root.get_attribute("data-hoso").unwrap_or_default();
    if code.is_empty() {
        mount_landing(root, config);
        return;
    }
    let Some(today) = today() else {
        return;
    };
    let first_step = hoso_procedures::first_step(&code).filter(|procedure| {
        let mut steps = procedure.definition.steps.iter().take(1);
        steps.all(|step| step.fields.iter().all(is_in_first_module))
    });
    if let Some(procedure) = first_step {
        mount_wizard(root, config, root_index, procedure, today, false);
        return;
    }
    // A preparation or a guide is in the second module, so the whole wizard waits for it. A press of
    // its button meanwhile, which the form itself ignores, is carried out then.
    let is_pressed = Rc::new(Cell::new(false));
    let pressed = is_pressed.clone();
    let press = EventListener::once(&root, "submit", move |_| pressed.set(true));
    platform::spawn(async move {
        let module = second_module_table::fetch().await;
        drop(press);
        match module.map(|module| (module.find)(&code)) {
            // A portal may have removed it meanwhile.
            Ok(_) if !root.is_connected() => {}
            Ok(Some(procedure)) => {
                mount_wizard(root, config, root_index, procedure, today, is_pressed.get());
            }
            Ok(None) => {}
            Err(_) => loader::report_failure(),
        }
    });
}

fn mount_landing(root: HtmlElement, config: DeploymentConfig) {
    let document = root.clone();
    let list_root = root.clone();
    let view = hydrate_from(&root, move || {
        let lang = Signal::new(Lang::SOURCE);
        let found = Signal::new(None);
        set_document_language(lang, document);
        service_list::attach(&list_root, lang, found);
        restore_language(lang, &config, None);
        let lists_drafts = Signal::new(false);
        // The second module reads the database; a first visit needs neither.
        if platform::has_drafts() {
            platform::spawn(async move {
                if second_module_table::fetch().await.is_ok() {
                    lists_drafts.set(true);
                }
            });
        }
        app::home(&config, lang, lists_drafts, found)
    });
    mark_live(root, view, None);
}

fn mount_wizard(
    root: HtmlElement,
    config: DeploymentConfig,
    root_index: u32,
    procedure: &'static Procedure,
    today: Date,
    is_pressed: bool,
) {
    let mut answers = early_input::read_controls(&root, procedure);
    early_input::restore_choices(&mut answers, procedure);
    let typed_before_hydration = !answers.is_empty();
    // The first wizard owns the page: its ids have no prefix, its view is in the URL.
    let owns_page = root_index == 0 && root.has_attribute("data-hoso-page");
    let prefix = if root_index == 0 {
        String::new()
    } else {
        ["hoso", &root_index.to_string(), "-"].concat()
    };
    let wizard = Wizard::new(procedure, config.clone(), prefix, answers, today);
    let draft = &wizard.draft;
    draft.typed_before_hydration.set(typed_before_hydration);
    wizard
        .navigation
        .pending_submit
        .set(is_pressed.then_some(0));
    let target = root.clone();
    let view = hydrate_from(&root, move || {
        set_document_language(wizard.lang, target.clone());
        restore_language(wizard.lang, &config, target.get_attribute("data-hoso-lang"));
        // A portal's own page has its own header and footer.
        let chrome = !target.has_attribute("data-hoso-bare");
        load_second_module(wizard, target, owns_page);
        early_input::keep_choices(wizard);
        app::app(wizard, chrome)
    });
    mark_live(root, view, Some(wizard));
}

/// Marks a root as live, and unmounts it on the event `hoso-unmount`.
fn mark_live(root: HtmlElement, view: UnmountHandle, wizard: Option<Wizard>) {
    let target = root.clone();
    let unmount = EventListener::once(&root, "hoso-unmount", move |_| {
        // Waits one turn of the event loop: an effect or a listener of the view may be running now.
        platform::spawn(async move {
            let unmounted = MOUNTED.with_borrow_mut(|mounted| {
                let index = mounted.iter().position(|(root, _)| *root == target)?;
                Some(mounted.swap_remove(index))
            });
            drop(unmounted);
            let _ = target.remove_attribute("data-hoso-live");
        });
    });
    view.owner().with(|| StoredValue::new_local(unmount));
    let _ = root.set_attribute("data-hoso-live", "");
    let mounted = Mounted {
        view: Some(view),
        wizard,
    };
    MOUNTED.with_borrow_mut(|all| all.push((root, mounted)));
}

/// Fetches the second module, and tries again when a button is pressed without it.
fn load_second_module(wizard: Wizard, root: HtmlElement, owns_page: bool) {
    let root = StoredValue::new_local(root);
    let owner = StoredValue::new_local(Owner::current());
    let is_loading = StoredValue::new(false);
    effect(move || {
        if wizard.module.get() != ModuleStatus::Loading || is_loading.get_value() {
            return;
        }
        is_loading.set_value(true);
        wizard.spawn(async move {
            let module = second_module_table::fetch().await;
            if wizard.is_released() {
                return;
            }
            is_loading.set_value(false);
            let Ok(module) = module else {
                wizard.is_outdated.set(loader::is_second_module_gone());
                wizard.module.set(ModuleStatus::Failed);
                return;
            };
            let install = move || {
                if let Some(procedure) = (module.find)(wizard.procedure().definition.code) {
                    wizard.install_procedure(procedure, module.rules);
                }
                (module.attach)(wizard, root.get_value(), owns_page);
                if let Some(step) = wizard.navigation.pending_submit.take() {
                    submit_step(wizard, step);
                }
            };
            match owner.get_value() {
                Some(owner) => owner.with(install),
                None => install(),
            }
        });
    });
}

/// Switches to the language that the portal has set, else to the one that was chosen last.
fn restore_language(lang: Signal<Lang>, config: &DeploymentConfig, set: Option<String>) {
    let tag = set.or_else(platform::stored_language).unwrap_or_default();
    let stored = Lang::from_tag(&tag);
    if stored != Lang::SOURCE {
        let url = config.asset_url(stored.tag()).map(str::to_owned);
        switch_language(lang, stored, url, Signal::new(""));
    }
}

/// Updates the language of the document, if the root owns the page.
fn set_document_language(lang: Signal<Lang>, root: HtmlElement) {
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

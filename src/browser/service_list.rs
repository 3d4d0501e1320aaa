//! The list of services on the landing page: translated, and searched.
//!
//! The list is prerendered and not hydrated, so that its texts are not in the first module. Its
//! source texts are read from the page.

use gloo::events::EventListener;
use hoso_view::prelude::*;
use hoso_view::wasm_bindgen::JsCast;
use hoso_view::web_sys::{self, HtmlElement};
use hoso_view::{Signal, effect};

use crate::i18n::catalog::translate;
use crate::i18n::lang::Lang;
use crate::platform;

/// Translates the list with the page, and shows only the services that contain every word of the search
/// field. `found` is set to their number while something is searched.
pub fn attach(root: &HtmlElement, lang: Signal<Lang>, found: Signal<Option<usize>>) {
    let texts = elements(root, "[data-text]").into_iter();
    let texts: Vec<(HtmlElement, String)> = texts
        .map(|element| {
            let text = element.text_content().unwrap_or_default();
            (element, text)
        })
        .collect();
    effect(move || {
        let lang = lang.get();
        for (element, source) in &texts {
            let text = translate(lang, source);
            if element.text_content().as_deref() != Some(text) {
                element.set_text_content(Some(text));
            }
        }
    });
    let target = root.clone();
    let on_input = move |event: &web_sys::Event| {
        let query = platform::value_of(event);
        let shown = filter(&target, &query);
        found.set((!query.is_empty()).then_some(shown));
    };
    StoredValue::new_local(EventListener::new(root, "input", on_input));
}

/// Hides the services that lack a word of the query, and the groups that are empty then. Returns the
/// number of services that are shown.
fn filter(root: &HtmlElement, query: &str) -> usize {
    let mut shown = 0;
    for group in elements(root, ".service-group") {
        let before = shown;
        for service in elements(&group, ".procedure-card") {
            // Title and lead, not what to have ready.
            let head = service.first_element_child();
            let text = head.and_then(|head| head.text_content());
            let text = text.unwrap_or_default();
            let fits = platform::contains_words(&text, query);
            service.set_hidden(!fits);
            shown += usize::from(fits);
        }
        group.set_hidden(shown == before);
    }
    shown
}

fn elements(root: &HtmlElement, selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = root.query_selector_all(selector) else {
        return Vec::new();
    };
    let nodes = (0..found.length()).filter_map(|i| found.get(i));
    nodes.filter_map(|node| node.dyn_into().ok()).collect()
}

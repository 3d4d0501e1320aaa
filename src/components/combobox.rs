//! A commune of a province: type a few letters, tap the name.
//!
//! Names are found with or without marks and by their old name too; the answer is
//! always the unit of today. What is typed and not picked stays as it was typed,
//! and the question says that a name of the list is needed. Keyboard and roles
//! follow the ARIA 1.2 pattern "editable combobox with list autocomplete".

use hoso_dossier::Answer;
use hoso_places::Places;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::components::field::{hint, label_text};
use crate::components::message::{field_class, invalid, issues_of, messages};
use crate::form::{At, Form, Loaded};
use crate::texts::{self, say};
use crate::web;

/// How many names the list shows at most.
const SHOWN: usize = 12;

/// One entry of the list.
#[derive(Clone, PartialEq, Eq)]
struct Entry {
    code: String,
    name: String,
    /// The old name by which it was found; empty for a name of today.
    old: String,
}

/// A question that is answered with a commune.
pub fn combobox(form: Form, at: At, province: &'static str) -> impl IntoView {
    let issues = issues_of(form, at);
    let open = RwSignal::new(false);
    let active = RwSignal::new(0_usize);
    let query = RwSignal::new(String::new());
    let of = move || {
        form.shape.track();
        form.painted.track();
        form.sibling_text(at, province)
    };
    // The list of a province is fetched when it is first needed.
    Effect::new(move |_| form.need_places(&of()));
    let entries = Memo::new(move |_| {
        if !open.get() {
            return Vec::new();
        }
        match form.loaded(&of()) {
            Some(Loaded::Here(places)) => query.with(|query| search(&places, query)),
            _ => Vec::new(),
        }
    });
    let id = form.element_id(at, "");
    let list_id = form.element_id(at, "-list");
    let about_id = form.element_id(at, "-about");
    let option_id = move |i: usize| form.element_id(at, &["-option-", &i.to_string()].concat());
    let pick = move |entry: Entry| {
        open.set(false);
        form.choose(at, Answer::Text(entry.code));
        form.painted.update(|n| *n = n.wrapping_add(1));
    };
    let key = move |ev: KeyboardEvent| {
        let count = entries.with(Vec::len);
        match ev.key().as_str() {
            "ArrowDown" | "ArrowUp" if !open.get() => {
                ev.prevent_default();
                open.set(true);
            }
            "ArrowDown" if count > 0 => {
                ev.prevent_default();
                active.update(|i| *i = (*i + 1) % count);
            }
            "ArrowUp" if count > 0 => {
                ev.prevent_default();
                active.update(|i| *i = (*i + count - 1) % count);
            }
            "Enter" if open.get() && count > 0 => {
                ev.prevent_default();
                let entry = entries.with(|entries| entries.get(active.get_untracked()).cloned());
                if let Some(entry) = entry {
                    pick(entry);
                }
            }
            "Escape" => open.set(false),
            _ => {}
        }
    };
    let described = {
        let about_id = about_id.clone();
        move || {
            let mut ids = about_id.clone();
            if issues.with(|issues| !issues.is_empty()) {
                ids.push(' ');
                ids.push_str(&form.element_id(at, "-message"));
            }
            ids
        }
    };
    let popup = {
        let list_id = list_id.clone();
        move || {
            if !open.get() {
                return None;
            }
            let lang = form.lang.get();
            let status = match (of().is_empty(), form.loaded(&of())) {
                (true, _) => Some("ui.province_first"),
                (_, Some(Loaded::Failed)) => Some("ui.places_failed"),
                (_, Some(Loaded::Here(_))) if entries.with(Vec::is_empty) => Some("ui.none_found"),
                (_, Some(Loaded::Here(_))) => None,
                _ => Some("ui.places_coming"),
            };
            if let Some(status) = status {
                return Some(
                    view! {
                        <div class="combobox__list">
                            <p class="combobox__status" role="status">{texts::raw(lang, status)}</p>
                        </div>
                    }
                    .into_any(),
                );
            }
            let found = entries.get();
            let count = texts::filled(lang, "ui.found", &[("n", found.len().to_string())]);
            let options: Vec<_> = found
                .into_iter()
                .enumerate()
                .map(|(i, entry)| {
                    let old = (!entry.old.is_empty()).then(|| {
                        let old = texts::filled(lang, "ui.old_name", &[("name", entry.old.clone())]);
                        view! { " " <span class="combobox__old">{old}</span> }
                    });
                    let name = entry.name.clone();
                    view! {
                        <li
                            class="combobox__option"
                            role="option"
                            id=option_id(i)
                            aria-selected=move || if active.get() == i { "true" } else { "false" }
                            // Keeps the focus in the box, so that leaving it does not come first.
                            on:mousedown=|ev| ev.prevent_default()
                            on:click=move |_| pick(entry.clone())
                        >
                            <span class="combobox__name">{name}</span>
                            {old}
                        </li>
                    }
                })
                .collect();
            Some(
                view! {
                    <ul class="combobox__list" role="listbox" id=list_id.clone() aria-labelledby=form.element_id(at, "-label")>
                        {options}
                    </ul>
                    <p class="visually-hidden" role="status">{count}</p>
                }
                .into_any(),
            )
        }
    };
    view! {
        <div class=field_class(issues)>
            <label class="field__label" for=id.clone() id=form.element_id(at, "-label")>
                {label_text(form, at.field)}
            </label>
            {hint(form, at)}
            <p class="field__hint" id=about_id>{say(form.lang, "ui.find_commune")}</p>
            {messages(form, at, issues)}
            <div class="combobox">
                <input
                    id=id
                    name=move || { form.shape.track(); form.path(at) }
                    class="input"
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-autocomplete="list"
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-controls=list_id
                    aria-activedescendant=move || {
                        (open.get() && entries.with(|e| !e.is_empty())).then(|| option_id(active.get()))
                    }
                    aria-describedby=described
                    aria-invalid=invalid(issues)
                    prop:value=move || { form.painted.track(); form.places.track(); form.commune_shown(at) }
                    on:input=move |ev| {
                        let text = event_target_value(&ev);
                        query.set(text.clone());
                        active.set(0);
                        open.set(true);
                        form.type_text(at, web::nfc(text));
                    }
                    on:focus=move |_| {
                        query.set(String::new());
                        active.set(0);
                        open.set(true);
                    }
                    on:blur=move |_| {
                        open.set(false);
                        form.settle_commune(at, province);
                    }
                    on:keydown=key
                />
                {popup}
            </div>
        </div>
    }
}

fn search(places: &Places, query: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for found in places.search(query, SHOWN) {
        for code in &found.codes {
            let Some(name) = places.full_name(code) else { continue };
            entries.push(Entry { code: code.clone(), name, old: found.old_name.clone().unwrap_or_default() });
        }
    }
    entries.truncate(SHOWN * 2);
    entries
}

impl Form {
    /// The text of another question of the same form or row.
    #[must_use]
    pub fn sibling_text(&self, at: At, field: &'static str) -> String {
        self.answers(|answers| match at.row {
            None => answers.text(field).to_owned(),
            Some((group, id)) => {
                let row = id.with_value(|id| answers.rows(group).iter().find(|row| row.id == *id));
                row.map(|row| row.answers.text(field).to_owned()).unwrap_or_default()
            }
        })
    }

    /// The place file of a province, as far as it is. Listens.
    #[must_use]
    pub fn loaded(&self, province: &str) -> Option<Loaded> {
        self.places.with(|all| all.iter().find(|(code, _)| code == province).map(|(_, loaded)| loaded.clone()))
    }

    /// Fetches the place file of a province unless it is here or on its way.
    pub fn need_places(&self, province: &str) {
        if province.is_empty() {
            return;
        }
        let there = untrack(|| self.loaded(province));
        if matches!(there, Some(Loaded::Here(_) | Loaded::Coming)) {
            return;
        }
        let Some(address) = self.settings.with_value(|s| s.places_of(province).map(str::to_owned)) else {
            return;
        };
        let form = *self;
        let province = province.to_owned();
        form.note_places(&province, Loaded::Coming);
        web::spawn(async move {
            let places = web::fetch_text(&address).await.and_then(|text| Places::parse(&text).ok());
            form.note_places(&province, places.map_or(Loaded::Failed, |p| Loaded::Here(p.into())));
        });
    }

    fn note_places(&self, province: &str, loaded: Loaded) {
        self.places.update(|all| {
            all.retain(|(code, _)| code != province);
            all.push((province.to_owned(), loaded));
        });
    }

    /// The name of a commune whose province file is here. Listens.
    #[must_use]
    pub fn commune_name(&self, code: &str) -> Option<String> {
        self.places.with(|all| {
            all.iter().find_map(|(_, loaded)| match loaded {
                Loaded::Here(places) => places.full_name(code),
                _ => None,
            })
        })
    }

    /// What the box shows: the name of the commune, or what was typed.
    #[must_use]
    pub fn commune_shown(&self, at: At) -> String {
        let text = self.text(at);
        self.commune_name(&text).unwrap_or(text)
    }

    /// The person leaves the box: a whole name or a code counts as picked.
    pub fn settle_commune(&self, at: At, province: &'static str) {
        let text = self.text(at);
        let of = self.sibling_text(at, province);
        if !text.is_empty()
            && let Some(Loaded::Here(places)) = untrack(|| self.loaded(&of))
            && places.full_name(&text).is_none()
            && let Some(code) = places.exact(&text)
        {
            self.choose(at, Answer::Text(code));
            self.painted.update(|n| *n = n.wrapping_add(1));
            return;
        }
        self.leave(at);
    }
}

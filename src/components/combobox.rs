//! A commune of a province: type a few letters, tap the name.
//!
//! Names are found with or without marks and by their old name too; the answer is
//! always the unit of today. What is typed and not picked stays as it was typed,
//! and the question says that a name of the list is needed. Keyboard and roles
//! follow the ARIA 1.2 pattern "editable combobox with list autocomplete".

use hoso_dossier::{Answer, Kind};
use hoso_places::Places;
use leptos::prelude::*;

use crate::components::field::{hint, label_text};
use crate::components::message::{described_by, field_class, invalid, issues_of, messages};
use crate::dom::{Node, dynamic, effect, el};
use crate::form::{At, Form, Loaded};
use crate::live::Live;
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
pub fn combobox(form: Form, at: At, province: &'static str) -> Node {
    let lang = form.lang;
    let issues = issues_of(form, at);
    let open = Live::new(false);
    let active = Live::new(0_usize);
    let query = Live::new(String::new());
    let of = move || {
        form.shape.track();
        form.painted.track();
        form.sibling_text(at, province)
    };
    // The list of a province is fetched when it is first needed.
    effect(move || form.need_places(&of()));
    let entries = Live::new(Vec::<Entry>::new());
    effect(move || {
        let found = match form.loaded(&of()) {
            Some(Loaded::Here(places)) if open.get() => query.with(|query| search(&places, query)),
            _ => Vec::new(),
        };
        if entries.with_untracked(|entries| *entries != found) {
            entries.set(found);
        }
    });
    // The list opens below the box, where a phone may show nothing or its keyboard.
    let mut there = false;
    effect(move || {
        let now = entries.with(|entries| !entries.is_empty());
        if core::mem::replace(&mut there, now) != now && now {
            form.into_view.set(Some(form.element_id(at, "-list")));
        }
    });
    let pick = move |entry: Entry| {
        open.set(false);
        form.choose(at, Answer::Text(entry.code));
        form.note_old_name(at, &entry.old);
        form.painted.update(|n| *n = n.wrapping_add(1));
    };
    let key = move |ev: leptos::web_sys::Event| {
        let count = entries.with(Vec::len);
        let key = web::key_of(&ev);
        match key.as_str() {
            "ArrowDown" | "ArrowUp" if !open.get_untracked() => open.set(true),
            "ArrowDown" if count > 0 => active.update(|i| *i = (*i + 1) % count),
            "ArrowUp" if count > 0 => active.update(|i| *i = (*i + count - 1) % count),
            "Enter" if open.get_untracked() && count > 0 => {
                let entry = entries.with(|entries| entries.get(active.get_untracked()).cloned());
                if let Some(entry) = entry {
                    pick(entry);
                }
            }
            "Escape" => return open.set(false),
            _ => return,
        }
        ev.prevent_default();
        form.into_view
            .set(Some(option_id(form, at, active.get_untracked())));
    };
    let popup = dynamic(move || {
        if !open.get() {
            return Node::Empty;
        }
        let status = match form.loaded(&of()) {
            _ if of().is_empty() => "ui.province_first",
            Some(Loaded::Failed) => "ui.places_failed",
            Some(Loaded::Here(_)) if entries.with(Vec::is_empty) => "ui.none_found",
            Some(Loaded::Here(_)) => return list(form, at, &entries.get(), active, pick),
            _ => "ui.places_coming",
        };
        el("div")
            .class("combobox__list")
            .child(
                el("p")
                    .class("combobox__status")
                    .attr("role", "status")
                    .child(say(lang, status)),
            )
            .into()
    });
    let input = el("input")
        .class("input")
        .attr("id", form.element_id(at, ""))
        .attr("type", "text")
        .attr("role", "combobox")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .attr("aria-autocomplete", "list")
        .attr("aria-controls", form.element_id(at, "-list"))
        .live("name", move || {
            form.shape.track();
            Some(form.path(at))
        })
        .live("aria-expanded", move || {
            Some(if open.get() { "true" } else { "false" })
        })
        .live("aria-activedescendant", move || {
            (open.get() && entries.with(|e| !e.is_empty()))
                .then(|| option_id(form, at, active.get()))
        })
        .live(
            "aria-describedby",
            described_by(form, at, issues, &["-about"]),
        )
        .live("aria-invalid", invalid(issues))
        .value(move || {
            form.painted.track();
            form.places.track();
            form.commune_shown(at)
        })
        .on("input", move |ev| {
            let text = web::value_of(&ev);
            query.set(text.clone());
            active.set(0);
            open.set(true);
            form.type_ahead(at, text);
        })
        .on("focus", move |_| {
            query.set(String::new());
            active.set(0);
            open.set(true);
        })
        .on("blur", move |_| {
            open.set(false);
            form.settle_commune(at, province);
        })
        .on("keydown", key);
    el("div")
        .live("class", field_class(issues))
        .child(
            el("label")
                .class("field__label")
                .attr("for", form.element_id(at, ""))
                .attr("id", form.element_id(at, "-label"))
                .children(label_text(form, at.field)),
        )
        .child(hint(form, at))
        .child(
            el("p")
                .class("field__hint")
                .attr("id", form.element_id(at, "-about"))
                .child(say(lang, "ui.find_commune")),
        )
        .child(messages(form, at, issues))
        .child(el("div").class("combobox").child(input).child(popup))
        .child(dynamic(move || {
            let failed = matches!(form.loaded(&of()), Some(Loaded::Failed));
            failed.then(|| {
                el("div")
                    .class("messages")
                    .attr("role", "status")
                    .child(
                        el("p")
                            .class("message message--warning")
                            .child(el("span").child(say(lang, "ui.places_failed"))),
                    )
                    .child(
                        el("button")
                            .class("proposal")
                            .attr("type", "button")
                            .on("click", move |_| {
                                untrack(|| form.need_places(&of()));
                            })
                            .child(say(lang, "ui.try_again")),
                    )
            })
        }))
        .into()
}

fn option_id(form: Form, at: At, i: usize) -> String {
    form.element_id(at, &["-option-", &i.to_string()].concat())
}

fn list(
    form: Form,
    at: At,
    entries: &[Entry],
    active: Live<usize>,
    pick: impl Fn(Entry) + Copy + 'static,
) -> Node {
    let lang = form.lang.get();
    let count = texts::filled(lang, "ui.found", &[("n", entries.len().to_string())]);
    let options = entries.iter().cloned().enumerate().map(|(i, entry)| {
        let old = (!entry.old.is_empty()).then(|| {
            let old = texts::filled(lang, "ui.old_name", &[("name", entry.old.clone())]);
            el("span").class("combobox__old").child(old)
        });
        el("li")
            .class("combobox__option")
            .attr("role", "option")
            .attr("id", option_id(form, at, i))
            .live("aria-selected", move || {
                Some(if active.get() == i { "true" } else { "false" })
            })
            .child(el("span").class("combobox__name").child(entry.name.clone()))
            .child(" ")
            .child(old)
            // Keeps the focus in the box, so that leaving it does not come first.
            .on("mousedown", |ev| ev.prevent_default())
            .on("click", move |_| pick(entry.clone()))
    });
    [
        el("ul")
            .class("combobox__list")
            .attr("role", "listbox")
            .attr("id", form.element_id(at, "-list"))
            .attr("aria-labelledby", form.element_id(at, "-label"))
            .children(options)
            .into(),
        el("p")
            .class("visually-hidden")
            .attr("role", "status")
            .child(count)
            .into(),
    ]
    .into()
}

fn search(places: &Places, query: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for found in places.search(query, SHOWN) {
        for code in &found.codes {
            let Some(name) = places.full_name(code) else {
                continue;
            };
            entries.push(Entry {
                code: code.clone(),
                name,
                old: found.old_name.clone().unwrap_or_default(),
            });
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
                row.map(|row| row.answers.text(field).to_owned())
                    .unwrap_or_default()
            }
        })
    }

    /// The place file of a province, as far as it is. Listens.
    #[must_use]
    pub fn loaded(&self, province: &str) -> Option<Loaded> {
        self.places.with(|all| {
            all.iter()
                .find(|(code, _)| code == province)
                .map(|(_, loaded)| loaded.clone())
        })
    }

    /// Fetches the place files of every province that an answer names.
    pub fn need_all_places(&self) {
        let definition = self.procedure().definition;
        let mut provinces: Vec<String> = Vec::new();
        self.answers(|answers| {
            for (_, field) in definition.shown(answers) {
                match field.kind {
                    Kind::Province => provinces.push(answers.text(field.id).to_owned()),
                    Kind::Group { fields, .. } => {
                        let inner = fields.iter().filter(|f| matches!(f.kind, Kind::Province));
                        for f in inner {
                            let rows = answers.rows(field.id).iter();
                            provinces.extend(rows.map(|row| row.answers.text(f.id).to_owned()));
                        }
                    }
                    _ => {}
                }
            }
        });
        untrack(|| {
            provinces
                .iter()
                .for_each(|province| self.need_places(province))
        });
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
        let Some(address) = self
            .settings
            .with_value(|s| s.places_of(province).map(str::to_owned))
        else {
            return;
        };
        let form = *self;
        let province = province.to_owned();
        form.note_places(&province, Loaded::Coming);
        web::spawn(async move {
            let places = web::fetch_text(&address)
                .await
                .and_then(|text| Places::parse(&text).ok());
            form.note_places(
                &province,
                places.map_or(Loaded::Failed, |p| Loaded::Here(p.into())),
            );
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

    /// Writes the old name by which a commune was found where the form has room for it, unless
    /// the person has written there.
    fn note_old_name(&self, at: At, old: &str) {
        let Kind::Commune { old_name, .. } = at.field.kind else {
            return;
        };
        let field = self.procedure().definition.field(old_name);
        if let Some((_, field)) = field.filter(|_| at.row.is_none() && !old.is_empty()) {
            let note = At { field, row: None };
            if self.text(note).trim().is_empty() {
                self.take_over(note, old.to_owned());
            }
        }
    }

    /// The names of today that may be meant by what was typed into a question for a commune.
    #[must_use]
    pub fn communes_meant(&self, province: &str, typed: &str) -> Vec<String> {
        let Some(Loaded::Here(places)) = untrack(|| self.loaded(province)) else {
            return Vec::new();
        };
        let mut names: Vec<String> = Vec::new();
        for entry in search(&places, typed) {
            if !entry.old.is_empty() && !names.contains(&entry.name) {
                names.push(entry.name);
            }
        }
        names
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
            && let Some(code) = places.exact(&text)
        {
            // Typed in full, an old name is as good as picked from the list.
            let entries = search(&places, &text);
            let typed = entries.into_iter().find(|entry| entry.code == code);
            let old = typed.map(|entry| entry.old).unwrap_or_default();
            self.choose(at, Answer::Text(code));
            self.note_old_name(at, &old);
            self.painted.update(|n| *n = n.wrapping_add(1));
            return;
        }
        self.leave(at);
    }
}

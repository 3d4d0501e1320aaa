//! A long list to choose one from, in the phone's own picker.

use hoso_dossier::{Answer, Choice};
use leptos::html;
use leptos::prelude::*;

use crate::components::field::{hint, label_text};
use crate::components::message::{described_by, field_class, invalid, issues_of, messages};
use crate::form::{At, Form};
use crate::texts::{say, tell};

/// Where the entries of the list come from.
#[derive(Clone, Copy)]
pub enum Options {
    /// The definition.
    Choices(&'static [Choice]),
    /// The provinces of today.
    Provinces,
    /// The countries; their names come with the places when they are needed.
    Countries,
}

/// A question that is answered from a list.
pub fn select(form: Form, at: At, options: Options) -> impl IntoView {
    let issues = issues_of(form, at);
    let node = NodeRef::<html::Select>::new();
    let countries = RwSignal::new(Vec::<(String, String, String)>::new());
    if matches!(options, Options::Countries) {
        form.fetch_countries(countries);
    }
    // The chosen entry can only be set once the entries are in the page.
    Effect::new(move |_| {
        form.painted.track();
        countries.track();
        if let Some(select) = node.get() {
            select.set_value(&form.text(at));
        }
    });
    let entries = match options {
        Options::Choices(offered) => offered
            .iter()
            .map(|choice| view! { <option value=choice.id>{tell(form.lang, &choice.label)}</option> })
            .collect::<Vec<_>>()
            .into_any(),
        Options::Provinces => hoso_places::PROVINCES
            .iter()
            .map(|province| view! { <option value=province.code>{province.full_name}</option> })
            .collect::<Vec<_>>()
            .into_any(),
        Options::Countries => view! {
            <option value="VN">"Việt Nam"</option>
            {move || {
                let vietnamese = form.lang.get() == crate::texts::Lang::Vi;
                countries
                    .get()
                    .into_iter()
                    .filter(|(code, _, _)| code != "VN")
                    .map(|(code, vi, en)| view! { <option value=code>{if vietnamese { vi } else { en }}</option> })
                    .collect::<Vec<_>>()
            }}
        }
        .into_any(),
    };
    view! {
        <div class=field_class(issues)>
            <label class="field__label" for=form.element_id(at, "")>{label_text(form, at.field)}</label>
            {hint(form, at)}
            {messages(form, at, issues)}
            <select
                id=form.element_id(at, "")
                name=move || { form.shape.track(); form.path(at) }
                class="select"
                aria-describedby=described_by(form, at, issues)
                aria-invalid=invalid(issues)
                node_ref=node
                on:change=move |ev| form.choose_in_list(at, event_target_value(&ev))
            >
                <option value="">{say(form.lang, "ui.choose")}</option>
                {entries}
            </select>
        </div>
    }
}

impl Form {
    /// Takes in a choice from a list. A commune belongs to its province, so
    /// another province clears it (R-ID-9).
    pub fn choose_in_list(&self, at: At, id: String) {
        if self.text(at) == id {
            return;
        }
        self.clear_communes_of(at);
        self.choose(at, Answer::Text(id));
    }
}

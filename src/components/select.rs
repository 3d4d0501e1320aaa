//! A long list to choose one from, in the phone's own picker.

use hoso_dossier::{Answer, Choice};

use crate::components::field::{hint, label_text};
use crate::components::message::{described_by, field_class, invalid, issues_of, messages};
use crate::dom::{Node, dynamic, el};
use crate::form::{At, Form};
use crate::live::Live;
use crate::texts::{Lang, say, tell};
use crate::web;

/// Where the entries of the list come from.
#[derive(Clone, Copy)]
pub enum Options {
    /// The definition.
    Choices(&'static [Choice]),
    /// The provinces of today.
    Provinces,
    /// The countries; their names come when they are needed.
    Countries,
}

/// A question that is answered from a list.
pub fn select(form: Form, at: At, options: Options) -> Node {
    let issues = issues_of(form, at);
    let countries = Live::new(Vec::<(String, String, String)>::new());
    if matches!(options, Options::Countries) {
        form.fetch_countries(countries);
    }
    let option =
        |id: &'static str, name: Node| Node::from(el("option").attr("value", id).child(name));
    let mut entries = vec![option("", say(form.lang, "ui.choose"))];
    match options {
        Options::Choices(offered) => {
            entries.extend(
                offered
                    .iter()
                    .map(|choice| option(choice.id, tell(form.lang, &choice.label))),
            );
        }
        Options::Provinces => {
            entries.extend(
                hoso_places::PROVINCES
                    .iter()
                    .map(|p| option(p.code, p.full_name.into())),
            );
        }
        Options::Countries => {
            entries.push(option("VN", "Việt Nam".into()));
            entries.push(dynamic(move || {
                let vietnamese = form.lang.get() == Lang::Vi;
                let others = countries
                    .get()
                    .into_iter()
                    .filter(|(code, _, _)| code != "VN");
                others
                    .map(|(code, vi, en)| {
                        el("option")
                            .attr("value", code)
                            .child(if vietnamese { vi } else { en })
                            .into()
                    })
                    .collect::<Vec<Node>>()
            }));
        }
    }
    el("div")
        .live("class", field_class(issues))
        .child(
            el("label")
                .class("field__label")
                .attr("for", form.element_id(at, ""))
                .children(label_text(form, at.field)),
        )
        .child(hint(form, at))
        .child(messages(form, at, issues))
        .child(
            el("select")
                .class("select")
                .attr("id", form.element_id(at, ""))
                .live("name", move || {
                    form.shape.track();
                    Some(form.path(at))
                })
                .live("aria-describedby", described_by(form, at, issues, &[]))
                .live("aria-invalid", invalid(issues))
                .children(entries)
                .value(move || {
                    form.painted.track();
                    countries.track();
                    form.lang.track();
                    form.text(at)
                })
                .on("change", move |ev| {
                    form.choose_in_list(at, web::value_of(&ev))
                }),
        )
        .into()
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

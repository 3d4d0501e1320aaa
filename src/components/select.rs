//! A long list to choose one from, in the phone's own picker.

use hoso_dossier::{Answer, Choice};
use hoso_places::Province;

use crate::components::field::{hint, label_text};
use crate::components::message::{described_by, field_class, invalid, issues_of, messages};
use crate::dom::{Node, dynamic, el, live};
use crate::form::{At, Form};
use crate::live::Live;
use crate::texts::{Lang, filled, say, tell};
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
                    .map(|p| option(p.code, province(form.lang, p))),
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

/// A province with the old names that are part of it now, so that they are found in the list.
fn province(lang: Live<Lang>, province: &'static Province) -> Node {
    if province.merged.is_empty() {
        return province.full_name.into();
    }
    live(move || {
        let args = [("name", province.merged.to_owned())];
        let merged = filled(lang.get(), "ui.merged", &args);
        [province.full_name, " (", &merged, ")"].concat()
    })
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

#[cfg(all(test, feature = "ssr"))]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

    use leptos::prelude::*;

    use super::*;
    use crate::dom::to_html;

    /// An old name is found in the list in either language; the value stays the code.
    #[test]
    fn ok_a_province_is_listed_with_its_old_names() {
        Owner::new().with(|| {
            let text = |code, lang| {
                let mut all = hoso_places::PROVINCES.iter();
                let found = all.find(|province| province.code == code).unwrap();
                to_html(province(Live::new(lang), found)).replace("<!>", "")
            };
            for (lang, expected) in [
                (Lang::Vi, "Tỉnh Khánh Hòa (gồm Ninh Thuận cũ)"),
                (Lang::En, "Tỉnh Khánh Hòa (with former Ninh Thuận)"),
            ] {
                assert_eq!(text("56", lang), expected);
            }
            assert_eq!(text("01", Lang::Vi), "Thành phố Hà Nội");
        });
        // The review, the wire and the paper take the name alone.
        assert_eq!(hoso_places::province_name("56"), Some("Tỉnh Khánh Hòa"));
    }
}

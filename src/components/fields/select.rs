//! One choice from a long list, in the browser's native picker.

use hoso_dossier::Choice;
use hoso_places::Province;
use hoso_view::html::{div, label};
use hoso_view::prelude::*;
use hoso_view::{IntoNode, Node, Signal, ev, html};

use crate::components::fields::label::{hint, label_text, required};
use crate::components::fields::messages::{
    described_by, field_class, invalid, issues_of, messages,
};
use crate::i18n::catalog;
use crate::i18n::lang::Lang;
use crate::i18n::messages::{format_message, localized, message};
use crate::platform;
use crate::wizard::Wizard;
use crate::wizard::field_ref::FieldRef;

/// The source of the options.
#[derive(Clone, Copy)]
pub enum Options {
    /// Choices of the definition.
    Choices(&'static [Choice]),
    /// Current provinces.
    Provinces,
    /// Countries, whose names are fetched when such a field is first rendered.
    Countries,
}

/// Renders a field that a person answers from a native list.
pub fn select(wizard: Wizard, at: FieldRef, options: Options) -> Node {
    let issues = issues_of(wizard, at);
    if matches!(options, Options::Countries) {
        wizard.request_countries();
    }
    let option =
        |id: &'static str, name: Node| Node::from(html::option().attr("value", id).child(name));
    let mut entries = vec![option("", message(wizard.lang, "ui.choose"))];
    match options {
        Options::Choices(choices) => {
            entries.extend(
                choices
                    .iter()
                    .map(|choice| option(choice.id, localized(wizard.lang, choice.label))),
            );
        }
        Options::Provinces => {
            entries.extend(
                hoso_places::PROVINCES
                    .iter()
                    .map(|p| option(p.code, province(wizard.lang, p))),
            );
        }
        Options::Countries => {
            entries.push(option("VN", "Việt Nam".into_node()));
            entries.push(
                (move || {
                    let lang = wizard.lang.get();
                    let others = wizard
                        .places
                        .countries
                        .get()
                        .into_iter()
                        .filter(|(code, _)| code != "VN");
                    others
                        .map(|(code, name)| {
                            let translated = catalog::find(lang, &["country.", &code].concat());
                            html::option()
                                .attr("value", code)
                                .child(translated.map_or(name, str::to_owned))
                                .into_node()
                        })
                        .collect::<Vec<Node>>()
                })
                .into_node(),
            );
        }
    }
    div()
        .class(field_class(issues))
        .child(
            label()
                .class("field__label")
                .attr("for", wizard.element_id(at, ""))
                .children(label_text(wizard, at)),
        )
        .child(hint(wizard, at))
        .child(messages(wizard, at, issues))
        .child(
            html::select()
                .class("select")
                .id(wizard.element_id(at, ""))
                .attr("name", move || {
                    wizard.answers.visibility_changed.track();
                    Some(wizard.answers.path(at))
                })
                .attr("aria-describedby", described_by(wizard, at, issues, &[]))
                .attr("aria-required", required(wizard, at))
                .attr("aria-invalid", invalid(issues))
                .children(entries)
                .prop("value", move || {
                    wizard.answers.answers_replaced.track();
                    wizard.places.countries.track();
                    wizard.lang.track();
                    wizard.answers.text(at)
                })
                .on(ev::change, move |ev| {
                    wizard.select_option(at, platform::value_of(&ev))
                }),
        )
        .into_node()
}

/// Renders the name of a province with the former provinces merged into it, so that a person finds
/// the former name in the list.
fn province(lang: Signal<Lang>, province: &'static Province) -> Node {
    if province.merged.is_empty() {
        return province.full_name.into_node();
    }
    (move || {
        let args = [("name", province.merged.to_owned())];
        let merged = format_message(lang.get(), "ui.merged", &args);
        [province.full_name, " (", &merged, ")"].concat()
    })
    .into_node()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

    use hoso_view::prelude::*;

    use hoso_view::to_html;

    use crate::i18n::messages;

    use super::*;

    /// The list shows former names in either language; the value is the code.
    #[test]
    fn ok_a_province_is_listed_with_its_old_names() {
        messages::register(&messages::SECOND_MODULE_MESSAGES);
        Owner::new().with(|| {
            let text = |code, lang| {
                let mut all = hoso_places::PROVINCES.iter();
                let found = all.find(|province| province.code == code).unwrap();
                to_html(province(Signal::new(lang), found)).replace("<!>", "")
            };
            for (lang, expected) in [
                (Lang::SOURCE, "Tỉnh Khánh Hòa (gồm Ninh Thuận cũ)"),
                (
                    Lang::from_tag("en"),
                    "Tỉnh Khánh Hòa (with former Ninh Thuận)",
                ),
            ] {
                assert_eq!(text("56", lang), expected);
            }
            assert_eq!(text("01", Lang::SOURCE), "Thành phố Hà Nội");
        });
        // The review, the wire format and the official form use the name alone.
        assert_eq!(hoso_places::province_name("56"), Some("Tỉnh Khánh Hòa"));
    }
}

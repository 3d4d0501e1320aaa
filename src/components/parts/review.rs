//! "Check your answers".

use hoso_dossier::{Answer, Answers, Field, Kind, Step};
use hoso_identifiers::text;
use hoso_view::html::{a, dd, div, dl, dt, h2, section, span};
use hoso_view::{IntoNode, Node, Track, ev};

use crate::components::fields::label::field_name;
use crate::components::parts::answer_text::answer_text;
use crate::config::DeploymentConfig;
use crate::i18n::catalog::translate;
use crate::i18n::lang::Lang;
use crate::i18n::messages::message;
use crate::wizard::Wizard;

/// Lists every answer as it will be sent, one card per step, each with a link "Sửa" that opens its
/// field.
pub fn review(wizard: Wizard) -> Node {
    answer_list(wizard, true)
}

/// Lists every answer, one card per step. Answers that were sent have no link that changes them.
pub fn answer_list(wizard: Wizard, can_change: bool) -> Node {
    (move || {
        wizard.answers.visibility_changed.track();
        wizard.answers.answers_replaced.track();
        // Fetches the provinces' files, which hold the names of communes.
        wizard.request_all_places();
        wizard.places.files.track();
        let lang = wizard.lang.get();
        let definition = wizard.procedure().definition;
        wizard.answers.with(|answers| {
            definition
                .steps
                .iter()
                .enumerate()
                .filter(|(_, step)| step.is_shown(answers))
                .filter(|(_, step)| !step.fields.iter().any(|f| f.kind.is_commitment()))
                .map(|(step_index, step)| card(wizard, lang, step_index, step, answers, can_change))
                .collect::<Vec<_>>()
        })
    })
    .into_node()
}

fn card(
    wizard: Wizard,
    lang: Lang,
    step_index: usize,
    step: &'static Step,
    answers: &Answers,
    can_change: bool,
) -> Node {
    let link = |field: &'static Field, label: &str| {
        can_change.then(|| change_link(wizard, step_index, field, label))
    };
    let receiver = wizard.with_config(DeploymentConfig::holder).suffix();
    let mut rows: Vec<Node> = Vec::new();
    for field in step
        .fields
        .iter()
        .filter(|field| wizard.procedure().definition.is_asked(field.id, answers))
    {
        match (field.kind, answers.get(field.id)) {
            (Kind::Group { fields, .. }, Some(Answer::Rows(members))) => {
                for member in members {
                    let name = fields.first().map_or("", |f| member.answers.text(f.id));
                    let name = text::clean(name).into_owned();
                    let facts = fields.iter().skip(1).filter_map(|f| {
                        member
                            .answers
                            .get(f.id)
                            .map(|answer| answer_text(wizard, lang, f, answer))
                    });
                    let facts: Vec<String> = facts.filter(|text| !text.is_empty()).collect();
                    let link_label = name.clone();
                    let link = link(field, &link_label);
                    rows.push(row(wizard, name.into_node(), facts.join(" · "), link));
                }
            }
            (Kind::Setting(_), _) => {}
            (
                Kind::Text(_)
                | Kind::YesNo
                | Kind::Commitment
                | Kind::Choice(_)
                | Kind::MultiChoice(_)
                | Kind::Select(_)
                | Kind::Country
                | Kind::Province
                | Kind::Commune(_)
                | Kind::Photo(_)
                | Kind::Group { .. },
                answer,
            ) => {
                let text = answer
                    .map(|answer| answer_text(wizard, lang, field, answer))
                    .unwrap_or_default();
                let key = field_name(wizard, field).into_node();
                let link = link(field, translate(lang, field.label_for(receiver, answers)));
                rows.push(row(wizard, key, text, link));
            }
        }
    }
    section()
        .class("summary-card")
        .child(
            div().class("summary-card__head").child(
                h2().class("summary-card__title")
                    .child(translate(lang, step.title)),
            ),
        )
        .child(dl().class("summary-list").children(rows))
        .into_node()
}

fn row(wizard: Wizard, key: Node, text: String, link: Option<Node>) -> Node {
    let (class, value) = if text.is_empty() {
        (
            "summary-list__value summary-list__value--empty",
            message(wizard.lang, "ui.left_empty"),
        )
    } else {
        ("summary-list__value", text.into())
    };
    div()
        .class("summary-list__row")
        .child(dt().class("summary-list__key").child(key))
        .child(dd().class(class).child(value))
        .child(link.map(|link| dd().class("summary-list__action").child(link)))
        .into_node()
}

fn change_link(wizard: Wizard, step_index: usize, field: &'static Field, label: &str) -> Node {
    a().attr("href", ["#", wizard.step(step_index).id].concat())
        .on(ev::click, move |ev| {
            ev.prevent_default();
            wizard.open_from_review(step_index, field.id);
        })
        .child(message(wizard.lang, "ui.change"))
        .child(span().class("visually-hidden").child([" ", label].concat()))
        .into_node()
}

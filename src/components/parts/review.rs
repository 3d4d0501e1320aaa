//! Check your answers: every answer as it will be sent, each with "Sửa".

use hoso_dossier::{Answer, Answers, Field, Kind};
use hoso_view::html::{a, dd, div, dl, dt, h2, section, span};
use hoso_view::{IntoNode, Node, Track, ev};

use crate::components::fields::label::label_text;
use crate::components::parts::answer_text::answer_text;
use crate::i18n::english::pick;
use crate::i18n::lang::Lang;
use crate::i18n::messages::message;
use crate::wizard::Wizard;
use crate::wizard::navigation::View;
use hoso_dossier::Step;
use hoso_identifiers::text;

/// The answers of all steps before this one, one card for each step.
pub fn review(wizard: Wizard) -> Node {
    (move || {
        wizard.answers.visibility_changed.track();
        wizard.answers.answers_replaced.track();
        // Names of communes come with their province.
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
                .filter(|(_, step)| {
                    !step
                        .fields
                        .iter()
                        .any(|f| matches!(f.kind, Kind::Commitment))
                })
                .map(|(place, step)| card(wizard, lang, place, step, answers))
                .collect::<Vec<_>>()
        })
    })
    .into_node()
}

fn card(wizard: Wizard, lang: Lang, place: usize, step: &'static Step, answers: &Answers) -> Node {
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
                    let facts: Vec<String> = facts.filter(|shown| !shown.is_empty()).collect();
                    let what = name.clone();
                    rows.push(row(
                        wizard,
                        place,
                        field,
                        name.into_node(),
                        facts.join(" · "),
                        &what,
                    ));
                }
            }
            (Kind::Setting(_), _) => {}
            (_, answer) => {
                let shown = answer
                    .map(|answer| answer_text(wizard, lang, field, answer))
                    .unwrap_or_default();
                let key = label_text(wizard, field).into_node();
                rows.push(row(
                    wizard,
                    place,
                    field,
                    key,
                    shown,
                    pick(lang, &field.label),
                ));
            }
        }
    }
    section()
        .class("summary-card")
        .child(
            div().class("summary-card__head").child(
                h2().class("summary-card__title")
                    .child(pick(lang, &step.title)),
            ),
        )
        .child(dl().class("summary-list").children(rows))
        .into_node()
}

fn row(
    wizard: Wizard,
    place: usize,
    field: &'static Field,
    key: Node,
    shown: String,
    what: &str,
) -> Node {
    let lang = wizard.lang;
    let (class, shown) = if shown.is_empty() {
        (
            "summary-list__value summary-list__value--empty",
            message(lang, "ui.left_empty"),
        )
    } else {
        ("summary-list__value", shown.into())
    };
    let edit = a()
        .attr("href", ["#", wizard.step(place).id].concat())
        .on(ev::click, move |ev| {
            ev.prevent_default();
            wizard.show(View::Step(place));
            wizard
                .navigation
                .focus_element(wizard.element_id_at(field.id));
        })
        .child(message(lang, "ui.change"))
        .child(span().class("visually-hidden").child([" ", what].concat()));
    div()
        .class("summary-list__row")
        .child(dt().class("summary-list__key").child(key))
        .child(dd().class(class).child(shown))
        .child(dd().class("summary-list__action").child(edit))
        .into_node()
}

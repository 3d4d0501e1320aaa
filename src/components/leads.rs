//! The ways into another procedure, and the way back.

use hoso_dossier::Field;
use leptos::prelude::*;

use crate::components::field::field;
use crate::components::payment::copy;
use crate::components::review::show;
use crate::dom::{Node, dynamic, el};
use crate::form::{At, Form, Wish};
use crate::texts::{raw, say, sentence};

/// The ways that open below the questions of this step.
pub fn leads(form: Form, fields: &'static [Field]) -> Node {
    dynamic(move || {
        form.shape.track();
        form.typed.track();
        let today = form.today.get();
        let open = form.answers(|answers| (form.procedure().related)(answers, today));
        let open = open
            .into_iter()
            .filter(|lead| fields.iter().any(|field| field.id == lead.at));
        let buttons: Vec<Node> = open
            .map(|lead| {
                el("button")
                    .class("button button--secondary lead-on")
                    .attr("type", "button")
                    .attr("data-lead", lead.to)
                    .on("click", move |_| form.wish.set(Wish::Follow(lead)))
                    .child(say(form.lang, lead.reason))
                    .into()
            })
            .collect();
        (!buttons.is_empty()).then(|| {
            el("div")
                .class("notice lead-box")
                .child(el("p").child(say(form.lang, "ui.lead_text")))
                .children(buttons)
        })
    })
}

/// The way back to the procedure from which this one was begun.
pub fn way_back(form: Form) -> Node {
    dynamic(move || {
        (!form.desk.origin.get().is_empty()).then(|| {
            el("div")
                .class("notice lead-box")
                .child(el("p").child(say(form.lang, "ui.way_back_text")))
                .child(
                    el("button")
                        .class("button button--secondary")
                        .attr("type", "button")
                        .attr("data-way-back", "")
                        .on("click", move |_| form.wish.set(Wish::GoBack))
                        .child(say(form.lang, "ui.way_back")),
                )
        })
    })
}

/// What may be noted after sending; kept with the draft, never sent (R-702-7).
pub fn notes(form: Form) -> Node {
    let fields = form.procedure().definition.after_submission;
    fields
        .iter()
        .map(|f| {
            field(
                form,
                At {
                    field: f,
                    row: None,
                },
            )
        })
        .collect::<Vec<_>>()
        .into()
}

/// The papers to bring (R-702-5, R-702-10).
pub fn bring(form: Form) -> Node {
    dynamic(move || {
        form.painted.track();
        let today = form.today.get();
        let lang = form.lang.get();
        let papers = form.answers(|answers| (form.procedure().required_documents)(answers, today));
        if papers.is_empty() {
            return Node::Empty;
        }
        el("section")
            .class("bring")
            .child(el("h2").child(raw(lang, "ui.bring_title")))
            .child(
                el("ul").class("bring__list").children(
                    papers
                        .iter()
                        .map(|paper| el("li").child(sentence(lang, paper))),
                ),
            )
            .into()
    })
}

/// The values one by one, to be copied into the agency's own portal.
pub fn copy_sheet(form: Form) -> Node {
    if !form.procedure().definition.copy_sheet {
        return Node::Empty;
    }
    dynamic(move || {
        form.painted.track();
        let lang = form.lang.get();
        let definition = form.procedure().definition;
        let rows: Vec<Node> = form.answers(|answers| {
            let shown = definition.shown(answers).filter_map(|(_, field)| {
                use hoso_dossier::Kind;
                if matches!(
                    field.kind,
                    Kind::Photo { .. } | Kind::Commitment | Kind::Setting(_) | Kind::YesNo
                ) {
                    return None;
                }
                let value = show(form, lang, field, answers.get(field.id)?);
                (!value.is_empty()).then(|| row(form, lang.pick(&field.label), value))
            });
            shown.collect()
        });
        untrack(|| -> Node {
            el("details")
                .class("details")
                .child(
                    el("summary")
                        .class("details__summary")
                        .child(raw(lang, "ui.copy_sheet_title")),
                )
                .child(
                    el("div")
                        .class("details__text")
                        .child(el("p").child(raw(lang, "ui.copy_sheet_text")))
                        .child(el("dl").class("copy-sheet").children(rows)),
                )
                .into()
        })
    })
}

fn row(form: Form, label: &'static str, value: String) -> Node {
    el("div")
        .class("copy-sheet__row")
        .child(el("dt").child(label))
        .child(
            el("dd")
                .child(
                    el("span")
                        .class("copy-sheet__value")
                        .attr("translate", "no")
                        .child(value.clone()),
                )
                .child(copy(form, value, "ui.copy_value")),
        )
        .into()
}

//! The receipt: what proves that the dossier arrived, and what happens next.
//!
//! It is only shown after the digest in the receipt was compared with the digest
//! of what was sent (R-602-22).

use hoso_dossier::{timestamp, wire::Receipt};
use leptos::prelude::*;

use crate::components::figures::figures;
use crate::components::leads::{bring, copy_sheet, notes};
use crate::components::paper::paper;
use crate::components::payment::{copy, memo, next_steps};
use crate::components::wipe::wipe;
use crate::dom::{Node, dynamic, el, live};
use crate::form::{Form, Saved, Wish};
use crate::texts::{self, say, tell};

/// The page of the receipt.
pub fn receipt(form: Form) -> Node {
    let Some(receipt) = form.state(|state| state.receipt.clone()) else {
        return Node::Empty;
    };
    let anew = el("button")
        .class("button button--secondary")
        .attr("type", "button")
        .on("click", move |_| form.wish.set(Wish::BeginAnew))
        .child(say(form.lang, "ui.new_dossier"));
    [
        card(form, &receipt),
        notes(form),
        bring(form),
        next_steps(form),
        copy_sheet(form),
        memo(form),
        figures(form),
        paper(form),
        anew.into(),
        wipe(form),
    ]
    .into()
}

fn card(form: Form, receipt: &Receipt) -> Node {
    let lang = form.lang;
    let at = timestamp::parse(&receipt.received_at)
        .map(when)
        .unwrap_or_default();
    let mut id = form.prefix.get_value();
    id.push_str("dossier_number");
    let changed = form.state(|state| state.changed_since_frozen);
    let facts = live(move || {
        texts::filled(
            lang.get(),
            "ui.received_at",
            &[("time", at.0.clone()), ("date", at.1.clone())],
        )
    });
    let proof = el("details")
        .class("details")
        .child(
            el("summary")
                .class("details__summary")
                .child(say(lang, "ui.proof_title")),
        )
        .child(
            el("div")
                .class("details__text")
                .child(el("p").child(say(lang, "ui.proof_text")))
                .child(
                    el("p")
                        .class("receipt__digest")
                        .attr("translate", "no")
                        .child(receipt.digest.clone()),
                )
                .child(hashes(form, receipt)),
        );
    let card = el("section")
        .class("receipt")
        .child(
            el("div").class("receipt__head").child(
                el("h1")
                    .class("receipt__title")
                    .attr("tabindex", "-1")
                    .child(say(lang, "ui.receipt_title")),
            ),
        )
        .child(
            el("div")
                .class("receipt__body")
                .child(
                    el("p")
                        .class("receipt__label")
                        .child(say(lang, "ui.dossier_number")),
                )
                .child(
                    el("p")
                        .class("receipt__number")
                        .attr("id", id)
                        .attr("translate", "no")
                        .child(receipt.number.clone()),
                )
                .child(el("p").class("receipt__facts").child(facts))
                .child(copy(form, receipt.number.clone(), "ui.copy_number"))
                .child(files(form, receipt))
                .child(proof),
        );
    let unkept = dynamic(move || {
        (form.saved.get() == Saved::Impossible).then(|| {
            el("p")
                .class("notice notice--warning")
                .attr("role", "status")
                .child(say(lang, "ui.receipt_unkept"))
        })
    });
    let changed = changed.then(|| {
        el("p")
            .class("notice notice--warning")
            .child(say(lang, "ui.changed_since"))
    });
    [card.into(), unkept, changed.into()].into()
}

/// The files that the receiver holds: what, how large, and the beginning of the hash.
fn files(form: Form, receipt: &Receipt) -> Node {
    if receipt.attachments.is_empty() {
        return Node::Empty;
    }
    let lang = form.lang;
    let rows = receipt.attachments.iter().map(|file| {
        let label = form.procedure().definition.field(&file.field);
        let size = [" · ", &file.size.div_ceil(1000).to_string(), " kB"].concat();
        el("li")
            .child(label.map(|(_, field)| tell(lang, &field.label)))
            .child(size)
    });
    el("div")
        .class("receipt__files")
        .child(el("p").child(say(lang, "ui.files_received")))
        .child(el("ul").children(rows))
        .into()
}

/// The hash of each file, for those who want to compare.
fn hashes(form: Form, receipt: &Receipt) -> Node {
    let lang = form.lang;
    let rows = receipt.attachments.iter().map(|file| {
        let label = form.procedure().definition.field(&file.field);
        el("li")
            .child(label.map(|(_, field)| tell(lang, &field.label)))
            .child(" ")
            .child(
                el("span")
                    .class("receipt__hash")
                    .attr("translate", "no")
                    .child(file.sha256.clone()),
            )
    });
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty())
        .then(|| el("ul").class("receipt__hashes").children(rows))
        .into()
}

/// Time and date in Vietnam, as people write them.
#[must_use]
pub fn when(seconds: i64) -> (String, String) {
    let local = seconds + 7 * 3600;
    let minutes = local.rem_euclid(86_400) / 60;
    let time = format!("{:02}:{:02}", minutes / 60, minutes % 60);
    (
        time,
        timestamp::vietnam_date(seconds)
            .map(|date| date.to_string())
            .unwrap_or_default(),
    )
}

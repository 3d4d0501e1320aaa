//! The receipt: what proves that the dossier arrived, and what happens next.
//!
//! It is only shown after the digest in the receipt was compared with the digest
//! of what was sent (R-602-22).

use crate::dom::el;
use hoso_dossier::timestamp;
use hoso_dossier::wire::Receipt;

use crate::components::parts::after_submission::after_submission_fields;
use crate::components::parts::copy_button::copy_button;
use crate::components::parts::copy_sheet::copy_sheet;
use crate::components::parts::erase_data::erase_data;
use crate::components::parts::estimate::estimate;
use crate::components::parts::next_steps::next_steps;
use crate::components::parts::official_form::official_form;
use crate::components::parts::required_documents::required_documents;
use crate::components::parts::transfer_text::transfer_text;
use crate::dom::{Node, dynamic, live};
use crate::i18n::format;
use crate::i18n::messages::{format_message, localized, message};
use crate::wizard::Wizard;
use crate::wizard::commands::{Command, DraftCommand};
use crate::wizard::draft::SaveStatus;

/// The page of the receipt.
pub fn receipt(wizard: Wizard) -> Node {
    let Some(receipt) = wizard.submission.with(|dossier| dossier.receipt.clone()) else {
        return Node::Empty;
    };
    let anew = el("button")
        .class("button button--secondary")
        .attr("type", "button")
        .on("click", move |_| {
            wizard.dispatch(Command::Draft(DraftCommand::StartNew))
        })
        .child(message(wizard.lang, "ui.new_dossier"));
    [
        card(wizard, &receipt),
        after_submission_fields(wizard),
        required_documents(wizard),
        next_steps(wizard),
        copy_sheet(wizard),
        transfer_text(wizard),
        estimate(wizard),
        official_form(wizard),
        anew.into(),
        erase_data(wizard),
    ]
    .into()
}

fn card(wizard: Wizard, receipt: &Receipt) -> Node {
    let lang = wizard.lang;
    let at = timestamp::parse(&receipt.received_at)
        .map(format::time_and_date)
        .unwrap_or_default();
    let mut id = wizard.prefix();
    id.push_str("dossier_number");
    let changed = wizard
        .submission
        .with(|dossier| dossier.edited_since_sealed);
    let facts = live(move || {
        format_message(
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
                .child(message(lang, "ui.proof_title")),
        )
        .child(
            el("div")
                .class("details__text")
                .child(el("p").child(message(lang, "ui.proof_text")))
                .child(
                    el("p")
                        .class("receipt__digest")
                        .attr("translate", "no")
                        .child(receipt.digest.clone()),
                )
                .child(hashes(wizard, receipt)),
        );
    let card = el("section")
        .class("receipt")
        .child(
            el("div").class("receipt__head").child(
                el("h1")
                    .class("receipt__title")
                    .attr("tabindex", "-1")
                    .child(message(lang, "ui.receipt_title")),
            ),
        )
        .child(
            el("div")
                .class("receipt__body")
                .child(
                    el("p")
                        .class("receipt__label")
                        .child(message(lang, "ui.dossier_number")),
                )
                .child(
                    el("p")
                        .class("receipt__number")
                        .attr("id", id)
                        .attr("translate", "no")
                        .child(receipt.number.clone()),
                )
                .child(el("p").class("receipt__facts").child(facts))
                .child(copy_button(
                    wizard,
                    receipt.number.clone(),
                    "ui.copy_number",
                ))
                .child(files(wizard, receipt))
                .child(proof),
        );
    let unkept = dynamic(move || {
        (wizard.draft.status.get() == SaveStatus::Unavailable).then(|| {
            el("p")
                .class("notice notice--warning")
                .attr("role", "status")
                .child(message(lang, "ui.receipt_unkept"))
        })
    });
    let changed = changed.then(|| {
        el("p")
            .class("notice notice--warning")
            .child(message(lang, "ui.changed_since"))
    });
    [card.into(), unkept, changed.into()].into()
}

/// The files that the receiver holds: what, how large, and the beginning of the hash.
fn files(wizard: Wizard, receipt: &Receipt) -> Node {
    if receipt.attachments.is_empty() {
        return Node::Empty;
    }
    let lang = wizard.lang;
    let rows = receipt.attachments.iter().map(|file| {
        let label = wizard.procedure().definition.field(&file.field);
        let size = [" · ", &file.size.div_ceil(1000).to_string(), " kB"].concat();
        el("li")
            .child(label.map(|(_, field)| localized(lang, &field.label)))
            .child(size)
    });
    el("div")
        .class("receipt__files")
        .child(el("p").child(message(lang, "ui.files_received")))
        .child(el("ul").children(rows))
        .into()
}

/// The hash of each file, for those who want to compare.
fn hashes(wizard: Wizard, receipt: &Receipt) -> Node {
    let lang = wizard.lang;
    let rows = receipt.attachments.iter().map(|file| {
        let label = wizard.procedure().definition.field(&file.field);
        el("li")
            .child(label.map(|(_, field)| localized(lang, &field.label)))
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

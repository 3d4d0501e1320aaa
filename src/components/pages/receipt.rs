//! The receipt: proof that the dossier arrived, and the next steps.
//!
//! It is shown only after the digest in the receipt was found equal to the digest of the sent
//! dossier (R-602-22).

use hoso_dossier::timestamp;
use hoso_dossier::wire::Receipt;
use hoso_identifiers::text;
use hoso_view::html::{button, details, div, h1, li, p, section, span, summary, ul};
use hoso_view::{IntoNode, Node, Track, ev};

use crate::components::parts::after_submission::after_submission_fields;
use crate::components::parts::copy_button::copy_button;
use crate::components::parts::copy_sheet::copy_sheet;
use crate::components::parts::erase_data::erase_data;
use crate::components::parts::estimate::estimate;
use crate::components::parts::linkify::linkify;
use crate::components::parts::next_steps::next_steps;
use crate::components::parts::official_form::official_form;
use crate::components::parts::required_documents::required_documents;
use crate::components::parts::sent_summary::{request_line, sent_summary};
use crate::components::parts::transfer_text::transfer_text;
use crate::config::{DeploymentConfig, Holder};
use crate::i18n::format;
use crate::i18n::messages::{localized, message};
use crate::wizard::Wizard;
use crate::wizard::commands::{Command, DraftCommand};
use crate::wizard::draft::SaveStatus;

/// Renders the receipt, the next steps and everything a person may still copy or print.
pub fn receipt(wizard: Wizard) -> Node {
    let Some(receipt) = wizard.submission.with(|delivery| delivery.receipt.clone()) else {
        return Node::Empty;
    };
    let new_dossier = button()
        .class("button button--secondary")
        .attr("type", "button")
        .on(ev::click, move |_| {
            wizard.dispatch(Command::Draft(DraftCommand::StartNew))
        })
        .child(message(wizard.lang, "ui.new_dossier"));
    // On trial the agency gives no number, unless the person registers on its portal.
    let has_number = wizard.procedure().definition.finished_on_portal
        || wizard.with_config(DeploymentConfig::holder) != Holder::Trial;
    // Nothing follows from a dossier that was refused: no call, no visit and no payment.
    let follow_up = (!is_rejected(&receipt)).then(|| {
        [
            copy_sheet(wizard),
            next_steps(wizard),
            has_number
                .then(|| after_submission_fields(wizard))
                .into_node(),
            required_documents(wizard),
            transfer_text(wizard),
            estimate(wizard),
        ]
        .into_node()
    });
    [
        card(wizard, &receipt),
        follow_up.unwrap_or(Node::Empty),
        sent_summary(wizard),
        official_form(wizard),
        new_dossier.into_node(),
        erase_data(wizard),
    ]
    .into_node()
}

/// Returns whether the receiver has stored the dossier and refused it.
fn is_rejected(receipt: &Receipt) -> bool {
    receipt.status == "rejected"
}

fn card(wizard: Wizard, receipt: &Receipt) -> Node {
    let lang = wizard.lang;
    let (time, date) = timestamp::parse(&receipt.received_at)
        .map(format::time_and_date)
        .unwrap_or_default();
    let mut number_id = wizard.prefix();
    number_id.push_str("dossier_number");
    let edited = wizard
        .submission
        .with(|delivery| delivery.correction.is_some());
    let is_rejected = is_rejected(receipt);
    let facts = (!is_rejected && !date.is_empty()).then(|| {
        let received = [("time", time), ("date", date)];
        p().class("receipt__facts")
            .child(move || wizard.variant_text("ui.received_at", &received))
    });
    let variant = move |code: &'static str, rejected: &'static str| {
        move || linkify(&wizard.variant_text(if is_rejected { rejected } else { code }, &[]))
    };
    // What is finished on the agency's portal is not done yet, and what is on trial reaches no agency.
    let is_trial = wizard.with_config(DeploymentConfig::holder) == Holder::Trial;
    let is_done = !wizard.procedure().definition.finished_on_portal && !is_rejected && !is_trial;
    let proof = details()
        .class("details")
        .child(
            summary()
                .class("details__summary")
                .child(message(lang, "ui.proof_title")),
        )
        .child(
            div()
                .class("details__text")
                .child(p().child(move || wizard.variant_text("ui.proof_text", &[])))
                .child(
                    p().class("receipt__digest")
                        .attr("translate", "no")
                        .child(receipt.digest.clone()),
                )
                .child(hashes(wizard, receipt)),
        );
    let card = section()
        .class(if is_done {
            "receipt"
        } else {
            "receipt receipt--unfinished"
        })
        .child(
            div().class("receipt__head").child(
                h1().class("receipt__title")
                    .attr("tabindex", "-1")
                    .child(variant("ui.receipt_title", "ui.rejected_title")),
            ),
        )
        .child(
            div()
                .class("receipt__body")
                .child(p().child(variant("ui.receipt_lead", "ui.rejected_lead")))
                .child(request_line(wizard))
                .child(noted_number(wizard))
                .child(
                    p().class("receipt__label")
                        .child(message(lang, "ui.dossier_number")),
                )
                .child(
                    p().class(move || {
                        // The number of the agency is the one to read out, so it is the large one.
                        let is_second = !noted(wizard).is_empty();
                        Some(if is_second {
                            "receipt__number receipt__number--second"
                        } else {
                            "receipt__number"
                        })
                    })
                    .id(number_id)
                    .attr("translate", "no")
                    .child(receipt.number.clone()),
                )
                .child(facts)
                .child(copy_button(
                    wizard,
                    receipt.number.clone(),
                    "ui.copy_number",
                ))
                .child(files(wizard, receipt))
                .child(proof),
        );
    let not_saved_notice = (move || {
        (wizard.draft.status.get() == SaveStatus::Unavailable).then(|| {
            p().class("notice notice--warning")
                .attr("role", "status")
                .child(message(lang, "ui.receipt_unkept"))
        })
    })
    .into_node();
    let edited_notice = edited.then(|| {
        let open = wizard.submission.can_open_edits().then(|| {
            button()
                .class("button button--secondary")
                .attr("type", "button")
                .on(ev::click, move |_| {
                    wizard.dispatch(Command::Draft(DraftCommand::OpenCorrection));
                })
                .child(message(lang, "ui.open_correction"))
        });
        div()
            .class("notice notice--warning")
            .child(p().child(move || wizard.variant_text("ui.changed_since", &[])))
            .child(open)
    });
    [
        card.into_node(),
        not_saved_notice,
        edited_notice.into_node(),
    ]
    .into_node()
}

/// Returns the number that the person noted from the agency, and subscribes to answers set by code: a
/// number that is being typed below must not move the page.
fn noted(wizard: Wizard) -> String {
    wizard.answers.answers_replaced.track();
    let definition = wizard.procedure().definition;
    let field = definition.after_submission.first();
    let number = field.map(|field| {
        wizard
            .answers
            .with(|answers| answers.text(field.id).to_owned())
    });
    text::clean(&number.unwrap_or_default()).into_owned()
}

/// Renders the number that the person noted from the agency, above that of the receipt (R-702-7).
fn noted_number(wizard: Wizard) -> Node {
    (move || {
        let number = noted(wizard);
        if number.is_empty() {
            return Node::Empty;
        }
        [
            p().class("receipt__label")
                .child(message(wizard.lang, "ui.noted_number"))
                .into_node(),
            p().class("receipt__number receipt__number--noted")
                .attr("translate", "no")
                .child(number)
                .into_node(),
        ]
        .into_node()
    })
    .into_node()
}

/// Lists the files that the receiver stored, with their sizes.
fn files(wizard: Wizard, receipt: &Receipt) -> Node {
    if receipt.attachments.is_empty() {
        return Node::Empty;
    }
    let lang = wizard.lang;
    let rows = receipt.attachments.iter().map(|file| {
        let label = wizard.procedure().definition.field(&file.field);
        let size = [" · ", &file.size.div_ceil(1000).to_string(), " kB"].concat();
        li().child(label.map(|(_, field)| localized(lang, field.label)))
            .child(size)
    });
    div()
        .class("receipt__files")
        .child(p().child(message(lang, "ui.files_received")))
        .child(ul().children(rows))
        .into_node()
}

/// Lists the SHA-256 hash of each stored file, so that a person can compare it.
fn hashes(wizard: Wizard, receipt: &Receipt) -> Node {
    let lang = wizard.lang;
    let rows = receipt.attachments.iter().map(|file| {
        let label = wizard.procedure().definition.field(&file.field);
        li().child(label.map(|(_, field)| localized(lang, field.label)))
            .child(" ")
            .child(
                span()
                    .class("receipt__hash")
                    .attr("translate", "no")
                    .child(file.sha256.clone()),
            )
    });
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty())
        .then(|| ul().class("receipt__hashes").children(rows))
        .into_node()
}

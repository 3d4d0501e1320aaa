//! The answers to be copied into the agency's portal.

use hoso_dossier::Kind;
use hoso_view::html::{dd, details, div, dl, dt, p, span, summary};
use hoso_view::prelude::*;
use hoso_view::{IntoNode, Node};

use crate::components::parts::answer_text::answer_text;
use crate::components::parts::copy_button::copy_button;
use crate::config::{DeploymentConfig, Holder};
use crate::i18n::catalog::translate;
use crate::i18n::messages::template;
use crate::wizard::Wizard;

/// Renders each answer with a button that copies it, for a person who enters the answers in the
/// agency's portal.
pub fn copy_sheet(wizard: Wizard) -> Node {
    let definition = wizard.procedure().definition;
    // What the agency has, or gets from the relay, needs no other way.
    let holder = wizard.with_config(DeploymentConfig::holder);
    let has_other_way =
        definition.finished_on_portal || !matches!(holder, Holder::Bhxh | Holder::Relay);
    if definition.copy_sheet.is_none() || !has_other_way {
        return Node::Empty;
    }
    (move || {
        wizard.answers.answers_replaced.track();
        let lang = wizard.lang.get();
        let left_out = definition.copy_sheet.unwrap_or_default();
        // Where the portal is one way of several, the sheet is closed.
        let open = move || definition.finished_on_portal.then(String::new);
        let rows: Vec<Node> = wizard.answers.with(|answers| {
            let rows = definition.shown(answers).filter_map(|(_, field)| {
                if !is_copied(field.kind) || left_out.contains(&field.id) {
                    return None;
                }
                let value = answer_text(wizard, lang, field, answers.get(field.id)?);
                (!value.is_empty()).then(|| {
                    row(
                        wizard,
                        translate(lang, field.label_for(holder.suffix(), answers)),
                        value,
                    )
                })
            });
            rows.collect()
        });
        untrack(|| -> Node {
            details()
                .class("details")
                .attr("open", open)
                .child(
                    summary()
                        .class("details__summary")
                        .child(template(lang, "ui.copy_sheet_title")),
                )
                .child(
                    div()
                        .class("details__text")
                        .child(p().child(template(lang, "ui.copy_sheet_text")))
                        .child(dl().class("copy-sheet").children(rows)),
                )
                .into_node()
        })
    })
    .into_node()
}

/// Returns whether the agency's portal has a box into which an answer can be pasted.
const fn is_copied(kind: Kind) -> bool {
    match kind {
        Kind::Photo(_) | Kind::Commitment | Kind::Setting(_) | Kind::YesNo => false,
        Kind::Text(_)
        | Kind::Choice(_)
        | Kind::MultiChoice(_)
        | Kind::Select(_)
        | Kind::Country
        | Kind::Province
        | Kind::Commune(_)
        | Kind::Group { .. } => true,
    }
}

fn row(wizard: Wizard, label: &'static str, value: String) -> Node {
    div()
        .class("copy-sheet__row")
        .child(dt().child(label))
        .child(
            dd().child(
                span()
                    .class("copy-sheet__value")
                    .attr("translate", "no")
                    .child(value.clone()),
            )
            .child(copy_button(wizard, value, "ui.copy_value")),
        )
        .into_node()
}

//! The estimated contribution.
//!
//! The heading always calls it an estimate. A figure that is not known is listed with the reason.

use hoso_view::html::{div, h2, li, p, section, span, table, tbody, td, th, tr, ul};
use hoso_view::{IntoNode, Node, Track};

use crate::i18n::format;
use crate::i18n::messages::{message_text, template};
use crate::wizard::Wizard;
use crate::wizard::navigation::View;

/// Renders the estimate. It updates while a person types; without figures it renders nothing.
pub fn estimate(wizard: Wizard) -> Node {
    (move || {
        wizard.answers.answer_changed.track();
        wizard.answers.answers_replaced.track();
        let lang = wizard.lang.get();
        let today = wizard.today.get();
        let figures = wizard
            .answers
            .with(|answers| (wizard.procedure().figures)(answers, today));
        // On the receipt no answer can be changed any more, so unknown figures are left out.
        let is_receipt = wizard.navigation.view.get() == View::Receipt;
        let figures: Vec<_> = figures
            .into_iter()
            .filter(|figure| figure.amount.is_ok() || !is_receipt)
            .collect();
        if figures.is_empty() {
            return Node::Empty;
        }
        let rows_used = wizard
            .answers
            .with(|answers| (wizard.procedure().figure_rows)(answers, today));
        let facts = rows_used
            .iter()
            .map(|fact| li().child(message_text(lang, fact)));
        // Without a known figure no dated row was used, so no source is cited.
        let any_known = figures.iter().any(|figure| figure.amount.is_ok());
        let sources = any_known.then(|| {
            div()
                .class("estimate__sources")
                .child(p().child(template(lang, "ui.estimate_note")))
                .child(ul().children(facts))
                .into_node()
        });
        let rows = figures.into_iter().map(|figure| {
            let label = message_text(lang, &figure.label);
            let head = th().attr("scope", "row").child(label);
            match &figure.amount {
                Ok(dong) => {
                    let minus = if figure.deducted { "− " } else { "" };
                    tr().class(figure.total.then_some("estimate__total"))
                        .child(head)
                        .child(td().child([minus, &format::dong(lang, *dong)].concat()))
                }
                Err(reason) => {
                    let reason = message_text(lang, reason);
                    let reason = span().class("estimate__why").child(reason);
                    tr().class("estimate__unknown")
                        .child(head.attr("colspan", "2").child(" ").child(reason))
                }
            }
        });
        section()
            .class("estimate")
            .child(
                h2().class("estimate__title")
                    .child(template(lang, "ui.estimate_title")),
            )
            .child(
                table()
                    .class("estimate__table")
                    .child(tbody().children(rows)),
            )
            .child(sources.unwrap_or(Node::Empty))
            .into_node()
    })
    .into_node()
}

//! What the contribution would be: always headed as an estimate, every figure
//! either known or said to be missing.

use crate::i18n::format;
use crate::i18n::messages::{message_text, template};
use crate::wizard::Wizard;
use crate::wizard::navigation::View;
use hoso_view::html::{div, h2, li, p, section, span, table, tbody, td, th, tr, ul};
use hoso_view::{IntoNode, Node, Track};

/// The estimate panel. It follows the typing; without figures it renders nothing.
pub fn estimate(wizard: Wizard) -> Node {
    (move || {
        wizard.answers.answer_changed.track();
        wizard.answers.answers_replaced.track();
        let lang = wizard.lang.get();
        let today = wizard.today.get();
        let figures = wizard
            .answers
            .with(|answers| (wizard.procedure().figures)(answers, today));
        // On the receipt nothing can be chosen any more that would make a figure known.
        let done = wizard.navigation.view.get() == View::Receipt;
        let figures: Vec<_> = figures
            .into_iter()
            .filter(|figure| figure.amount.is_ok() || !done)
            .collect();
        if figures.is_empty() {
            return Node::Empty;
        }
        let facts = wizard
            .answers
            .with(|answers| (wizard.procedure().figure_rows)(answers, today));
        let facts = facts
            .iter()
            .map(|fact| li().child(message_text(lang, fact)));
        // Where nothing is known, nothing was calculated from the figures of a month.
        let known = figures.iter().any(|figure| figure.amount.is_ok());
        let sources = known.then(|| {
            div()
                .class("estimate__sources")
                .child(p().child(template(lang, "ui.estimate_note")))
                .child(ul().children(facts))
                .into_node()
        });
        let rows = figures.into_iter().map(|figure| {
            let what = message_text(lang, &figure.what);
            let head = th().attr("scope", "row").child(what);
            match &figure.amount {
                Ok(dong) => {
                    let minus = if figure.deducted { "− " } else { "" };
                    tr().class(figure.total.then_some("estimate__total"))
                        .child(head)
                        .child(td().child([minus, &format::dong(lang, *dong)].concat()))
                }
                Err(why) => {
                    let why = message_text(lang, why);
                    let why = span().class("estimate__why").child(why);
                    tr().class("estimate__unknown")
                        .child(head.attr("colspan", "2").child(" ").child(why))
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

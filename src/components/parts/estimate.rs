//! What the contribution would be: always headed as an estimate, every figure
//! either known or said to be missing.

use crate::dom::el;
use crate::dom::{Node, dynamic};
use crate::i18n::format;
use crate::i18n::messages::{message_text, template};
use crate::wizard::Wizard;
use crate::wizard::navigation::View;

/// The estimate panel. It follows the typing; without figures it renders nothing.
pub fn estimate(wizard: Wizard) -> Node {
    dynamic(move || {
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
            .map(|fact| el("li").child(message_text(lang, fact)));
        // Where nothing is known, nothing was calculated from the figures of a month.
        let known = figures.iter().any(|figure| figure.amount.is_ok());
        let sources = known.then(|| {
            el("div")
                .class("estimate__sources")
                .child(el("p").child(template(lang, "ui.estimate_note")))
                .child(el("ul").children(facts))
                .into()
        });
        let rows = figures.into_iter().map(|figure| {
            let what = message_text(lang, &figure.what);
            let head = el("th").attr("scope", "row").child(what);
            match &figure.amount {
                Ok(dong) => {
                    let minus = if figure.deducted { "− " } else { "" };
                    el("tr")
                        .attr_if("class", figure.total.then_some("estimate__total"))
                        .child(head)
                        .child(el("td").child([minus, &format::dong(lang, *dong)].concat()))
                }
                Err(why) => {
                    let why = message_text(lang, why);
                    let why = el("span").class("estimate__why").child(why);
                    el("tr")
                        .class("estimate__unknown")
                        .child(head.attr("colspan", "2").child(" ").child(why))
                }
            }
        });
        el("section")
            .class("estimate")
            .child(
                el("h2")
                    .class("estimate__title")
                    .child(template(lang, "ui.estimate_title")),
            )
            .child(
                el("table")
                    .class("estimate__table")
                    .child(el("tbody").children(rows)),
            )
            .child(sources.unwrap_or(Node::Empty))
            .into()
    })
}

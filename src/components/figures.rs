//! What the contribution would be: always headed as an estimate, every figure
//! either known or said to be missing.

use crate::dom::{Node, dynamic, el};
use crate::form::{Form, Page};
use crate::texts;

/// The estimate panel. It follows the typing; without figures it renders nothing.
pub fn figures(form: Form) -> Node {
    dynamic(move || {
        form.typed.track();
        form.painted.track();
        let lang = form.lang.get();
        let today = form.today.get();
        let figures = form.answers(|answers| (form.procedure().figures)(answers, today));
        // On the receipt nothing can be chosen any more that would make a figure known.
        let done = form.page.get() == Page::Receipt;
        let figures: Vec<_> = figures
            .into_iter()
            .filter(|figure| figure.amount.is_ok() || !done)
            .collect();
        if figures.is_empty() {
            return Node::Empty;
        }
        let facts = form.answers(|answers| (form.procedure().figure_rows)(answers, today));
        let facts = facts
            .iter()
            .map(|fact| el("li").child(texts::sentence(lang, fact)));
        // Where nothing is known, nothing was calculated from the figures of a month.
        let known = figures.iter().any(|figure| figure.amount.is_ok());
        let sources = known.then(|| {
            el("div")
                .class("estimate__sources")
                .child(el("p").child(texts::raw(lang, "ui.estimate_note")))
                .child(el("ul").children(facts))
                .into()
        });
        let rows = figures.into_iter().map(|figure| {
            let what = texts::sentence(lang, &figure.what);
            let head = el("th").attr("scope", "row").child(what);
            match &figure.amount {
                Ok(dong) => {
                    let minus = if figure.deducted { "− " } else { "" };
                    el("tr")
                        .attr_if("class", figure.total.then_some("estimate__total"))
                        .child(head)
                        .child(el("td").child([minus, &lang.amount(*dong)].concat()))
                }
                Err(why) => {
                    let why = texts::sentence(lang, why);
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
                    .child(texts::raw(lang, "ui.estimate_title")),
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

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
            let known = figure.amount.is_ok();
            let text = match &figure.amount {
                Ok(dong) => {
                    let minus = if figure.deducted { "− " } else { "" };
                    [minus, &hoso_identifiers::amount::display(*dong), " đ"].concat()
                }
                Err(why) => texts::sentence(lang, why),
            };
            let class = match (known, figure.total) {
                (false, _) => Some("estimate__unknown"),
                (true, true) => Some("estimate__total"),
                (true, false) => None,
            };
            el("tr")
                .attr_if("class", class)
                .child(
                    el("th")
                        .attr("scope", "row")
                        .child(texts::sentence(lang, &figure.what)),
                )
                .child(el("td").child(text))
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

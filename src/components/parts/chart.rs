//! Two amounts over the years: a picture, and a table with the same numbers.

use hoso_dossier::Chart;
use hoso_identifiers::amount;
use hoso_view::html::{
    caption, details, div, h2, p, section, summary, table, tbody, td, th, thead, tr,
};
use hoso_view::svg::{circle, line, polyline, svg, text};
use hoso_view::{Element, IntoNode, Node, Track};

use crate::i18n::format;
use crate::i18n::lang::Lang;
use crate::i18n::messages::{message, message_text};
use crate::wizard::Wizard;

/// Renders the picture and the table of the procedure. Both change while a person types; without amounts
/// nothing is shown.
pub fn chart(wizard: Wizard) -> Node {
    let current = move || {
        wizard.answers.answer_changed.track();
        wizard.answers.visibility_changed.track();
        wizard.answers.answers_replaced.track();
        let today = wizard.today.get();
        wizard
            .answers
            .with(|answers| (wizard.procedure().chart)(answers, today))
    };
    let lang = wizard.lang;
    section()
        .class("estimate chart")
        .attr("hidden", move || current().is_none().then_some(""))
        .child(move || current().map(|chart| picture(lang.get(), &chart)))
        // Outside the part that is rendered anew: an open table stays open.
        .child(
            details()
                .class("details")
                .child(
                    summary()
                        .class("details__summary")
                        .child(message(lang, "ui.chart_table")),
                )
                .child(move || current().map(|chart| rows(lang.get(), &chart))),
        )
        .into_node()
}

/// The size of the picture, in its own units: about a pixel on a narrow phone.
const WIDTH: u64 = 320;
const HEIGHT: u64 = 210;

/// The edges of the area in which the lines are drawn.
const LEFT: u64 = 6;
const RIGHT: u64 = 314;
const TOP: u64 = 46;
const BOTTOM: u64 = 184;

/// The colours of the two lines. They differ in dashes too.
const COLORS: [&str; 2] = ["currentColor", "var(--accent)"];
const DASHES: [&str; 2] = ["7 4", "none"];

fn picture(lang: Lang, chart: &Chart) -> Node {
    let sentences: Vec<String> = chart
        .summary
        .iter()
        .map(|sentence| message_text(lang, sentence))
        .collect();
    let said = sentences.join(" ");
    let sentences = sentences.into_iter().map(|sentence| p().child(sentence));
    let heading = h2()
        .class("estimate__title")
        .child(message_text(lang, &chart.title));
    [
        heading.into_node(),
        div()
            .class("estimate__sources")
            .children(sentences)
            .into_node(),
        drawing(lang, chart).attr("aria-label", said).into_node(),
    ]
    .into_node()
}

/// Draws one line for each amount, from the sums of the years.
fn drawing(lang: Lang, chart: &Chart) -> Element {
    let first = chart.years.first().map_or(0, |year| year.year);
    let last = chart.years.last().map_or(0, |year| year.year);
    let most = chart.years.iter().flat_map(|year| year.sums).max();
    let most = most.unwrap_or_default().max(1);
    let span = u64::from(last - first).max(1);
    let x = |year: u16| LEFT + (RIGHT - LEFT) * u64::from(year - first) / span;
    // Divides first: a sum times the height may not fit.
    let y = |sum: u64| BOTTOM - (sum / 1000) * (BOTTOM - TOP) / (most / 1000).max(1);
    let line_of = |index: usize| {
        let points = chart.years.iter().map(|year| {
            let sum = year.sums.get(index).copied().unwrap_or_default();
            [x(year.year).to_string(), y(sum).to_string()].join(",")
        });
        polyline()
            .attr("points", points.collect::<Vec<_>>().join(" "))
            .attr("fill", "none")
            .attr("stroke", COLORS.get(index).copied())
            .attr("stroke-dasharray", DASHES.get(index).copied())
            .attr("stroke-width", "3")
    };
    let legend = |index: usize| {
        let at = LEFT + (RIGHT - LEFT) / 2 * index as u64;
        let name = chart.names.get(index).map(|name| message_text(lang, name));
        [
            segment([at, 10, at + 28, 10])
                .attr("stroke", COLORS.get(index).copied())
                .attr("stroke-dasharray", DASHES.get(index).copied())
                .attr("stroke-width", "3"),
            label(at + 34, 15, "start", name.unwrap_or_default()),
        ]
    };
    let meeting = chart.meets_in.and_then(|met| {
        let year = chart.years.iter().find(|year| year.year == met)?;
        let (x, y) = (x(met), y(year.sums[1]));
        let year = label(x, BOTTOM + 18, "middle", met.to_string());
        let dot = circle()
            .attr("cx", x.to_string())
            .attr("cy", y.to_string())
            .attr("r", "5")
            .attr("fill", COLORS[1]);
        let drop = segment([x, y, x, BOTTOM])
            .attr("stroke", "currentColor")
            .attr("stroke-dasharray", "2 3");
        // The year at an edge is named already.
        let is_inside = x > LEFT + 50 && x < RIGHT - 62;
        Some(
            [
                drop.into_node(),
                dot.into_node(),
                is_inside.then_some(year).into_node(),
            ]
            .into_node(),
        )
    });
    svg()
        .class("chart__picture")
        .attr("viewBox", format!("0 0 {WIDTH} {HEIGHT}"))
        .attr("role", "img")
        .child(legend(0))
        .child(legend(1))
        .child(label(LEFT, TOP - 8, "start", format::dong(lang, most)))
        .child(segment([LEFT, TOP, RIGHT, TOP]).attr("stroke", "var(--line-soft)"))
        .child(segment([LEFT, BOTTOM, RIGHT, BOTTOM]).attr("stroke", "currentColor"))
        .child(line_of(0))
        .child(line_of(1))
        .child(meeting)
        .child(label(LEFT, BOTTOM + 18, "start", first.to_string()))
        .child(label(RIGHT, BOTTOM + 18, "end", last.to_string()))
}

fn segment([x1, y1, x2, y2]: [u64; 4]) -> Element {
    line()
        .attr("x1", x1.to_string())
        .attr("y1", y1.to_string())
        .attr("x2", x2.to_string())
        .attr("y2", y2.to_string())
}

fn label(x: u64, y: u64, anchor: &'static str, words: String) -> Element {
    text()
        .attr("x", x.to_string())
        .attr("y", y.to_string())
        .attr("text-anchor", anchor)
        .attr("font-size", "14")
        .attr("fill", "currentColor")
        .child(words)
}

/// Renders the numbers of the picture as a table.
fn rows(lang: Lang, chart: &Chart) -> Node {
    let heads = chart
        .names
        .iter()
        .map(|name| th().attr("scope", "col").child(message_text(lang, name)));
    let year_head = th().attr("scope", "col").child(message_text(
        lang,
        &hoso_dossier::Message::new("ui.chart_year"),
    ));
    let years = chart.years.iter().map(|year| {
        let sums = year.sums.iter().map(|sum| {
            let mut dong = String::new();
            format::push_number(&mut dong, lang, &amount::display(*sum));
            td().child(dong)
        });
        tr().child(th().attr("scope", "row").child(year.year.to_string()))
            .children(sums)
    });
    let name = message_text(lang, &hoso_dossier::Message::new("ui.chart_caption"));
    div()
        .class("chart__table")
        .attr("role", "region")
        .attr("tabindex", "0")
        .attr("aria-label", name.clone())
        .child(
            table()
                .class("estimate__table")
                .child(caption().child(name))
                .child(thead().child(tr().child(year_head).children(heads)))
                .child(tbody().children(years)),
        )
        .into_node()
}

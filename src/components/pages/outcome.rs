//! The last page of a preparation or a guide: what to do, and the sheet to print. Nothing is sent.

use hoso_dossier::Advice;
use hoso_view::html::{a, button, code, div, h2, li, ol, p, section};
use hoso_view::{IntoNode, Node, Track, ev};

use crate::components::parts::back_button::back_button;
use crate::components::parts::chart::chart;
use crate::components::parts::copy_button::copy_button;
use crate::components::parts::directory::{corrected, directory_rows, keeps_advice};
use crate::components::parts::erase_data::erase_data;
use crate::components::parts::estimate::estimate;
use crate::components::parts::linkify::linkify;
use crate::components::parts::page_head::page_head;
use crate::components::parts::related_procedures::related_procedures;
use crate::components::parts::review::answer_list;
use crate::components::parts::save_status::save_status;
use crate::components::parts::transfer_text::transfer_text;
use crate::i18n::catalog::translate;
use crate::i18n::lang::Lang;
use crate::i18n::messages::{format_message, localized, message};
use crate::platform;
use crate::wizard::Wizard;

/// Renders what the answers lead to: amounts, what to do, the sheet. It never claims that something was sent.
pub fn outcome(wizard: Wizard) -> Node {
    let definition = wizard.procedure().definition;
    let Some(texts) = &definition.outcome else {
        return Node::Empty;
    };
    let sheet = wizard.answers.with(|answers| definition.sheet(answers));
    let sheet = sheet.map(|sheet| {
        section()
            .class("sheet")
            .child(h2().child(localized(wizard.lang, sheet.title)))
            .child(answer_list(wizard, true))
    });
    let print = button()
        .class("button button--primary")
        .attr("type", "button")
        .on(ev::click, |_| platform::print())
        .child(message(wizard.lang, "ui.print"));
    let keeps_draft = wizard.keeps_draft();
    [
        page_head(
            localized(wizard.lang, texts.title),
            localized(wizard.lang, texts.hint),
        ),
        estimate(wizard),
        chart(wizard),
        transfer_text(wizard),
        advice_list(wizard),
        sheet.into_node(),
        links(wizard),
        div()
            .class("button-row")
            .child(print)
            .child(back_button(wizard))
            .into_node(),
        keeps_draft.then(|| save_status(wizard)).into_node(),
        keeps_draft.then(|| erase_data(wizard)).into_node(),
    ]
    .into_node()
}

/// Renders the links that the answers suggest, of every step.
fn links(wizard: Wizard) -> Node {
    let steps = wizard.procedure().definition.steps.iter();
    let links = steps.map(|step| related_procedures(wizard, step.fields));
    links.collect::<Vec<Node>>().into_node()
}

fn advice_list(wizard: Wizard) -> Node {
    (move || {
        wizard.answers.answers_replaced.track();
        let lang = wizard.lang.get();
        let definition = wizard.procedure().definition;
        let items: Vec<Node> = wizard.answers.with(|answers| {
            let rows = definition.directory_rows(answers);
            let all_advice = definition.outcome.map_or(&[][..], |outcome| outcome.advice);
            let rows = rows.flat_map(|kind| directory_rows(wizard, lang, kind, all_advice));
            let advice = definition.advice(answers).filter_map(|advice| {
                corrected(wizard, lang, advice.row)
                    .or_else(|| item(wizard, lang, advice).filter(|_| keeps_advice(wizard, advice)))
            });
            rows.chain(advice).collect()
        });
        ol().class("next-steps")
            .attr("role", "list")
            .children(items)
            .into_node()
    })
    .into_node()
}

/// Renders one advice; nothing where it only names a hotline and the deployment has none.
fn item(wizard: Wizard, lang: Lang, advice: &'static Advice) -> Option<Node> {
    let text = wizard.fill_hotline(translate(lang, advice.text));
    if text.is_empty() {
        return None;
    }
    let link = hoso_procedures::find(advice.to).map(|to| {
        let home = wizard.with_config(|config| config.home.clone());
        p().child(
            a().attr("href", [home.as_str(), advice.to, "/"].concat())
                .child(translate(lang, to.definition.title).to_owned()),
        )
    });
    let year = (advice.year > 0).then(|| {
        let args = [("year", advice.year.to_string())];
        p().class("advice__year")
            .child(format_message(lang, "ui.as_of", &args))
    });
    let item = li()
        .class("advice")
        .child(linkify(&text))
        .child(quote(wizard, lang, advice))
        .child(link)
        .child(year);
    Some(item.into_node())
}

/// Renders the text to copy. The official name of a menu is not translated.
fn quote(wizard: Wizard, lang: Lang, advice: &'static Advice) -> Node {
    if advice.quote.is_empty() {
        return Node::Empty;
    }
    let text = if advice.is_translated {
        translate(lang, advice.quote)
    } else {
        advice.quote
    };
    let exact = code()
        .class("transfer-text__text")
        .attr("lang", (!advice.is_translated).then_some("vi"))
        .attr("translate", "no")
        .child(text.to_owned());
    [
        exact.into_node(),
        copy_button(wizard, text.to_owned(), "ui.copy_value"),
    ]
    .into_node()
}

//! How to pay, with the exact text of the transfer.

use hoso_dossier::Message;
use hoso_identifiers::text;

use crate::components::header::saved;
use crate::components::linked::linked;
use crate::components::step::back_button;
use crate::components::wipe::wipe;
use crate::dom::{Node, dynamic, el, live};
use crate::form::Form;
use crate::live::Live;
use crate::texts::{self, raw, say, tell};
use crate::web;

/// The most characters of a transfer text that every bank is known to take.
const MEMO_SURE: usize = 140;

/// The page for a person who goes on paying: nothing is declared, nothing is sent.
pub fn payment(form: Form) -> Node {
    let Some(none) = &form.procedure().definition.no_declaration else {
        return Node::Empty;
    };
    [
        head(tell(form.lang, &none.title), tell(form.lang, &none.hint)),
        memo(form),
        next_steps(form),
        back_button(form),
        saved(form),
        wipe(form),
    ]
    .into()
}

/// The heading of a page that is no step.
pub fn page_head(form: Form, title: &'static str, hint: &'static str) -> Node {
    head(say(form.lang, title), say(form.lang, hint))
}

fn head(title: Node, hint: Node) -> Node {
    el("div")
        .class("step-header")
        .child(
            el("h1")
                .class("step-header__title")
                .attr("tabindex", "-1")
                .child(title),
        )
        .child(el("p").class("step-header__hint").child(hint))
        .into()
}

/// The text of the transfer, with and without marks, each to copy. Some banks
/// take only plain letters.
pub fn memo(form: Form) -> Node {
    dynamic(move || {
        form.painted.track();
        let today = form.today.get();
        let lang = form.lang;
        let Some(memo) = form.answers(|answers| (form.procedure().transfer_text)(answers, today))
        else {
            // Without a number there is none; what happens next says to wait for it (R-602-9).
            return Node::Empty;
        };
        let plain = text::without_marks(&memo);
        let long = memo.chars().count() > MEMO_SURE;
        let exact = |text: String| {
            el("code")
                .class("memo__text")
                .attr("translate", "no")
                .child(text)
        };
        el("section")
            .class("memo")
            .child(
                el("h2")
                    .class("memo__title")
                    .child(say(lang, "ui.memo_title")),
            )
            .child(exact(memo.clone()))
            .child(copy(form, memo, "ui.copy_memo"))
            .child(el("p").child(say(lang, "ui.memo_plain")))
            .child(exact(plain.clone()))
            .child(copy(form, plain, "ui.copy_memo_plain"))
            .child(long.then(|| {
                el("p")
                    .class("notice notice--warning")
                    .child(say(lang, "ui.memo_long"))
            }))
            .into()
    })
}

/// A button that copies a text and says so.
pub fn copy(form: Form, text: String, label: &'static str) -> Node {
    let done = Live::new("");
    let button = el("button")
        .class("button button--secondary")
        .attr("type", "button")
        .on("click", move |_| {
            let text = text.clone();
            web::spawn(async move {
                done.set(if web::copy(&text).await {
                    "ui.copied"
                } else {
                    "ui.not_copied"
                });
            });
        })
        .child(say(form.lang, label));
    let status = live(move || match done.get() {
        "" => "",
        code => raw(form.lang.get(), code),
    });
    el("div")
        .class("copy")
        .child(button)
        .child(
            el("span")
                .class("copy__status")
                .attr("role", "status")
                .child(status),
        )
        .into()
}

/// What happens next, in order.
pub fn next_steps(form: Form) -> Node {
    dynamic(move || {
        form.painted.track();
        let today = form.today.get();
        let lang = form.lang.get();
        let next = form.answers(|answers| (form.procedure().next_steps)(answers, today));
        // What is good to know is no step, and has no number.
        let (also, steps): (Vec<_>, Vec<_>) = next
            .iter()
            .partition(|sentence| sentence.code.starts_with("also."));
        let items = |sentences: Vec<&Message>| {
            let items = sentences.into_iter();
            items
                .map(|sentence| el("li").child(linked(&texts::sentence(lang, sentence))))
                .collect::<Vec<_>>()
        };
        let also = (!also.is_empty()).then(|| {
            Node::from([
                el("h3").child(raw(lang, "ui.also_title")).into(),
                el("ul").class("also").children(items(also)).into(),
            ])
        });
        Node::from([
            el("h2").child(raw(lang, "ui.next_title")).into(),
            el("ol")
                .class("next-steps")
                .attr("role", "list")
                .children(items(steps))
                .into(),
            also.unwrap_or(Node::Empty),
        ])
    })
}

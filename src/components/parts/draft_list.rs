//! How drafts are listed: what each is for, whose it is, and how far it is.

use hoso_view::html::{a, div, h2, li, p, ul};
use hoso_view::{IntoNode, Node, Signal, ev};

use crate::i18n::catalog::translate;
use crate::i18n::format;
use crate::i18n::lang::Lang;
use crate::i18n::messages::{format_message, message};
use crate::platform;
use crate::wizard::draft::OtherDraft;

/// Returns what a draft is for, whose it is and at which step it is: "Đăng ký lại – Nguyễn Thị Mẫu –
/// Bước 4/6".
#[must_use]
pub fn draft_name(lang: Lang, draft: &OtherDraft) -> String {
    let wishes = draft.wishes.iter().map(|wish| translate(lang, wish));
    let mut parts = vec![wishes.collect::<Vec<_>>().join(", ")];
    if !draft.name.is_empty() {
        parts.push(draft.name.clone());
    }
    if let Some((n, of)) = draft.step.filter(|_| draft.number.is_empty()) {
        let args = [("n", n.to_string()), ("of", of.to_string())];
        parts.push(format_message(lang, "ui.step_of", &args));
    }
    parts.join(" – ")
}

/// Returns the label of the control that opens a draft or its receipt.
#[must_use]
pub fn open_label(lang: Lang, draft: &OtherDraft) -> String {
    let (time, date) = format::time_and_date(draft.saved_at);
    let code = match (draft.number.is_empty(), draft.is_open_elsewhere) {
        (false, _) => "ui.open_receipt",
        (true, true) => "ui.open_here",
        (true, false) => "ui.open_draft",
    };
    let args = [
        ("what", draft_name(lang, draft)),
        ("number", draft.number.clone()),
        ("time", time),
        ("date", date),
    ];
    format_message(lang, code, &args)
}

/// Renders the drafts and receipts on this device, for the landing page. Each link opens its draft in
/// the wizard of its procedure.
#[must_use]
pub fn saved_drafts(lang: Signal<Lang>, home: &str, drafts: Signal<Vec<OtherDraft>>) -> Node {
    let home = home.to_owned();
    (move || {
        let drafts = drafts.get();
        (!drafts.is_empty()).then(|| list(lang, &home, drafts))
    })
    .into_node()
}

fn list(lang: Signal<Lang>, home: &str, drafts: Vec<OtherDraft>) -> Node {
    let entries = drafts.into_iter().map(|draft| {
        let href = [home, draft.procedure, "/"].concat();
        let key = draft.key.clone();
        let until = draft.kept_until.map(|end| {
            let (_, date) = format::time_and_date(end);
            p().child(move || {
                format_message(lang.get(), "ui.kept_until", &[("date", date.clone())])
            })
        });
        let link = li().child(
            a().class("draft-list__link")
                .attr("href", href)
                .on(ev::click, move |_| platform::open_draft_next(&key))
                .child(move || open_label(lang.get(), &draft)),
        );
        link.child(until)
    });
    div()
        .class("draft-list")
        .child(
            h2().class("draft-list__title")
                .child(message(lang, "ui.saved_drafts")),
        )
        .child(p().child(message(lang, "ui.kept_title")))
        .child(
            ul().class("draft-list__items")
                .attr("role", "list")
                .children(entries),
        )
        .into_node()
}

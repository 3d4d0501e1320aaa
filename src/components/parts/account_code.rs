//! The QR code by which an app of a bank reads an account and the amount to pay.

use hoso_vietqr::Transfer;
use hoso_view::html::{div, p};
use hoso_view::svg::{path, svg};
use hoso_view::{IntoNode, Node};

use crate::i18n::format;
use crate::i18n::lang::Lang;
use crate::i18n::messages::{format_message, template};
use crate::wizard::Wizard;

/// Renders the code of a verified account, or nothing without the number of its bank. R-MON-9: the caller
/// shows no other account.
pub fn account_code(wizard: Wizard, lang: Lang, bin: &str, account: &str) -> Node {
    let amount = amount(wizard);
    let text = Transfer {
        bin,
        account,
        amount,
        // Every text of a transfer is longer than a code may carry (money.md §8).
        purpose: "",
    };
    let Some(drawn) = text.text().and_then(|text| hoso_vietqr::picture(&text)) else {
        return Node::Empty;
    };
    let said = match amount {
        Some(amount) => {
            let amount = format::dong(lang, amount);
            format_message(lang, "ui.vietqr_amount", &[("amount", amount)])
        }
        None => template(lang, "ui.vietqr").to_owned(),
    };
    let side = drawn.side.to_string();
    div()
        .class("vietqr")
        .child(
            svg()
                .class("vietqr__code")
                .attr("viewBox", ["0 0 ", &side, " ", &side].concat())
                .attr("role", "img")
                .attr("aria-label", template(lang, "ui.vietqr_name"))
                .attr("shape-rendering", "crispEdges")
                .child(path().attr("d", drawn.path)),
        )
        .child(p().child(said))
        .child(p().child(template(lang, "ui.vietqr_memo")))
        .into_node()
}

/// Returns what is to be paid, if it is known and its figures are verified.
fn amount(wizard: Wizard) -> Option<u64> {
    let today = wizard.today.get_untracked();
    let figures = wizard
        .answers
        .with(|answers| (wizard.procedure().figures)(answers, today));
    let of_total = figures.into_iter().find(|figure| figure.total)?;
    (of_total.label.code == "estimate.to_pay")
        .then_some(of_total.amount.ok())
        .flatten()
}

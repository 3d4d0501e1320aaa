//! What happens to a person's data, before the first question.

use hoso_view::html::{a, details, div, p, summary};
use hoso_view::{IntoNode, Node};

use crate::i18n::messages::message;
use crate::wizard::Wizard;

/// Renders who receives the answers, what for, for how long, and the person's rights. Collapsed, so
/// that the first question stays on the first screen of a phone.
pub fn privacy(wizard: Wizard) -> Node {
    let lang = wizard.lang;
    let receiver = wizard.with_config(|config| config.receiver.clone());
    let notice = (!receiver.privacy.is_empty()).then(|| {
        p().child(
            a().attr("href", receiver.privacy)
                .child(message(lang, "ui.privacy_notice")),
        )
    });
    let (own, retain_days) = (receiver.privacy_text, receiver.retain_days);
    details()
        .class("details")
        .child(
            summary()
                .class("details__summary")
                .child(message(lang, "ui.privacy_title")),
        )
        .child(
            div()
                .class("details__text")
                .child(move || {
                    let tag = lang.get().tag();
                    match own.iter().find(|(language, _)| language == tag) {
                        Some((_, text)) => own_text(text),
                        None => default_text(wizard, retain_days),
                    }
                })
                .child(notice),
        )
        .into_node()
}

/// Renders the deployment's own text, one paragraph for each of its lines.
fn own_text(text: &str) -> Vec<Node> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| p().child(line.to_owned()).into_node())
        .collect()
}

fn default_text(wizard: Wizard, retain_days: Option<i64>) -> Vec<Node> {
    let kept = match retain_days {
        Some(days) => wizard.variant_text("ui.privacy_kept_days", &[("n", days.to_string())]),
        None => wizard.variant_text("ui.privacy_kept", &[]),
    };
    let lines = [
        wizard.variant_text("ui.privacy_who", &[]),
        kept,
        wizard.variant_text("ui.privacy_rights", &[]),
    ];
    lines.map(|line| p().child(line).into_node()).into()
}

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
    let line = |code: &'static str| p().child(move || wizard.variant_text(code, &[]));
    let kept = match receiver.retain_days {
        Some(days) => {
            let days = [("n", days.to_string())];
            p().child(move || wizard.variant_text("ui.privacy_kept_days", &days))
        }
        None => line("ui.privacy_kept"),
    };
    let notice = (!receiver.privacy.is_empty()).then(|| {
        p().child(
            a().attr("href", receiver.privacy)
                .child(message(lang, "ui.privacy_notice")),
        )
    });
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
                .child(line("ui.privacy_who"))
                .child(kept)
                .child(p().child(message(lang, "ui.privacy_rights")))
                .child(notice),
        )
        .into_node()
}

//! What happens to a person's data, before the first question.

use hoso_view::html::{a, details, div, p, summary};
use hoso_view::{IntoNode, Node};

use crate::config::DeploymentConfig;
use crate::i18n::messages::message;
use crate::wizard::Wizard;

/// Renders who receives the answers, what for, for how long, and the person's rights. Collapsed, so
/// that the first question stays on the first screen of a phone.
pub fn privacy(wizard: Wizard) -> Node {
    let lang = wizard.lang;
    let receiver = wizard.with_config(|config| config.receiver.clone());
    let notice = p().child(
        a().attr("href", wizard.with_config(DeploymentConfig::privacy_url))
            .child(message(lang, "ui.privacy_notice")),
    );
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
                .child(p().class("privacy__text").child(move || {
                    let tag = lang.get().tag();
                    match own.iter().find(|(language, _)| language == tag) {
                        Some((_, text)) => text.clone(),
                        None => default_text(wizard, retain_days),
                    }
                }))
                .child(notice),
        )
        .into_node()
}

/// Returns the default text: who receives, what for, for how long, and the rights. All of it is in one
/// element, as the deployment's own text, because the prerendered page has the elements of the default.
fn default_text(wizard: Wizard, retain_days: Option<i64>) -> String {
    let kept = match retain_days {
        Some(days) => wizard.variant_text("ui.privacy_kept_days", &[("n", days.to_string())]),
        None => wizard.variant_text("ui.privacy_kept", &[]),
    };
    let who = wizard.variant_text("ui.privacy_who", &[]);
    let rights = wizard.variant_text("ui.privacy_rights", &[]);
    [who, kept, rights].join("\n\n")
}

//! The message of an issue.

use hoso_dossier::Issue;

use crate::i18n::english::pick;
use crate::i18n::lang::Lang;
use crate::i18n::messages::format_message;
use crate::wizard::Wizard;

/// Returns the message of an issue. `photo.missing` names the photo by the label of its field, with
/// a lower-case first letter.
#[must_use]
pub fn issue_text(wizard: Wizard, lang: Lang, issue: &Issue) -> String {
    if issue.code != "photo.missing" {
        return format_message(lang, issue.code, &issue.args);
    }
    let label = wizard.procedure().definition.field_at(&issue.at);
    let label = label.map_or("", |field| pick(lang, &field.label));
    let mut chars = label.chars();
    let name: String = match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    };
    format_message(lang, issue.code, &[("photo", name)])
}

//! The message of an issue.

use hoso_dossier::Issue;

use crate::i18n::catalog::translate;
use crate::i18n::lang::Lang;
use crate::i18n::messages::format_message;
use crate::platform;
use crate::wizard::Wizard;

/// Returns the message of an issue. `photo.missing` names the photo by the label of its field, with
/// a lower-case first letter.
#[must_use]
pub fn issue_text(wizard: Wizard, lang: Lang, issue: &Issue) -> String {
    // A person cannot choose from a list that was not loaded.
    if issue.code == "addr.commune" && wizard.places.has_failed() {
        return format_message(lang, "ui.places_failed", &[]);
    }
    if issue.code != "photo.missing" {
        return format_message(lang, issue.code, &issue.args);
    }
    let label = wizard.procedure().definition.field_at(&issue.at);
    let label = label.map_or("", |field| translate(lang, field.label));
    let after_first = label.chars().next().map_or(0, char::len_utf8);
    let (first, rest) = label.split_at(after_first);
    let name = platform::to_lower_case(first) + rest;
    format_message(lang, issue.code, &[("photo", name)])
}

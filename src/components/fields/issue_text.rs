//! The message of an issue.

use hoso_dossier::Issue;

use crate::i18n::catalog::translate;
use crate::i18n::lang::Lang;
use crate::i18n::messages::{format_message, template};
use crate::platform;
use crate::wizard::Wizard;

/// The code of a photo that was left out.
pub const PHOTO_MISSING: &str = "photo.missing";

/// Returns the message of an issue at its field. What follows from photos that were left out is said
/// once, in the error summary.
#[must_use]
pub fn issue_text(wizard: Wizard, lang: Lang, issue: &Issue) -> String {
    // A person cannot choose from a list that was not loaded.
    if issue.code == "addr.commune" && wizard.places.has_failed() {
        let code = if wizard.is_outdated.get() {
            "ui.outdated"
        } else {
            "ui.places_failed"
        };
        return template(lang, code).to_owned();
    }
    if issue.code == PHOTO_MISSING {
        return template(lang, "ui.photo_left_out").to_owned();
    }
    format_message(lang, issue.code, &issue.args)
}

/// Returns the message about photos that were left out, by the labels of their fields, with a
/// lower-case first letter.
#[must_use]
pub fn photos_missing(wizard: Wizard, lang: Lang, paths: &[&str]) -> String {
    let definition = wizard.procedure().definition;
    let names = paths.iter().map(|path| {
        let label = definition.field_at(path);
        lower_first(label.map_or("", |field| translate(lang, field.label)))
    });
    let names: Vec<String> = names.collect();
    format_message(lang, PHOTO_MISSING, &[("photo", names.join(", "))])
}

/// Returns a label within a sentence: with a lower-case first letter.
#[must_use]
pub fn lower_first(label: &str) -> String {
    let after_first = label.chars().next().map_or(0, char::len_utf8);
    let (first, rest) = label.split_at(after_first);
    platform::to_lower_case(first) + rest
}

//! Switches the language.

use hoso_view::Signal;

use crate::i18n::english;
use crate::i18n::lang::Lang;
use crate::platform;

/// Sets the language. English is first fetched from `english_url` unless it is installed; until
/// then the language does not change. `failed` is set if the file could not be fetched.
pub fn switch_language(
    lang: Signal<Lang>,
    to: Lang,
    english_url: Option<String>,
    failed: Signal<bool>,
) {
    if to == Lang::Vi || english::is_installed() {
        lang.set(to);
        return;
    }
    platform::spawn(async move {
        let file = match english_url {
            Some(url) => platform::fetch_text(&url).await,
            None => None,
        };
        failed.set(file.is_none());
        if let Some(file) = file {
            english::install(file);
            lang.set(to);
        }
    });
}

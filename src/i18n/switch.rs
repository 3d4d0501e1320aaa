//! Switching the language.

use crate::i18n::english;
use crate::i18n::lang::Lang;
use crate::platform;
use crate::signal::Signal;

/// Switches the language. English is fetched from `english_url` when it is first requested; until
/// it is installed the language stays as it is. `failed` is set if it could not be fetched.
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

//! Switches the language.

use hoso_view::Signal;

use crate::i18n::catalog;
use crate::i18n::lang::Lang;
use crate::platform;

/// Sets the language. Its catalog is first fetched from `url` unless it is installed; until then
/// the language does not change. `failure` is set to what is shown if it could not be fetched.
pub fn switch_language(
    lang: Signal<Lang>,
    to: Lang,
    url: Option<String>,
    failure: Signal<&'static str>,
) {
    if catalog::is_installed(to) {
        lang.set(to);
        return;
    }
    platform::spawn(async move {
        let file = match url {
            Some(url) => platform::fetch_text(&url).await,
            None => None,
        };
        failure.set(match file {
            Some(_) => "",
            None => to.facts().not_loaded,
        });
        if let Some(file) = file {
            catalog::install(to, file);
            lang.set(to);
        }
    });
}

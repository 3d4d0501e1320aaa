//! The title of the page.

use hoso_view::effect;
use hoso_view::web_sys;

use crate::i18n::catalog::translate;
use crate::i18n::messages::template;
use crate::wizard::Wizard;
use crate::wizard::navigation::View;
use crate::wizard::validation::Summary;

/// Keeps the title in step with the view; it also says that something must be corrected.
pub fn update_title(wizard: Wizard) {
    effect(move || {
        let lang = wizard.lang.get();
        let definition = wizard.procedure().definition;
        let mut title = String::new();
        if wizard.validation.summary.get() == Summary::Errors {
            title.push_str(template(lang, "ui.title_error"));
        }
        title.push_str(match wizard.navigation.view.get() {
            View::Step(index) => translate(lang, wizard.step(index).title),
            View::Payment => match &definition.no_declaration {
                Some(payment) => translate(lang, payment.title),
                None => "",
            },
            View::Sending => template(lang, "ui.sending_title"),
            View::Receipt => template(lang, "ui.receipt_title"),
            View::Download => template(lang, "ui.file_title"),
        });
        title.push_str(" – ");
        title.push_str(translate(lang, definition.title));
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            document.set_title(&title);
        }
    });
}

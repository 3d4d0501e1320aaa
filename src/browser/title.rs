//! The title of the page.

use hoso_view::effect;
use hoso_view::web_sys;

use crate::i18n::catalog::translate;
use crate::i18n::messages::template;
use crate::wizard::Wizard;
use crate::wizard::navigation::View;
use crate::wizard::submission::SubmissionStatus;
use crate::wizard::validation::Summary;

/// Updates the title with the view, and marks it while an error must be corrected.
pub fn update_title(wizard: Wizard) {
    effect(move || {
        let lang = wizard.lang.get();
        let definition = wizard.procedure().definition;
        let mut title = String::new();
        if wizard.validation.summary.get() == Summary::Errors {
            title.push_str(template(lang, "ui.title_error"));
        }
        let title_of_view = match wizard.navigation.view.get() {
            View::Step(index) => {
                let position = wizard.step_position_text(index);
                [&position, ": ", translate(lang, wizard.step(index).title)].concat()
            }
            View::Payment => match &definition.no_declaration {
                Some(payment) => translate(lang, payment.title).to_owned(),
                None => String::new(),
            },
            View::Outcome => match &definition.outcome {
                Some(outcome) => translate(lang, outcome.title).to_owned(),
                None => String::new(),
            },
            View::Sending => template(lang, sending_title(wizard)).to_owned(),
            View::Receipt if is_rejected(wizard) => template(lang, "ui.rejected_title").to_owned(),
            View::Receipt => wizard.variant_text("ui.receipt_title", &[]),
            View::Download => template(lang, "ui.file_title").to_owned(),
        };
        title.push_str(&title_of_view);
        title.push_str(" – ");
        title.push_str(translate(lang, definition.title));
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            document.set_title(&title);
        }
    });
}

/// Returns whether the receiver has stored the dossier and refused it.
fn is_rejected(wizard: Wizard) -> bool {
    wizard.submission.with(|delivery| {
        let receipt = delivery.receipt.as_ref();
        receipt.is_some_and(|receipt| receipt.status == "rejected")
    })
}

/// Returns the code of the title while the dossier is sent, after a failure and after a conflict.
fn sending_title(wizard: Wizard) -> &'static str {
    match wizard.submission.status.get() {
        SubmissionStatus::Idle | SubmissionStatus::InFlight => "ui.sending_title",
        SubmissionStatus::Failed(_) => "ui.failed_title",
        SubmissionStatus::Conflict => "ui.conflict_title",
    }
}

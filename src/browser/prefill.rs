//! Fills in what the page of a portal already knows about the person.
//!
//! The portal sets a property of `<hoso-form>`; nothing is read from a URL. Only fields whose
//! definition says `prefill = true` are filled in, and only those without an answer.

use hoso_dossier::Answer;
use hoso_view::Notify;
use hoso_view::web_sys::HtmlElement;

use crate::browser::worker::{property, text_of};
use crate::platform;
use crate::wizard::Wizard;
use crate::wizard::delivery::Delivery;
use crate::wizard::field_ref::FieldRef;

/// Fills in the fields that the property `hosoPrefill` of the root names, and says so. The draft is
/// not saved before the person enters something.
pub fn fill_in(wizard: Wizard, root: &HtmlElement) {
    let given = property(root, "hosoPrefill");
    if given.is_null()
        || given.is_undefined()
        || wizard.submission.with(Delivery::is_sealed_or_received)
    {
        return;
    }
    let definition = wizard.procedure().definition;
    let mut has_filled = false;
    for field in definition.steps.iter().flat_map(|step| step.fields) {
        let text = platform::nfc(text_of(&given, field.id));
        let at = FieldRef::of_form(field);
        let choices = field.choices();
        let is_known = choices.is_empty() || choices.iter().any(|choice| choice.id == text);
        if field.prefill && is_known && !text.is_empty() && wizard.answers.text(at).is_empty() {
            wizard.answers.set(at, Answer::Text(text));
            has_filled = true;
        }
    }
    if has_filled {
        wizard.answers.answers_replaced.notify();
        wizard.answers.visibility_changed.notify();
        wizard.answers.answer_changed.notify();
        wizard.draft.is_prefilled.set(true);
    }
}

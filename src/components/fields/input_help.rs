//! What helps a person to answer a field, and what an amount comes to.

use hoso_dossier::InputHelp;
use hoso_view::Track;

use crate::i18n::format;
use crate::i18n::messages::message_text;
use crate::second_module;
use crate::wizard::Wizard;
use crate::wizard::field_ref::FieldRef;

/// Returns the most important amount of the estimate with its name.
pub fn sum(wizard: Wizard) -> Option<String> {
    let today = wizard.today.get();
    let procedure = wizard.procedure();
    let figures = wizard
        .answers
        .with(|answers| (procedure.figures)(answers, today));
    let total = figures.iter().rev().find(|figure| figure.total);
    let figure = total.or_else(|| figures.first())?;
    let dong = figure.amount.as_ref().ok()?;
    let lang = wizard.lang.get();
    let name = message_text(lang, &figure.label);
    Some([&name, ": ", &format::dong(lang, *dong)].concat())
}

/// Returns the help for a field, and subscribes to the answers.
pub fn help(wizard: Wizard, at: FieldRef) -> InputHelp {
    wizard.answers.answer_changed.track();
    wizard.answers.answers_replaced.track();
    // It depends on the day, and a prerendered page must not.
    if second_module::get_tracked(wizard).is_none() || at.row.is_some() {
        return InputHelp::default();
    }
    let today = wizard.today.get();
    wizard
        .answers
        .with(|answers| (wizard.procedure().input_help)(at.field.id, answers, today))
}

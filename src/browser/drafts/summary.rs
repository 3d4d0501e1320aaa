//! What the person sees of a draft that is not open: what it is for, whose it is, how far it is.

use hoso_dossier::definition::TextKind;
use hoso_dossier::{Definition, Kind};
use hoso_identifiers::text;

use crate::browser::drafts::record::Draft;
use crate::wizard::draft::OtherDraft;
use crate::wizard::expiry::kept_until;
use crate::wizard::navigation::shown_steps;

/// Describes the draft of a key; `None` if its procedure is unknown.
#[must_use]
pub fn summarize(key: &str, draft: &Draft) -> Option<OtherDraft> {
    let code = key.split(':').next().unwrap_or_default();
    let definition = hoso_procedures::find(code)?.definition;
    let receipt = draft.delivery.receipt.as_ref();
    Some(OtherDraft {
        key: key.to_owned(),
        procedure: definition.code,
        saved_at: draft.saved_at,
        number: receipt.map_or_else(String::new, |receipt| receipt.number.clone()),
        wishes: wishes(definition, draft),
        name: name(definition, draft),
        step: step(definition, draft),
        is_open_elsewhere: false,
        kept_until: kept_until(draft.saved_at, &draft.delivery),
    })
}

/// Returns the labels of the choices in the first field, if that takes several; else the title of
/// the procedure.
fn wishes(definition: &'static Definition, draft: &Draft) -> Vec<&'static str> {
    let first = definition
        .steps
        .first()
        .and_then(|step| step.fields.first());
    let labels: Vec<&'static str> = match first {
        Some(field) if matches!(field.kind, Kind::MultiChoice(_)) => {
            let choices = field.kind.choices().iter();
            let chosen = choices.filter(|choice| draft.answers.has(field.id, choice.id));
            chosen.map(|choice| choice.label).collect()
        }
        _ => Vec::new(),
    };
    if labels.is_empty() {
        vec![definition.title]
    } else {
        labels
    }
}

/// Returns the first name of a person that was entered.
fn name(definition: &'static Definition, draft: &Draft) -> String {
    let fields = definition.steps.iter().flat_map(|step| step.fields);
    let names = fields.filter(|field| matches!(field.kind, Kind::Text(TextKind::PersonName)));
    let mut names = names.map(|field| text::clean(draft.answers.text(field.id)).into_owned());
    names.find(|name| !name.is_empty()).unwrap_or_default()
}

/// Returns the step at which the draft was left: its position from 1, and the number of steps.
fn step(definition: &'static Definition, draft: &Draft) -> Option<(usize, usize)> {
    let mut steps = definition.steps.iter();
    let index = steps.position(|step| step.id == draft.fragment)?;
    let shown = shown_steps(definition, &draft.answers);
    let position = shown.iter().position(|step| *step == index)?;
    Some((position + 1, shown.len()))
}

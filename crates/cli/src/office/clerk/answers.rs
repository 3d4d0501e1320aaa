//! The answers of a dossier as a clerk reads them: the labels and options of the definition, the names of
//! places.

use std::collections::BTreeMap;

use hoso_dossier::wire::Envelope;
use hoso_dossier::{Field, Kind, TextKind, Value};
use hoso_identifiers::amount;

use super::super::export::place_names;

/// A row: a label, and the lines of the answer.
pub(super) struct Row {
    pub(super) label: String,
    pub(super) lines: Vec<String>,
}

/// Returns the answers by step, in the order of the form. Answers that the current definition does not
/// know come last, under their ids.
pub(super) fn steps(envelope: &Envelope) -> Vec<(String, Vec<Row>)> {
    let names: BTreeMap<String, String> = place_names::of(&envelope.answers)
        .into_iter()
        .filter_map(|(code, name)| Some((code, name.as_str()?.to_owned())))
        .collect();
    let mut rest: Vec<(&str, &Value)> = envelope
        .answers
        .entries()
        .iter()
        .map(|(id, value)| (id.as_str(), value))
        .collect();
    let mut steps = Vec::new();
    if let Some(procedure) = hoso_procedures::find_dossier(&envelope.procedure) {
        for step in procedure.definition.steps {
            let mut rows = Vec::new();
            for field in step.fields {
                let Some(at) = rest.iter().position(|(id, _)| *id == field.id) else {
                    continue;
                };
                let (_, value) = rest.remove(at);
                // Photos are shown as pictures.
                if field.kind.photo().is_none() {
                    rows.push(row(field, value, &names));
                }
            }
            if !rows.is_empty() {
                steps.push((step.title.to_owned(), rows));
            }
        }
    }
    if !rest.is_empty() {
        let rows = rest.into_iter().map(|(id, value)| Row {
            label: id.to_owned(),
            lines: vec![plain(value)],
        });
        steps.push(("Câu trả lời khác".to_owned(), rows.collect()));
    }
    steps
}

fn row(field: &'static Field, value: &Value, names: &BTreeMap<String, String>) -> Row {
    let lines = match field.kind {
        Kind::Group { fields, .. } => value
            .items()
            .iter()
            .map(|row| {
                let answers = fields.iter().filter_map(|field| {
                    let value = row.get(field.id)?;
                    Some(format!("{}: {}", field.label, text(field, value, names)))
                });
                answers.collect::<Vec<_>>().join("; ")
            })
            .collect(),
        Kind::MultiChoice(_) => {
            let items = value.items().iter();
            items.map(|item| text(field, item, names)).collect()
        }
        _ => text(field, value, names)
            .lines()
            .map(str::to_owned)
            .collect(),
    };
    Row {
        label: field.label.to_owned(),
        lines,
    }
}

fn text(field: &Field, value: &Value, names: &BTreeMap<String, String>) -> String {
    if let Value::Integer(number) = value
        && matches!(field.kind, Kind::Text(TextKind::Money))
        && let Ok(dong) = u64::try_from(*number)
    {
        return [&amount::display(dong), " đồng"].concat();
    }
    let Some(answer) = value.as_str() else {
        return plain(value);
    };
    if let Some(choice) = field.choices().iter().find(|choice| choice.id == answer) {
        return choice.label.to_owned();
    }
    match field.kind {
        Kind::Province | Kind::Commune(_) => {
            let name = names.get(answer);
            name.map_or_else(|| answer.to_owned(), |name| format!("{name} ({answer})"))
        }
        Kind::Text(TextKind::BirthDate | TextKind::Month) => {
            answer.split('-').rev().collect::<Vec<_>>().join("/")
        }
        _ => answer.to_owned(),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Bool(true) => "Có".to_owned(),
        Value::Bool(false) => "Không".to_owned(),
        Value::Text(text) => text.clone(),
        other => other.canonical(),
    }
}

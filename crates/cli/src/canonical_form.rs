//! Writes the answers of an example in canonical form, as the page sends them.

use std::io::{self, Read};

use hoso_dossier::{Answers, Procedure, Value, canonical, json};
use hoso_identifiers::PartialDate;

/// Returns the answers of an example `{ "today", "answers" }` in canonical form, as JSON.
///
/// # Errors
/// A text for developers: the file cannot be read, or an answer fits no question.
pub(crate) fn of_file(procedure: &Procedure, file: &str) -> Result<String, String> {
    let mut bytes = Vec::new();
    let read = if file == "-" {
        io::stdin().lock().read_to_end(&mut bytes)
    } else {
        std::fs::read(file).map(|read| {
            bytes = read;
            bytes.len()
        })
    };
    read.map_err(|e| format!("{file}: {e}"))?;
    let value = json::parse(&bytes).map_err(|e| format!("{file}: {e}"))?;
    let today = match value
        .get("today")
        .and_then(Value::as_str)
        .map(PartialDate::parse)
    {
        Some(Ok(PartialDate::Day(today))) => today,
        _ => {
            return Err(format!(
                "{file}: `today`: expected a day such as \"2026-11-20\""
            ));
        }
    };
    let answers = value
        .get("answers")
        .ok_or_else(|| format!("{file}: `answers`: expected an object"))?;
    let (answers, skipped) = Answers::from_value(answers);
    if skipped.is_empty() {
        Ok(canonical::answers(procedure.definition, &answers, today).canonical())
    } else {
        Err(format!(
            "{file}: of another shape than an answer: {}",
            skipped.join(", ")
        ))
    }
}

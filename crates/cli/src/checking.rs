//! The verdict over an example: `{ "today": "2026-11-20", "answers": { … } }`.

use std::io::{self, BufRead, Write};

use hoso_dossier::{Answers, Procedure, Severity, Value, check, json};
use hoso_identifiers::PartialDate;

/// The longest line that is read; a longer one is answered with an error.
const LONGEST: usize = 4 * 1024 * 1024;

/// The report of one example. Answers that have the shape of no answer are
/// issues `answer.shape`; keys that an example has besides are for its reader.
///
/// # Errors
/// A sentence for developers: what could not be read.
pub(crate) fn example(procedure: &Procedure, bytes: &[u8]) -> Result<Value, String> {
    let value = json::parse(bytes).map_err(|e| e.to_string())?;
    let today = match value
        .get("today")
        .and_then(Value::as_str)
        .map(PartialDate::parse)
    {
        Some(Ok(PartialDate::Day(today))) => today,
        _ => return Err("`today`: expected a day such as \"2026-11-20\"".to_owned()),
    };
    let answers = value
        .get("answers")
        .filter(|answers| matches!(answers, Value::Object(_)));
    let answers = answers.ok_or("`answers`: expected an object")?;
    let (answers, left_out) = Answers::from_value(answers);
    let mut report = check(procedure, &answers, today);
    for at in left_out {
        report.push(hoso_dossier::Issue::new(
            at,
            "answer.shape",
            Severity::Error,
        ));
    }
    Ok(Value::object([("issues", report.to_value())]))
}

/// One answer line for each input line; a bad line is answered and passed over.
///
/// # Errors
/// Input or output that broke off.
pub(crate) fn lines(
    procedure: &Procedure,
    mut input: impl BufRead,
    mut output: impl Write,
) -> io::Result<()> {
    let mut line = Vec::new();
    while read_line(&mut input, &mut line)? {
        let answer = match line.len() > LONGEST {
            true => Err(format!("line longer than {LONGEST} bytes")),
            false => example(procedure, &line),
        };
        let answer =
            answer.unwrap_or_else(|mistake| Value::object([("error", Value::text(mistake))]));
        writeln!(output, "{}", answer.canonical())?;
        output.flush()?;
    }
    Ok(())
}

/// Reads a line without its end; of one that is too long only so much that it shows.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let mut any = false;
    loop {
        let bytes = input.fill_buf()?;
        if bytes.is_empty() {
            return Ok(any);
        }
        any = true;
        let end = bytes.iter().position(|b| *b == b'\n');
        let piece = bytes.get(..end.unwrap_or(bytes.len())).unwrap_or_default();
        line.extend(piece.iter().take((LONGEST + 1).saturating_sub(line.len())));
        let used = end.map_or(bytes.len(), |end| end + 1);
        input.consume(used);
        if end.is_some() {
            return Ok(true);
        }
    }
}

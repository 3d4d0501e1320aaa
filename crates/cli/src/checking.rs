//! Checks examples: `{ "today": "2026-11-20", "answers": { … } }`.

use std::io::{self, BufRead, Write};

use hoso_dossier::{Answers, PlaceList, Procedure, Severity, Value, check_with_places, json};
use hoso_identifiers::PartialDate;

/// The longest accepted line in bytes. A longer one results in an error.
const MAX_LINE_BYTES: usize = 4 * 1024 * 1024;

/// The provinces and communes of today.
const ALL_PLACES: PlaceList<'static> = PlaceList {
    has_province: &|code| Some(hoso_places::province_name(code).is_some()),
    has_commune: &|province, commune| Some(hoso_places::commune_belongs(province, commune)),
};

/// Returns the report of one example. A value that fits no answer is an issue `answer.shape`. Other
/// keys of the example are ignored.
///
/// # Errors
/// A text for developers, if the example is malformed.
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
    let (answers, skipped) = Answers::from_value(answers);
    let mut report = check_with_places(procedure, &answers, today, &ALL_PLACES);
    for at in skipped {
        report.push(hoso_dossier::Issue::new(
            at,
            "answer.shape",
            Severity::Error,
        ));
    }
    Ok(Value::object([("issues", report.to_value())]))
}

/// Writes one line of JSON for each input line. A malformed line results in an error object.
///
/// # Errors
/// If reading or writing fails.
pub(crate) fn lines(
    procedure: &Procedure,
    mut input: impl BufRead,
    mut output: impl Write,
) -> io::Result<()> {
    let mut line = Vec::new();
    while read_line(&mut input, &mut line)? {
        let answer = match line.len() > MAX_LINE_BYTES {
            true => Err(format!("line longer than {MAX_LINE_BYTES} bytes")),
            false => example(procedure, &line),
        };
        let answer = answer.unwrap_or_else(|error| Value::object([("error", Value::text(error))]));
        writeln!(output, "{}", answer.canonical())?;
        output.flush()?;
    }
    Ok(())
}

/// Reads a line without its line break. Of a line that is too long it stores one byte more than the
/// maximum. Returns false at the end of the input.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let mut has_line = false;
    loop {
        let bytes = input.fill_buf()?;
        if bytes.is_empty() {
            return Ok(has_line);
        }
        has_line = true;
        let end = bytes.iter().position(|b| *b == b'\n');
        let piece = bytes.get(..end.unwrap_or(bytes.len())).unwrap_or_default();
        line.extend(
            piece
                .iter()
                .take((MAX_LINE_BYTES + 1).saturating_sub(line.len())),
        );
        let used = end.map_or(bytes.len(), |end| end + 1);
        input.consume(used);
        if end.is_some() {
            return Ok(true);
        }
    }
}

//! Writes the table: one row per dossier, one column per field.
//!
//! Prefixes a cell that a spreadsheet would evaluate as a formula with an apostrophe. Writes the
//! rows of a group as JSON in one cell. Begins the file with a byte order mark, so that a
//! spreadsheet decodes it as UTF-8.
//!
//! Source: RFC 4180 (quoting; done by the crate `csv`), OWASP "CSV Injection"; read 2026-11-30.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use hoso_dossier::{Value, timestamp};
use hoso_receiver::office::{Dossier, Filter, Office};

use super::super::writing::WholeFile;
use super::stop::Stop;

/// The columns before those of the answers.
const FIRST_COLUMNS: [&str; 9] = [
    "number",
    "status",
    "received_at",
    "declared_at",
    "procedure",
    "definition",
    "digest",
    "missing",
    "files",
];

/// Writes `dossiers.csv`.
pub(super) fn write(
    office: &Office,
    filter: &Filter,
    out: &Path,
    exported: &mut usize,
) -> Result<(), Stop> {
    // Reads columns and rows from one snapshot: a dossier stored between the two reads would lose
    // answers.
    office.with_snapshot(|| write_table(office, filter, out, exported))
}

fn write_table(
    office: &Office,
    filter: &Filter,
    out: &Path,
    exported: &mut usize,
) -> Result<(), Stop> {
    let mut file = WholeFile::create(&out.join("dossiers.csv"))?;
    let mut fields = BTreeSet::new();
    office.each_dossier(filter, |dossier| {
        for (field, _) in dossier.envelope.answers.entries() {
            fields.insert(field.clone());
        }
        Ok::<(), Stop>(())
    })?;
    let fields = in_order_of_the_forms(fields);
    file.to.write_all("\u{feff}".as_bytes())?;
    let mut table = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(&mut file.to);
    let head = FIRST_COLUMNS.into_iter().map(ToOwned::to_owned);
    let answers = fields.iter().map(|field| ["answers.", field].concat());
    table.write_record(head.chain(answers)).map_err(stop)?;
    office.each_dossier(filter, |dossier| {
        let cells = row(&dossier, &fields);
        table
            .write_record(cells.iter().map(|cell| guard(cell).into_owned()))
            .map_err(stop)?;
        *exported += 1;
        Ok::<(), Stop>(())
    })?;
    table.flush()?;
    drop(table);
    Ok(file.finish()?)
}

fn stop(error: csv::Error) -> Stop {
    Stop(error.to_string())
}

/// Sorts fields in the order of the definitions; fields of older definitions come last.
fn in_order_of_the_forms(mut fields: BTreeSet<String>) -> Vec<String> {
    let mut sorted = Vec::new();
    for procedure in hoso_procedures::ALL {
        for step in procedure.definition.steps {
            for field in step.fields {
                sorted.extend(fields.take(field.id));
            }
        }
    }
    sorted.extend(fields);
    sorted
}

fn row(dossier: &Dossier, fields: &[String]) -> Vec<String> {
    let envelope = &dossier.envelope;
    let hashes: Vec<&str> = envelope
        .attachments
        .iter()
        .map(|file| file.sha256.as_str())
        .collect();
    let mut cells = vec![
        dossier.number.clone(),
        dossier.status.clone(),
        timestamp::format(dossier.received_at),
        envelope.declared_at.clone(),
        envelope.procedure.clone(),
        envelope.definition.clone(),
        dossier.digest.clone(),
        dossier.missing.join(" "),
        hashes.join(" "),
    ];
    for field in fields {
        cells.push(envelope.answers.get(field).map_or_else(String::new, cell));
    }
    cells
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) => text.clone(),
        Value::List(items) if items.iter().all(|item| item.as_str().is_some()) => {
            let texts: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            texts.join(" ")
        }
        Value::Bool(_) | Value::Integer(_) | Value::List(_) | Value::Object(_) => value.canonical(),
    }
}

/// Inserts an apostrophe before text that a spreadsheet would evaluate as a formula.
///
/// A spreadsheet whose separator is the semicolon or the tab splits a cell there. It can also read
/// a quotation mark as text and end the row at a line break. Therefore the text after each of these
/// characters is guarded like the start of a cell.
fn guard(cell: &str) -> Cow<'_, str> {
    let mut parts = cell.split_inclusive([';', '\t', '\r', '\n']);
    let begins_with_space = cell.trim_start_matches(' ').starts_with(['\t', '\r', '\n']);
    if !begins_with_space && !parts.clone().any(runs) {
        return Cow::Borrowed(cell);
    }
    let mut guarded = String::new();
    if begins_with_space {
        guarded.push('\'');
        guarded.extend(parts.next());
    }
    for part in parts {
        if runs(part) {
            guarded.push('\'');
        }
        guarded.push_str(part);
    }
    Cow::Owned(guarded)
}

/// Returns whether a spreadsheet would evaluate a cell with this start as a formula.
fn runs(part: &str) -> bool {
    let is_number = part.parse::<i64>().is_ok() && !part.starts_with('+');
    // Includes the full-width forms, which East Asian spreadsheets convert to ASCII.
    part.trim_start_matches([' ', '"'])
        .starts_with(|c: char| "=+-@＝＋－＠|".contains(c))
        && !is_number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_a_cell_runs_no_formula() {
        for (text, guarded) in [
            ("=1+1", "'=1+1"),
            ("+84912345678", "'+84912345678"),
            ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t'=1"),
            ("\r=1", "'\r'=1"),
            ("\n=1", "'\n'=1"),
            ("\ta", "'\ta"),
            ("  =1", "'  =1"),
            ("a;=1", "a;'=1"),
            ("a; =1", "a;' =1"),
            ("a\t  =1", "a\t'  =1"),
            ("\t  =1", "'\t'  =1"),
            ("a\n=1", "a\n'=1"),
            ("a;\"=1\"", "a;'\"=1\""),
            ("\"=1", "'\"=1"),
            ("=1;=2;b", "'=1;'=2;b"),
            ("a; b", "a; b"),
            ("＝1", "'＝1"),
            ("-5", "-5"),
            ("Nguyễn Thị Mẫu", "Nguyễn Thị Mẫu"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(guard(text), guarded, "{text:?}");
        }
    }

    #[test]
    fn ok_cells() {
        let list = |items: Vec<Value>| Value::List(items);
        for (value, text) in [
            (Value::Null, ""),
            (Value::Bool(true), "true"),
            (Value::Integer(3), "3"),
            (list(vec![Value::text("a"), Value::text("b")]), "a b"),
            (
                list(vec![Value::object([("id", Value::text("1"))])]),
                r#"[{"id":"1"}]"#,
            ),
        ] {
            assert_eq!(cell(&value), text);
        }
    }
}

//! Checks provinces and communes against the lists that the caller has.
//!
//! A program has the table of all communes. A browser has only the files of the provinces that were
//! chosen, and none before the first of them is fetched, so each answer may be "not known here".

use crate::answers::Answers;
use crate::check::{check, sort};
use crate::definition::{Definition, Field, Kind};
use crate::path::Path;
use crate::procedure::Procedure;
use crate::report::Report;
use hoso_identifiers::Date;

/// The current provinces and communes that a caller knows.
#[derive(Clone, Copy)]
pub struct PlaceList<'a> {
    /// Returns whether a province has this code; `None` if it is not known here.
    pub has_province: &'a dyn Fn(&str) -> Option<bool>,
    /// Returns whether a province has a commune of this code; `None` if it is not known here. The
    /// province is first.
    pub has_commune: &'a dyn Fn(&str, &str) -> Option<bool>,
}

/// Checks like [`check()`], and compares provinces and communes with the lists of the caller.
#[must_use]
pub fn check_with_places(
    procedure: &Procedure,
    answers: &Answers,
    today: Date,
    places: &PlaceList<'_>,
) -> Report {
    let mut report = check(procedure, answers, today);
    check_places(procedure.definition, answers, places, &mut report);
    report
}

/// Reports unknown provinces, and communes of another province. An answer with an error gets no
/// second one.
pub fn check_places(
    definition: &Definition,
    answers: &Answers,
    places: &PlaceList<'_>,
    report: &mut Report,
) {
    for (_, field) in definition.shown(answers) {
        if let Kind::Group { fields, .. } = field.kind {
            for (i, row) in answers.rows(field.id).iter().enumerate() {
                for inner in fields.iter().filter(|inner| inner.is_shown(&row.answers)) {
                    let at = || Path::in_row(field.id, i, inner.id);
                    check_place(inner, &row.answers, at, places, report);
                }
            }
        } else {
            check_place(field, answers, || field.id.to_owned(), places, report);
        }
    }
    sort(definition, report);
}

fn check_place(
    field: &Field,
    answers: &Answers,
    at: impl Fn() -> String,
    places: &PlaceList<'_>,
    report: &mut Report,
) {
    let given = answers.text(field.id);
    if given.is_empty() {
        return;
    }
    let (known, code) = match field.kind {
        Kind::Province => ((places.has_province)(given), "place.unknown"),
        Kind::Commune(commune) => {
            let province = answers.text(commune.province);
            if province.is_empty() {
                return;
            }
            (
                (places.has_commune)(province, given),
                "addr.commune_province",
            )
        }
        Kind::Text(_)
        | Kind::YesNo
        | Kind::Commitment
        | Kind::Choice(_)
        | Kind::MultiChoice(_)
        | Kind::Select(_)
        | Kind::Country
        | Kind::Photo(_)
        | Kind::Setting(_)
        | Kind::Group { .. } => return,
    };
    if known == Some(false) && !report.has_error_at(&at()) {
        report.error(at(), code);
    }
}

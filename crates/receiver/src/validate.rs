//! Checks a dossier. The rules are those of the page; added here are only checks of
//! what the page always does right and another client may not: the envelope, unknown
//! fields, answers that are not in canonical form.

use hoso_dossier::definition::{Definition, Field, Kind};
use hoso_dossier::wire::{Envelope, is_sha256};
use hoso_dossier::{Answers, PlaceList, Value, canonical, check_with_places, timestamp};
use hoso_identifiers::Date;

use crate::media_type::{MEDIA_TYPES, PDF};
use crate::refusal::Issue;

/// How many seconds a client's clock may be ahead.
const MAX_CLOCK_SKEW: i64 = 86_400;

/// How many seconds may pass between the declaration on a phone and its sending.
const MAX_AGE: i64 = 400 * 86_400;

/// Parses the envelope strictly.
///
/// # Errors
/// The issues of the envelope. The answers are not checked here.
pub(crate) fn envelope(value: &Value, most_attachments: usize) -> Result<Envelope, Vec<Issue>> {
    if value
        .get("attachments")
        .is_some_and(|list| list.items().len() > most_attachments)
    {
        return Err(vec![issue("attachments", "attachment.many")]);
    }
    Envelope::parse(value).map_err(|report| {
        report
            .issues()
            .iter()
            .map(|found| issue(&found.at, found.code))
            .collect()
    })
}

/// Returns the errors of a dossier that arrives at `now`; empty if it is accepted.
///
/// Warnings do not count: the citizen has seen and acknowledged them.
pub(crate) fn dossier(envelope: &Envelope, now: i64) -> Vec<Issue> {
    let Some(procedure) = hoso_procedures::find_dossier(&envelope.procedure) else {
        return vec![issue("procedure", "procedure.unknown")];
    };
    let definition = procedure.definition;
    if envelope.definition != definition.version {
        return vec![issue("definition", "definition.unknown")];
    }
    let (Some(declared), Some(day)) = (
        timestamp::parse(&envelope.declared_at),
        envelope.declared_on(),
    ) else {
        return vec![issue("declared_at", "envelope.shape")];
    };
    if declared > now.saturating_add(MAX_CLOCK_SKEW) {
        return vec![issue("declared_at", "declared_at.future")];
    }
    if declared < now.saturating_sub(MAX_AGE) {
        return vec![issue("declared_at", "declared_at.old")];
    }
    let too_long = check_lengths(definition, &envelope.answers);
    if !too_long.is_empty() {
        return too_long;
    }
    let (answers, left_out) = Answers::from_value(&envelope.answers);
    let mut found: Vec<Issue> = left_out
        .into_iter()
        .map(|at| Issue {
            at,
            code: "answer.shape",
        })
        .collect();
    if !definition.requires_declaration(&answers) {
        found.push(issue(
            definition
                .no_declaration
                .map_or("answers", |none| none.when.field),
            "case.no_declaration",
        ));
        return found;
    }
    let report = check_with_places(procedure, &answers, day, &ALL_PLACES);
    found.extend(report.errors().map(|found| issue(&found.at, found.code)));
    for other in check_canonical(definition, &envelope.answers, &answers, day) {
        // An answer that a rule refuses already gets no second issue.
        if !found.iter().any(|issue| issue.at == other.at) {
            found.push(other);
        }
    }
    found.extend(check_attachments(definition, envelope, &answers));
    found
}

/// Finds files that no question asks for, files of a media type that their question does not
/// accept, and hashes in the answers without their file.
///
/// The store compares `media_type` with the bytes.
fn check_attachments(
    definition: &Definition,
    envelope: &Envelope,
    answers: &Answers,
) -> Vec<Issue> {
    let mut found = Vec::new();
    for (i, attachment) in envelope.attachments.iter().enumerate() {
        let twice = envelope
            .attachments
            .iter()
            .take(i)
            .any(|other| other.field == attachment.field && other.sha256 == attachment.sha256);
        let named = answers.many(&attachment.field).contains(&attachment.sha256);
        let taken = accepts(definition, &attachment.field, &attachment.media_type);
        let (key, code) = match taken {
            Some(true) if named && !twice => continue,
            Some(false) if named && !twice => ("media_type", "attachment.media_type"),
            _ => ("field", "attachment.field"),
        };
        found.push(Issue {
            at: format!("attachments.{i}.{key}"),
            code,
        });
    }
    for (_, field) in definition.shown(answers) {
        if field.kind.photo().is_none() {
            continue;
        }
        let held = |hash: &String| {
            envelope
                .attachments
                .iter()
                .any(|a| a.field == field.id && a.sha256 == *hash)
        };
        // A malformed hash names no file; the rules refuse it.
        let mut hashes = answers.many(field.id).iter().filter(|hash| is_sha256(hash));
        if !hashes.all(held) {
            found.push(issue(field.id, "attachment.absent"));
        }
    }
    found
}

/// Does the question accept a file of this media type? `None` if it accepts no files.
fn accepts(definition: &Definition, field: &str, media_type: &str) -> Option<bool> {
    let photo = definition.field(field)?.1.kind.photo()?;
    Some(MEDIA_TYPES.contains(&media_type) && (photo.pdf || media_type != PDF))
}

/// Returns the fields whose photos are asked for and were not sent, in the order of the form.
///
/// A missing photo is no error: the person brings the originals.
///
/// Source: letter 5 §2 b3, §2 b4 (R-702-4, R-702-5).
pub(crate) fn missing(envelope: &Envelope) -> Vec<String> {
    let Some(procedure) = hoso_procedures::find_dossier(&envelope.procedure) else {
        return Vec::new();
    };
    let (answers, _) = Answers::from_value(&envelope.answers);
    procedure
        .definition
        .missing_photos(&answers)
        .map(|field| field.id.to_owned())
        .collect()
}

fn issue(at: &str, code: &'static str) -> Issue {
    Issue {
        at: at.to_owned(),
        code,
    }
}

/// Finds lists that are longer than any form makes them, before other checks iterate over them.
fn check_lengths(definition: &Definition, answers: &Value) -> Vec<Issue> {
    let too_long = |field: &Field, value: &Value| match field.kind {
        Kind::Group { max, .. } => (value.items().len() > max).then_some("household.many"),
        Kind::Photo(photo) => (value.items().len() > photo.most).then_some("photo.many"),
        Kind::Text(_)
        | Kind::YesNo
        | Kind::Commitment
        | Kind::Choice(_)
        | Kind::MultiChoice(_)
        | Kind::Select(_)
        | Kind::Country
        | Kind::Province
        | Kind::Commune(_)
        | Kind::Setting(_) => {
            (value.items().len() > field.choices().len()).then_some("choice.unknown")
        }
    };
    answers
        .entries()
        .iter()
        .filter_map(|(key, value)| {
            let (_, field) = definition.field(key)?;
            Some(issue(key, too_long(field, value)?))
        })
        .collect()
}

/// Finds unknown fields, and answers that are not in canonical form.
fn check_canonical(
    definition: &Definition,
    sent: &Value,
    answers: &Answers,
    day: Date,
) -> Vec<Issue> {
    let canonical = canonical::answers(definition, answers, day);
    let mut found = Vec::new();
    for (key, value) in sent.entries() {
        let Some((_, field)) = definition.field(key) else {
            found.push(issue(key, "answer.unknown"));
            continue;
        };
        let wanted = canonical.get(key);
        if wanted.is_some_and(|wanted| is_equal(wanted, value)) {
            continue;
        }
        let before = found.len();
        let fields = field.kind.fields();
        if !fields.is_empty() {
            for (i, row) in value.items().iter().enumerate() {
                let wanted = wanted.and_then(|rows| rows.items().get(i));
                for (inner, value) in row.entries() {
                    let at = format!("{key}.{i}.{inner}");
                    if !fields.iter().any(|field| field.id == inner) {
                        found.push(Issue {
                            at,
                            code: "answer.unknown",
                        });
                    } else if !wanted
                        .and_then(|row| row.get(inner))
                        .is_some_and(|wanted| is_equal(wanted, value))
                    {
                        found.push(Issue {
                            at,
                            code: "answer.not_canonical",
                        });
                    }
                }
            }
        }
        if found.len() == before {
            found.push(issue(key, "answer.not_canonical"));
        }
    }
    found
}

/// Compares two values without regard to the order of keys.
fn is_equal(a: &Value, b: &Value) -> bool {
    a == b || a.canonical() == b.canonical()
}

/// The current provinces and communes.
const ALL_PLACES: PlaceList<'static> = PlaceList {
    has_province: &|code| Some(hoso_places::province_name(code).is_some()),
    has_commune: &|province, commune| Some(hoso_places::commune_belongs(province, commune)),
};

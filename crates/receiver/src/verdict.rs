//! Is this dossier as it must be? The rules are those of the page; what is added
//! here is only what a page cannot get wrong and another client can: the
//! envelope, unknown fields, answers that are not in canonical form.

use hoso_dossier::definition::{Definition, Field, Kind};
use hoso_dossier::wire::{Envelope, is_sha256};
use hoso_dossier::{Answers, Value, canonical, check, timestamp};
use hoso_identifiers::Date;

use crate::attachments::{MEDIA_TYPES, PDF};
use crate::refusal::Wrong;

/// How far a client's clock may run ahead.
const AHEAD: i64 = 86_400;

/// How long a declared dossier may lie on a telephone before it is sent.
const LYING: i64 = 400 * 86_400;

/// Reads the envelope strictly.
///
/// # Errors
/// The issues of the envelope; answers of bounded length are not judged yet.
pub(crate) fn envelope(value: &Value, most_attachments: usize) -> Result<Envelope, Vec<Wrong>> {
    if value
        .get("attachments")
        .is_some_and(|list| list.items().len() > most_attachments)
    {
        return Err(vec![wrong("attachments", "attachment.many")]);
    }
    Envelope::read(value).map_err(|report| {
        report
            .issues()
            .iter()
            .map(|issue| wrong(&issue.at, issue.code))
            .collect()
    })
}

/// Everything that keeps this dossier from being taken at `now`; nothing if it may be.
///
/// Warnings do not count: the citizen has seen them and passed them by.
pub(crate) fn verdict(envelope: &Envelope, now: i64) -> Vec<Wrong> {
    let Some(procedure) = hoso_procedures::find(&envelope.procedure) else {
        return vec![wrong("procedure", "procedure.unknown")];
    };
    let definition = procedure.definition;
    if envelope.definition != definition.version {
        return vec![wrong("definition", "definition.unknown")];
    }
    let (Some(declared), Some(day)) = (
        timestamp::parse(&envelope.declared_at),
        envelope.declared_on(),
    ) else {
        return vec![wrong("declared_at", "envelope.shape")];
    };
    if declared > now.saturating_add(AHEAD) {
        return vec![wrong("declared_at", "declared_at.future")];
    }
    if declared < now.saturating_sub(LYING) {
        return vec![wrong("declared_at", "declared_at.old")];
    }
    let unheard = lengths(definition, &envelope.answers);
    if !unheard.is_empty() {
        return unheard;
    }
    let (answers, left_out) = Answers::from_value(&envelope.answers);
    let mut found: Vec<Wrong> = left_out
        .into_iter()
        .map(|at| Wrong {
            at,
            code: "answer.shape",
        })
        .collect();
    if !definition.requires_declaration(&answers) {
        found.push(wrong(
            definition
                .no_declaration
                .map_or("answers", |none| none.when.field),
            "case.no_declaration",
        ));
        return found;
    }
    let report = check(procedure, &answers, day);
    found.extend(report.errors().map(|issue| wrong(&issue.at, issue.code)));
    for other in places(definition, &answers).into_iter().chain(form(
        definition,
        &envelope.answers,
        &answers,
        day,
    )) {
        // Where the rules have spoken, the form of the answer says nothing new.
        if !found.iter().any(|issue| issue.at == other.at) {
            found.push(other);
        }
    }
    found.extend(attachments(definition, envelope, &answers));
    found
}

/// Files that no question asks for, files of a kind that their question does not take,
/// and hashes in the answers without their file.
///
/// That the bytes are what `media_type` says is the store's to judge: it has seen them.
fn attachments(definition: &Definition, envelope: &Envelope, answers: &Answers) -> Vec<Wrong> {
    let mut found = Vec::new();
    for (i, attachment) in envelope.attachments.iter().enumerate() {
        let twice = envelope
            .attachments
            .iter()
            .take(i)
            .any(|other| other.field == attachment.field && other.sha256 == attachment.sha256);
        let named = answers.many(&attachment.field).contains(&attachment.sha256);
        let taken = takes(definition, &attachment.field, &attachment.media_type);
        let (key, code) = match taken {
            Some(true) if named && !twice => continue,
            Some(false) if named && !twice => ("media_type", "attachment.media_type"),
            _ => ("field", "attachment.field"),
        };
        found.push(Wrong {
            at: format!("attachments.{i}.{key}"),
            code,
        });
    }
    for (_, field) in definition.shown(answers) {
        if !matches!(field.kind, Kind::Photo { .. }) {
            continue;
        }
        let held = |hash: &String| {
            envelope
                .attachments
                .iter()
                .any(|a| a.field == field.id && a.sha256 == *hash)
        };
        // What is no hash names no file; the rules refuse its shape.
        let mut hashes = answers.many(field.id).iter().filter(|hash| is_sha256(hash));
        if !hashes.all(held) {
            found.push(wrong(field.id, "attachment.absent"));
        }
    }
    found
}

/// Does the question take a file of this media type? Nothing if it takes no files.
fn takes(definition: &Definition, field: &str, media_type: &str) -> Option<bool> {
    match definition.field(field)?.1.kind {
        Kind::Photo { pdf, .. } => {
            Some(MEDIA_TYPES.contains(&media_type) && (pdf || media_type != PDF))
        }
        _ => None,
    }
}

/// The fields whose photos are asked for and were not sent, in the order of the form.
///
/// They never stop a dossier: the person brings the originals.
///
/// Source: letter 5 §2 (R-702-4, R-702-5).
pub(crate) fn missing(envelope: &Envelope) -> Vec<String> {
    let Some(procedure) = hoso_procedures::find(&envelope.procedure) else {
        return Vec::new();
    };
    let (answers, _) = Answers::from_value(&envelope.answers);
    procedure
        .definition
        .missing_photos(&answers)
        .map(|field| field.id.to_owned())
        .collect()
}

fn wrong(at: &str, code: &'static str) -> Wrong {
    Wrong {
        at: at.to_owned(),
        code,
    }
}

/// Lists that no form could have made: judged by length alone, before anyone walks through them.
fn lengths(definition: &Definition, answers: &Value) -> Vec<Wrong> {
    let too_long = |field: &Field, value: &Value| match field.kind {
        Kind::Group { max, .. } => (value.items().len() > max).then_some("household.many"),
        Kind::Photo { most, .. } => (value.items().len() > most).then_some("photo.many"),
        _ => (value.items().len() > field.choices().len()).then_some("choice.unknown"),
    };
    answers
        .entries()
        .iter()
        .filter_map(|(key, value)| {
            let (_, field) = definition.field(key)?;
            Some(wrong(key, too_long(field, value)?))
        })
        .collect()
}

/// Unknown fields, and answers that are not in the form that travels.
fn form(definition: &Definition, sent: &Value, answers: &Answers, day: Date) -> Vec<Wrong> {
    let canonical = canonical::answers(definition, answers, day);
    let mut found = Vec::new();
    for (key, value) in sent.entries() {
        let Some((_, field)) = definition.field(key) else {
            found.push(wrong(key, "answer.unknown"));
            continue;
        };
        let wanted = canonical.get(key);
        if wanted.is_some_and(|wanted| alike(wanted, value)) {
            continue;
        }
        let before = found.len();
        if let Kind::Group { fields, .. } = field.kind {
            for (i, row) in value.items().iter().enumerate() {
                let wanted = wanted.and_then(|rows| rows.items().get(i));
                for (inner, value) in row.entries() {
                    let at = format!("{key}.{i}.{inner}");
                    if !fields.iter().any(|field| field.id == inner) {
                        found.push(Wrong {
                            at,
                            code: "answer.unknown",
                        });
                    } else if !wanted
                        .and_then(|row| row.get(inner))
                        .is_some_and(|wanted| alike(wanted, value))
                    {
                        found.push(Wrong {
                            at,
                            code: "answer.not_canonical",
                        });
                    }
                }
            }
        }
        if found.len() == before {
            found.push(wrong(key, "answer.not_canonical"));
        }
    }
    found
}

/// Equal whatever the order of keys.
fn alike(a: &Value, b: &Value) -> bool {
    a == b || a.canonical() == b.canonical()
}

/// Provinces and communes that are none, and communes that lie in another province.
///
/// The rules know no list of places, since the browser fetches it a province at a
/// time and offers nothing else; a receiver has all of it.
fn places(definition: &Definition, answers: &Answers) -> Vec<Wrong> {
    let mut found = Vec::new();
    for (_, field) in definition.shown(answers) {
        if let Kind::Group { fields, .. } = field.kind {
            for (i, row) in answers.rows(field.id).iter().enumerate() {
                for inner in fields.iter().filter(|inner| inner.is_shown(&row.answers)) {
                    if let Some(code) = misplaced(inner, &row.answers) {
                        found.push(Wrong {
                            at: format!("{}.{i}.{}", field.id, inner.id),
                            code,
                        });
                    }
                }
            }
        } else if let Some(code) = misplaced(field, answers) {
            found.push(wrong(field.id, code));
        }
    }
    found
}

/// Why the place of a question cannot be; nothing for an empty answer, which the rules judge.
fn misplaced(field: &Field, answers: &Answers) -> Option<&'static str> {
    let given = answers.text(field.id);
    match field.kind {
        _ if given.is_empty() => None,
        Kind::Province => hoso_places::province_name(given)
            .is_none()
            .then_some("place.unknown"),
        Kind::Commune { province, .. } => {
            let province = answers.text(province);
            (!province.is_empty() && !hoso_places::commune_belongs(province, given))
                .then_some("addr.commune_province")
        }
        _ => None,
    }
}

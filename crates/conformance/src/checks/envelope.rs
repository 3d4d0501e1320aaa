//! Checks the envelope: its keys, the procedure and the time of the declaration.

use hoso_dossier::wire::Envelope;
use hoso_dossier::{Value, timestamp};

use crate::check::Check;
use crate::context::Context;
use crate::refusal::{has_issue, has_only_issue, issues};
use crate::samples;
use crate::verdict::{Flaw, Verdict, demand};

const SECTION: &str = "Checking";
const DAY: i64 = 86_400;

/// Posts a dossier with another value at a key and demands this issue.
fn refuses_key(context: &Context, key: &str, value: Option<Value>, code: &str) -> Verdict {
    let envelope = context.dossier()?;
    let body = samples::with(&envelope, key, value);
    let answer = context.post(&envelope.dossier_id, &body)?;
    has_issue(&answer, key, code)
}

/// Returns a dossier declared `after` seconds after the time of the backend.
fn declared(context: &Context, after: i64) -> Result<Envelope, Flaw> {
    let declared_at = timestamp::format(context.plain.now + after);
    Ok(Envelope {
        declared_at,
        ..context.dossier()?
    })
}

pub(crate) const CHECKS: &[Check] = &[
    Check {
        name: "envelope.unknown",
        demand: "an unknown key of the envelope is 422 `envelope.unknown` at the key",
        section: SECTION,
        run: |context| refuses_key(context, "more", Some(Value::Bool(true)), "envelope.unknown"),
    },
    Check {
        name: "envelope.missing",
        demand: "a missing key of the envelope is 422 `envelope.missing` at the key",
        section: SECTION,
        run: |context| {
            for key in [
                "format",
                "procedure",
                "definition",
                "language",
                "declared_at",
                "answers",
                "attachments",
            ] {
                refuses_key(context, key, None, "envelope.missing")?;
            }
            Ok(())
        },
    },
    Check {
        name: "envelope.format",
        demand: "another `format` is 422 `envelope.shape`",
        section: SECTION,
        run: |context| refuses_key(context, "format", Some(Value::Integer(2)), "envelope.shape"),
    },
    Check {
        name: "envelope.shape",
        demand: "a key of another type is 422 `envelope.shape` at the key",
        section: SECTION,
        run: |context| {
            for (key, value) in [
                ("answers", Value::List(Vec::new())),
                ("attachments", Value::Bool(false)),
                ("procedure", Value::Integer(602)),
                ("language", Value::text("tiếng Việt")),
                ("declared_at", Value::text("2026-11-20")),
            ] {
                refuses_key(context, key, Some(value), "envelope.shape")?;
            }
            Ok(())
        },
    },
    Check {
        name: "envelope.language",
        demand: "a language that the backend does not know is taken: nothing is decided by it",
        section: SECTION,
        run: |context| {
            let envelope = Envelope {
                language: "km-KH".to_owned(),
                ..context.dossier()?
            };
            context.stored(&envelope).map(|_| ())
        },
    },
    Check {
        name: "procedure.unknown",
        demand: "an unknown procedure is 422 `procedure.unknown`",
        section: SECTION,
        run: |context| {
            refuses_key(
                context,
                "procedure",
                Some(Value::text("999")),
                "procedure.unknown",
            )
        },
    },
    Check {
        name: "definition.unknown",
        demand: "a version of the definition that is not taken is 422 with `definition.unknown` as the only issue",
        section: SECTION,
        run: |context| {
            let envelope = context.dossier()?;
            let body = samples::with(&envelope, "definition", Some(Value::text("2020-01-01")));
            let answer = context.post(&envelope.dossier_id, &body)?;
            has_only_issue(&answer, "definition", "definition.unknown")
        },
    },
    Check {
        name: "definition.sealed_again",
        demand: "after `definition.unknown` the same answers with the right definition are taken under the same key",
        section: "Photos",
        run: |context| {
            let envelope = context.dossier()?;
            let body = samples::with(&envelope, "definition", Some(Value::text("2020-01-01")));
            context.post(&envelope.dossier_id, &body)?.is(422)?;
            context.stored(&envelope).map(|_| ())
        },
    },
    Check {
        name: "declared_at.future",
        demand: "a declaration more than 24 hours ahead is 422 with `declared_at.future` as the only issue",
        section: SECTION,
        run: |context| {
            let answer = context.send(&declared(context, 2 * DAY)?)?;
            has_only_issue(&answer, "declared_at", "declared_at.future")
        },
    },
    Check {
        name: "declared_at.old",
        demand: "a declaration of more than 400 days ago is 422 `declared_at.old`",
        section: SECTION,
        run: |context| {
            let answer = context.send(&declared(context, -402 * DAY)?)?;
            has_issue(&answer, "declared_at", "declared_at.old")
        },
    },
    Check {
        name: "declared_at.late",
        demand: "a declaration of some hours ago is taken: it was made without a connection",
        section: SECTION,
        run: |context| context.stored(&declared(context, -3600)?).map(|_| ()),
    },
    Check {
        name: "issues.many",
        demand: "a refusal lists at most 100 issues",
        section: "Refusing",
        run: |context| {
            let envelope = context.dossier()?;
            let mut entries = envelope.to_value().entries().to_vec();
            entries.extend((0..300).map(|n| (format!("more_{n}"), Value::Integer(n))));
            let body = Value::Object(entries).canonical();
            let answer = context.post(&envelope.dossier_id, body.as_bytes())?;
            answer.is(422)?;
            let count = issues(&answer)?.len();
            demand((1..=100).contains(&count), || format!("{count} issues"))
        },
    },
];

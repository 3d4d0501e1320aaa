//! Checks `GET /intake`.

use serde_json::Value;

use crate::check::Check;
use crate::context::Context;
use crate::rfc3339;
use crate::verdict::demand;

const SECTION: &str = "Asking what is taken";

fn ask(context: &Context) -> Result<crate::answer::Answer, crate::verdict::Flaw> {
    context.client.send("GET", "/intake", &[], b"")
}

/// Returns the strings of a list in the body.
fn texts(value: &Value, key: &str) -> Vec<String> {
    let list = value.get(key).and_then(Value::as_array);
    let text = |item: &Value| item.as_str().map(str::to_owned);
    list.into_iter().flatten().filter_map(text).collect()
}

pub(crate) const CHECKS: &[Check] = &[
    Check {
        name: "intake.answers",
        demand: "GET /intake answers 200 with a JSON object, as application/json",
        section: SECTION,
        run: |context| {
            let answer = ask(context)?;
            answer.is(200)?;
            answer.object().map(|_| ())
        },
    },
    Check {
        name: "intake.format",
        demand: "`format` is 1, the version of the envelope",
        section: SECTION,
        run: |context| {
            let answer = ask(context)?;
            let format = answer.value()?.get("format").and_then(Value::as_u64);
            demand(format == Some(1), || answer.instead_of("`format: 1`"))
        },
    },
    Check {
        name: "intake.procedures",
        demand: "`procedures` names each procedure with the versions of its definition, such as that of this kit",
        section: SECTION,
        run: |context| {
            let answer = ask(context)?;
            let value = answer.value()?;
            let definition = context.plain.definition();
            let procedures = value.get("procedures").and_then(Value::as_array);
            let taken = procedures.is_some_and(|list| {
                list.iter().any(|procedure| {
                    procedure.get("code").and_then(Value::as_str) == Some(definition.code)
                        && texts(procedure, "definitions")
                            .iter()
                            .any(|version| version == definition.version)
                })
            });
            demand(taken, || {
                answer.instead_of(&format!(
                    "{} with the definition {}",
                    definition.code, definition.version
                ))
            })
        },
    },
    Check {
        name: "intake.uploads",
        demand: "`uploads` lists `put`, `form` or both, and nothing else",
        section: SECTION,
        run: |context| {
            let answer = ask(context)?;
            let ways = texts(&answer.value()?, "uploads");
            let known = ways.iter().all(|way| way == "put" || way == "form");
            demand(known && !ways.is_empty(), || answer.instead_of("`uploads`"))
        },
    },
    Check {
        name: "intake.media_types",
        demand: "`media_types` lists image/jpeg, image/png, image/webp and application/pdf",
        section: SECTION,
        run: |context| {
            let answer = ask(context)?;
            let mut types = texts(&answer.value()?, "media_types");
            types.sort_unstable();
            let all = ["application/pdf", "image/jpeg", "image/png", "image/webp"];
            demand(types == all, || answer.instead_of("the four media types"))
        },
    },
    Check {
        name: "intake.limits",
        demand: "`limits` has dossier_bytes, attachment_bytes, attachments and form_bytes, each above 0",
        section: SECTION,
        run: |context| {
            for name in [
                "dossier_bytes",
                "attachment_bytes",
                "attachments",
                "form_bytes",
            ] {
                let limit = context.limit(name)?;
                demand(limit > 0, || format!("the limit `{name}` is 0"))?;
            }
            Ok(())
        },
    },
    Check {
        name: "intake.time",
        demand: "`time` is the clock of the backend, in any form of RFC 3339",
        section: SECTION,
        run: |context| {
            let answer = ask(context)?;
            let time = answer.text("time")?;
            demand(rfc3339::seconds(&time).is_some(), || {
                answer.instead_of("a `time` of RFC 3339")
            })
        },
    },
    Check {
        name: "intake.head",
        demand: "HEAD /intake answers the status of GET, without a body (RFC 9110 §9.3.2)",
        section: SECTION,
        run: |context| {
            let answer = context.client.send("HEAD", "/intake", &[], b"")?;
            answer.is(200)?;
            demand(answer.body.is_empty(), || answer.instead_of("no body"))
        },
    },
];

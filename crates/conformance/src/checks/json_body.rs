//! Checks bodies that are not JSON of the contract.

use crate::check::Check;
use crate::context::Context;
use crate::refusal::refuses;
use crate::verdict::Verdict;

const SECTION: &str = "Refusing";

/// Posts a body with the key of a dossier and demands 400 with this code.
fn refuses_body(context: &Context, body: &[u8], code: &str) -> Verdict {
    let envelope = context.dossier()?;
    refuses(&context.post(&envelope.dossier_id, body)?, 400, code)
}

/// Returns a dossier in which `"format":1` is replaced.
fn with_format(context: &Context, instead: &str) -> Result<Vec<u8>, crate::verdict::Flaw> {
    let body = context.dossier()?.canonical();
    Ok(body.replacen("\"format\":1", instead, 1).into_bytes())
}

pub(crate) const CHECKS: &[Check] = &[
    Check {
        name: "json.empty",
        demand: "an empty body is 400 `json.syntax`",
        section: SECTION,
        run: |context| refuses_body(context, b"", "json.syntax"),
    },
    Check {
        name: "json.syntax",
        demand: "a body that is cut is 400 `json.syntax`",
        section: SECTION,
        run: |context| {
            let mut body = context.dossier()?.canonical().into_bytes();
            body.truncate(body.len() / 2);
            refuses_body(context, &body, "json.syntax")
        },
    },
    Check {
        name: "json.html",
        demand: "a page of HTML is 400 `json.syntax`",
        section: SECTION,
        run: |context| refuses_body(context, b"<!doctype html><p>", "json.syntax"),
    },
    Check {
        name: "json.encoding",
        demand: "a body that is no UTF-8 is 400 `json.encoding`",
        section: SECTION,
        run: |context| refuses_body(context, b"{\"format\":\"\xff\"}", "json.encoding"),
    },
    Check {
        name: "json.duplicate_key",
        demand: "a key that comes twice is 400 `json.duplicate_key`",
        section: SECTION,
        run: |context| {
            let body = with_format(context, "\"format\":1,\"format\":1")?;
            refuses_body(context, &body, "json.duplicate_key")
        },
    },
    Check {
        name: "json.fraction",
        demand: "a number with a fraction is 400 `json.number`",
        section: SECTION,
        run: |context| {
            let body = with_format(context, "\"format\":1.5")?;
            refuses_body(context, &body, "json.number")
        },
    },
    Check {
        name: "json.large_number",
        demand: "a number beyond 2⁵³−1 is 400 `json.number`",
        section: SECTION,
        run: |context| {
            let body = with_format(context, "\"format\":9007199254740992")?;
            refuses_body(context, &body, "json.number")
        },
    },
    Check {
        name: "json.too_deep",
        demand: "nesting deeper than 16 is 400 `json.too_deep`",
        section: SECTION,
        run: |context| {
            let deep = ["[".repeat(17), "]".repeat(17)].concat();
            let body = with_format(context, &format!("\"format\":{deep}"))?;
            refuses_body(context, &body, "json.too_deep")
        },
    },
    Check {
        name: "json.too_many",
        demand: "an object of more than 1,000 keys is 400 `json.too_many`",
        section: SECTION,
        run: |context| {
            let keys: Vec<String> = (0..1100).map(|n| format!("\"k{n}\":1")).collect();
            let body = format!("{{{}}}", keys.join(","));
            refuses_body(context, body.as_bytes(), "json.too_many")
        },
    },
    Check {
        name: "media_type.text",
        demand: "a dossier as text/plain is 415 `media_type.unknown`",
        section: SECTION,
        run: |context| {
            let envelope = context.dossier()?;
            let headers = [
                ("Content-Type", "text/plain"),
                ("Idempotency-Key", envelope.dossier_id.as_str()),
            ];
            let body = envelope.canonical();
            let answer = context
                .client
                .send("POST", "/dossiers", &headers, body.as_bytes())?;
            refuses(&answer, 415, "media_type.unknown")
        },
    },
    Check {
        name: "media_type.urlencoded",
        demand: "a dossier as application/x-www-form-urlencoded is 415 `media_type.unknown`",
        section: SECTION,
        run: |context| {
            let envelope = context.dossier()?;
            let headers = [
                ("Content-Type", "application/x-www-form-urlencoded"),
                ("Idempotency-Key", envelope.dossier_id.as_str()),
            ];
            let body = envelope.canonical();
            let answer = context
                .client
                .send("POST", "/dossiers", &headers, body.as_bytes())?;
            refuses(&answer, 415, "media_type.unknown")
        },
    },
    Check {
        name: "media_type.parameters",
        demand: "`Application/JSON; charset=utf-8` is application/json",
        section: SECTION,
        run: |context| {
            let envelope = context.dossier()?;
            let headers = [
                ("Content-Type", "Application/JSON; charset=utf-8"),
                ("Idempotency-Key", envelope.dossier_id.as_str()),
            ];
            let body = envelope.canonical();
            let answer = context
                .client
                .send("POST", "/dossiers", &headers, body.as_bytes())?;
            context.receipt(&answer, &envelope).map(|_| ())
        },
    },
];

//! Checks the limits that `GET /intake` returns.

use hoso_dossier::wire::sha256_hex;
use serde_json::Value;

use crate::answer::Answer;
use crate::check::Check;
use crate::context::Part;
use crate::photos::jpeg;
use crate::refusal::refuses;
use crate::samples::uuid;
use crate::verdict::{Verdict, demand};

const SECTION: &str = "Refusing";

/// Demands 413 with the limit.
fn too_large(answer: &Answer, limit: usize) -> Verdict {
    refuses(answer, 413, "body.too_large")?;
    let said = answer.value()?.get("limit").and_then(Value::as_u64);
    demand(said == Some(limit as u64), || {
        answer.instead_of(&format!("`limit: {limit}`"))
    })
}

/// Returns a JPEG of this size.
fn jpeg_of(size: usize) -> Vec<u8> {
    let bare = jpeg(&uuid()).len();
    jpeg(&[uuid(), "x".repeat(size.saturating_sub(bare))].concat())
}

pub(crate) const CHECKS: &[Check] = &[
    Check {
        name: "limit.dossier",
        demand: "a dossier of one byte more than `dossier_bytes` is 413 `body.too_large` with the limit",
        section: SECTION,
        run: |context| {
            let limit = context.limit("dossier_bytes")?;
            let answer = context.post(&uuid(), &vec![b' '; limit + 1])?;
            too_large(&answer, limit)
        },
    },
    Check {
        name: "limit.dossier_fits",
        demand: "a dossier of `dossier_bytes` is taken",
        section: SECTION,
        run: |context| {
            let limit = context.limit("dossier_bytes")?;
            let envelope = context.dossier()?;
            let mut body = envelope.canonical().into_bytes();
            body.resize(limit.max(body.len()), b' ');
            let answer = context.post(&envelope.dossier_id, &body)?;
            context.receipt(&answer, &envelope).map(|_| ())
        },
    },
    Check {
        name: "limit.large_body",
        demand: "a body of 4 MB is read to its end before 413, so that the browser sees the refusal",
        section: SECTION,
        run: |context| {
            let limit = context.limit("dossier_bytes")?;
            let answer = context.post(&uuid(), &vec![b' '; limit.max(4 << 20) + 1])?;
            too_large(&answer, limit)
        },
    },
    Check {
        name: "limit.attachment",
        demand: "a file of one byte more than `attachment_bytes` is 413 with the limit",
        section: SECTION,
        run: |context| {
            context.needs("put")?;
            let limit = context.limit("attachment_bytes")?;
            too_large(&context.put(&jpeg_of(limit + 1))?, limit)
        },
    },
    Check {
        name: "limit.attachment_fits",
        demand: "a file of `attachment_bytes` is taken",
        section: SECTION,
        run: |context| {
            context.needs("put")?;
            let limit = context.limit("attachment_bytes")?;
            context.put(&jpeg_of(limit))?.is(201)
        },
    },
    Check {
        name: "limit.form_part",
        demand: "a file of a form that is larger than `attachment_bytes` is 413 with the limit",
        section: SECTION,
        run: |context| {
            context.needs("form")?;
            let limit = context.limit("attachment_bytes")?;
            let envelope = context.dossier()?;
            let (dossier, file) = (envelope.canonical(), jpeg_of(limit + 1));
            let name = sha256_hex(&file);
            let parts: [Part<'_>; 3] = [
                ("idempotency_key", envelope.dossier_id.as_bytes()),
                ("dossier", dossier.as_bytes()),
                (&name, &file),
            ];
            too_large(&context.post_form(&[], &parts)?, limit)
        },
    },
    Check {
        name: "limit.form",
        demand: "a form of more than `form_bytes` is 413 with the limit",
        section: SECTION,
        run: |context| {
            context.needs("form")?;
            let limit = context.limit("form_bytes")?;
            let each = context.limit("attachment_bytes")?.max(1);
            let envelope = context.dossier()?;
            let dossier = envelope.canonical();
            let files: Vec<Vec<u8>> = (0..=limit / each).map(|_| jpeg_of(each)).collect();
            let names: Vec<String> = files.iter().map(|file| sha256_hex(file)).collect();
            let mut parts: Vec<Part<'_>> = vec![
                ("idempotency_key", envelope.dossier_id.as_bytes()),
                ("dossier", dossier.as_bytes()),
            ];
            parts.extend(
                names
                    .iter()
                    .map(String::as_str)
                    .zip(files.iter().map(Vec::as_slice)),
            );
            too_large(&context.post_form(&[], &parts)?, limit)
        },
    },
];

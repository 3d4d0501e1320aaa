//! Checks the receipt of an accepted dossier.

use serde_json::Value;

use crate::check::Check;
use crate::context::some;
use crate::rfc3339;
use crate::samples;
use crate::verdict::demand;

const SECTION: &str = "Digest and receipt";

pub(crate) const CHECKS: &[Check] = &[
    Check {
        name: "receipt.created",
        demand: "a dossier without errors is 201 with a receipt, as application/json",
        section: SECTION,
        run: |context| {
            let envelope = context.dossier()?;
            let answer = context.send(&envelope)?;
            answer.is(201)?;
            answer.object().map(|_| ())
        },
    },
    Check {
        name: "receipt.proves",
        demand: "the receipt has the dossier_id, the digest and the attachments of the dossier",
        section: SECTION,
        run: |context| context.new_stored().map(|_| ()),
    },
    Check {
        name: "receipt.number",
        demand: "`number` has 1 to 40 characters, printable and without a space, to be read out",
        section: SECTION,
        run: |context| {
            let (_, receipt) = context.new_stored()?;
            let readable = receipt.number.chars().all(|c| c.is_ascii_graphic());
            demand(readable && receipt.number.len() <= 40, || {
                format!("the number is `{}`", receipt.number)
            })
        },
    },
    Check {
        name: "receipt.secret",
        demand: "`secret` has at least 16 characters, and two dossiers have two secrets and two numbers",
        section: SECTION,
        run: |context| {
            let (_, one) = context.new_stored()?;
            let (_, two) = context.new_stored()?;
            demand(one.secret.len() >= 16, || {
                format!("the secret has {} characters", one.secret.len())
            })?;
            demand(one.secret != two.secret, || {
                "the secrets are the same".to_owned()
            })?;
            demand(one.number != two.number, || {
                format!("two dossiers have the number {}", one.number)
            })
        },
    },
    Check {
        name: "receipt.received_at",
        demand: "`received_at` is in any form of RFC 3339: UTC or an offset, with or without a fraction",
        section: SECTION,
        run: |context| {
            let (_, receipt) = context.new_stored()?;
            demand(rfc3339::seconds(&receipt.received_at).is_some(), || {
                format!("`received_at` is `{}`", receipt.received_at)
            })
        },
    },
    Check {
        name: "receipt.status",
        demand: "`status` is a text that is not empty",
        section: SECTION,
        run: |context| {
            let (_, receipt) = context.new_stored()?;
            demand(!receipt.status.is_empty(), || {
                "`status` is empty".to_owned()
            })
        },
    },
    Check {
        name: "receipt.lists",
        demand: "`attachments` and `missing` are lists, also when they are empty",
        section: SECTION,
        run: |context| {
            let envelope = context.dossier()?;
            let answer = context.send(&envelope)?;
            context.receipt(&answer, &envelope)?;
            let value = answer.object()?;
            for key in ["attachments", "missing"] {
                let list = value.get(key).is_some_and(Value::is_array);
                demand(list, || answer.instead_of(&format!("a list `{key}`")))?;
            }
            Ok(())
        },
    },
    Check {
        name: "receipt.missing",
        demand: "`missing` lists the photo questions without a photo, in the order of the form; they refuse nothing",
        section: "Photos",
        run: |context| {
            let samples = context.photographed()?;
            let envelope = some(samples.dossier())?;
            let receipt = context.stored(&envelope)?;
            let expected = samples::missing(samples.procedure, &envelope);
            demand(receipt.missing == expected, || {
                format!("`missing` is {:?}, expected {expected:?}", receipt.missing)
            })
        },
    },
    Check {
        name: "receipt.location",
        demand: "`Location`, if it is sent, ends with the number and has no secret",
        section: SECTION,
        run: |context| {
            let envelope = context.dossier()?;
            let answer = context.send(&envelope)?;
            let receipt = context.receipt(&answer, &envelope)?;
            let Some(location) = answer.header("location") else {
                return Ok(());
            };
            demand(
                location.ends_with(&format!("/dossiers/{}", receipt.number)),
                || format!("`Location` is `{location}`"),
            )
        },
    },
    Check {
        name: "digest.rewritten",
        demand: "the digest is that of canonical JSON, not of the bytes that came: spaces, escapes and the order of keys do not count",
        section: SECTION,
        run: |context| {
            let envelope = context.dossier()?;
            let answer = context.post(&envelope.dossier_id, &samples::rewritten(&envelope))?;
            context.receipt(&answer, &envelope).map(|_| ())
        },
    },
    Check {
        name: "digest.odd_text",
        demand: "quotation marks, backslashes, U+2028 and characters beyond U+FFFF are written as RFC 8785 §3.2.2.2 says",
        section: SECTION,
        run: |context| {
            let envelope = some(context.plain.odd_dossier())?;
            context.stored(&envelope).map(|_| ())
        },
    },
    Check {
        name: "digest.odd_text_rewritten",
        demand: "the same text written with escapes has the same digest",
        section: SECTION,
        run: |context| {
            let envelope = some(context.plain.odd_dossier())?;
            let answer = context.post(&envelope.dossier_id, &samples::rewritten(&envelope))?;
            context.receipt(&answer, &envelope).map(|_| ())
        },
    },
];

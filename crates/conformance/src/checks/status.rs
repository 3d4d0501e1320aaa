//! Checks `GET /dossiers/{number}`.

use serde_json::Value;

use crate::check::Check;
use crate::context::some;
use crate::refusal::refuses;
use crate::rfc3339;
use crate::samples::PRIVATE;
use crate::verdict::demand;

const SECTION: &str = "Digest and receipt";

pub(crate) const CHECKS: &[Check] = &[
    Check {
        name: "status.answers",
        demand: "the secret of the receipt opens the status: number, status, received_at",
        section: SECTION,
        run: |context| {
            let (_, receipt) = context.new_stored()?;
            let answer = context.status(&receipt.number, &receipt.secret)?;
            answer.is(200)?;
            answer.object()?;
            demand(answer.text("number")? == receipt.number, || {
                answer.instead_of(&receipt.number)
            })?;
            answer.text("status")?;
            let received_at = answer.text("received_at")?;
            demand(rfc3339::seconds(&received_at).is_some(), || {
                answer.instead_of("`received_at` of RFC 3339")
            })
        },
    },
    Check {
        name: "status.agrees",
        demand: "what the status says of digest, attachments and missing is what the receipt says",
        section: SECTION,
        run: |context| {
            let samples = context.photographed.as_ref().unwrap_or(&context.plain);
            let envelope = some(samples.dossier())?;
            let sent = context.send(&envelope)?;
            let receipt = context.receipt(&sent, &envelope)?;
            let answer = context.status(&receipt.number, &receipt.secret)?;
            let (told, receipt) = (answer.object()?, sent.object()?);
            for key in ["digest", "attachments", "missing", "received_at"] {
                let same = told
                    .get(key)
                    .is_none_or(|value| Some(value) == receipt.get(key));
                demand(same, || {
                    answer.instead_of(&format!("`{key}` of the receipt"))
                })?;
            }
            Ok(())
        },
    },
    Check {
        name: "status.no_answers",
        demand: "the status repeats no answer and no secret",
        section: SECTION,
        run: |context| {
            let (_, receipt) = context.new_stored()?;
            let answer = context.status(&receipt.number, &receipt.secret)?;
            let body = String::from_utf8_lossy(&answer.body);
            let private = PRIVATE.iter().any(|word| body.contains(word));
            demand(!private && !body.contains(&receipt.secret), || {
                "the status has an answer or the secret".to_owned()
            })
        },
    },
    Check {
        name: "status.no_secret",
        demand: "no secret is 401 `secret.missing` with `WWW-Authenticate: Bearer`",
        section: SECTION,
        run: |context| {
            let (_, receipt) = context.new_stored()?;
            let path = ["/dossiers/", &receipt.number].concat();
            let answer = context.client.send("GET", &path, &[], b"")?;
            refuses(&answer, 401, "secret.missing")?;
            let scheme = answer.header("www-authenticate").unwrap_or_default();
            demand(scheme.starts_with("Bearer"), || {
                answer.instead_of("`WWW-Authenticate: Bearer`")
            })
        },
    },
    Check {
        name: "status.other_scheme",
        demand: "another scheme than Bearer is 401, and asks for no password",
        section: SECTION,
        run: |context| {
            let (_, receipt) = context.new_stored()?;
            let path = ["/dossiers/", &receipt.number].concat();
            let value = ["Basic ", &receipt.secret].concat();
            let headers = [("Authorization", value.as_str())];
            let answer = context.client.send("GET", &path, &headers, b"")?;
            refuses(&answer, 401, "secret.missing")
        },
    },
    Check {
        name: "status.scheme_case",
        demand: "the scheme is read without regard to case (RFC 9110 §11.1)",
        section: SECTION,
        run: |context| {
            let (_, receipt) = context.new_stored()?;
            let path = ["/dossiers/", &receipt.number].concat();
            let value = ["bearer ", &receipt.secret].concat();
            let headers = [("Authorization", value.as_str())];
            context.client.send("GET", &path, &headers, b"")?.is(200)
        },
    },
    Check {
        name: "status.secret_in_address",
        demand: "a secret in the address opens nothing: 401",
        section: SECTION,
        run: |context| {
            let (_, receipt) = context.new_stored()?;
            let path = format!("/dossiers/{}?secret={}", receipt.number, receipt.secret);
            // Omits the response from the text of a failure, because the path contains the secret.
            let answer = context.client.once("GET", &path, &[], b"");
            let status = answer.map(|answer| answer.status).unwrap_or_default();
            demand(status == 401, || format!("expected 401, got {status}"))
        },
    },
    Check {
        name: "status.wrong_secret",
        demand: "a wrong secret is 404 `dossier.unknown`",
        section: SECTION,
        run: |context| {
            let (_, receipt) = context.new_stored()?;
            for secret in [
                "0".repeat(receipt.secret.len()),
                "x".to_owned(),
                receipt.secret.chars().skip(1).collect(),
            ] {
                let answer = context.status(&receipt.number, &secret)?;
                refuses(&answer, 404, "dossier.unknown")?;
            }
            Ok(())
        },
    },
    Check {
        name: "status.other_secret",
        demand: "the secret of another dossier is 404 `dossier.unknown`",
        section: SECTION,
        run: |context| {
            let (_, one) = context.new_stored()?;
            let (_, two) = context.new_stored()?;
            let answer = context.status(&one.number, &two.secret)?;
            refuses(&answer, 404, "dossier.unknown")
        },
    },
    Check {
        name: "status.unknown_number",
        demand: "an unknown number is answered like a wrong secret, to the byte",
        section: SECTION,
        run: |context| {
            let (_, receipt) = context.new_stored()?;
            let wrong = context.status(&receipt.number, &"0".repeat(32))?;
            let unknown = context.status("HS-0000-999999", &receipt.secret)?;
            refuses(&unknown, 404, "dossier.unknown")?;
            let (a, b): (Value, Value) = (wrong.value()?, unknown.value()?);
            demand(a == b, || {
                unknown.instead_of("the same body as for a wrong secret")
            })
        },
    },
    Check {
        name: "status.odd_numbers",
        demand: "a number that is no number is 404, whatever characters it has",
        section: SECTION,
        run: |context| {
            for number in [
                "%27%20OR%201%3D1",
                "..%2F..%2Fetc%2Fpasswd",
                "%00",
                "%FF",
                "HS%0A",
            ] {
                let answer = context.status(number, &"0".repeat(32))?;
                crate::refusal::problem(&answer, "404", &[404])?;
            }
            Ok(())
        },
    },
];

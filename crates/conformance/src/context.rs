//! State that the checks share: the client, the body of `GET /intake`, and the samples.

use hoso_dossier::wire::{Envelope, Receipt, sha256_hex};
use serde_json::Value;

use crate::answer::Answer;
use crate::client::Client;
use crate::json_value;
use crate::options::Options;
use crate::photos::Photo;
use crate::samples::Samples;
use crate::verdict::{Flaw, Verdict, demand};

/// Boundary of the multipart bodies.
const BOUNDARY: &str = "hoso-conformance-7f0c2a54";

/// State that all checks of a run share.
pub(crate) struct Context {
    pub(crate) client: Client,
    pub(crate) options: Options,
    /// Body of the first `GET /intake`; an empty object if the body was not a JSON object.
    pub(crate) intake: Value,
    /// Samples of the first accepted procedure.
    pub(crate) plain: Samples,
    /// Samples of the first accepted procedure that asks for photos.
    pub(crate) photographed: Option<Samples>,
}

/// The name and the content of a part of a form.
pub(crate) type Part<'a> = (&'a str, &'a [u8]);

impl Context {
    /// Returns a dossier that the backend must accept.
    ///
    /// # Errors
    /// [`Flaw::Failed`] if the time of the backend is not a valid day.
    pub(crate) fn dossier(&self) -> Result<Envelope, Flaw> {
        some(self.plain.dossier())
    }

    /// Returns the samples with photos.
    ///
    /// # Errors
    /// [`Flaw::Skipped`] if no accepted procedure asks for photos.
    pub(crate) fn photographed(&self) -> Result<&Samples, Flaw> {
        self.photographed
            .as_ref()
            .ok_or_else(|| Flaw::skipped("no procedure that is asked has photo questions"))
    }

    /// Skips the check unless the backend accepts this way of upload.
    ///
    /// # Errors
    /// [`Flaw::Skipped`].
    pub(crate) fn needs(&self, way: &str) -> Verdict {
        let uploads = self.intake.get("uploads").and_then(Value::as_array);
        let taken = uploads.is_none_or(|ways| ways.iter().any(|known| known == way));
        if taken {
            Ok(())
        } else {
            Err(Flaw::skipped(format!(
                "`uploads` of /intake has no `{way}`"
            )))
        }
    }

    /// Returns a limit of `GET /intake`.
    ///
    /// # Errors
    /// [`Flaw::Failed`] if it is missing.
    pub(crate) fn limit(&self, name: &str) -> Result<usize, Flaw> {
        self.intake
            .get("limits")
            .and_then(|limits| limits.get(name)?.as_u64())
            .and_then(|limit| usize::try_from(limit).ok())
            .ok_or_else(|| Flaw::failed(format!("/intake has no limit `{name}`")))
    }

    /// Posts bytes as a dossier.
    pub(crate) fn post(&self, key: &str, body: &[u8]) -> Result<Answer, Flaw> {
        let headers = [
            ("Content-Type", "application/json"),
            ("Idempotency-Key", key),
        ];
        self.client.send("POST", "/dossiers", &headers, body)
    }

    /// Posts a dossier.
    pub(crate) fn send(&self, envelope: &Envelope) -> Result<Answer, Flaw> {
        self.post(&envelope.dossier_id, envelope.canonical().as_bytes())
    }

    /// Sends a file with PUT.
    pub(crate) fn put(&self, bytes: &[u8]) -> Result<Answer, Flaw> {
        self.put_as(&sha256_hex(bytes), &[], bytes)
    }

    /// Sends a file with PUT under this name, with these headers.
    pub(crate) fn put_as(
        &self,
        name: &str,
        headers: &[(&str, &str)],
        bytes: &[u8],
    ) -> Result<Answer, Flaw> {
        let path = ["/attachments/", name].concat();
        self.client.send("PUT", &path, headers, bytes)
    }

    /// Sends files with PUT and demands that each is accepted.
    pub(crate) fn put_all(&self, photos: &[Photo]) -> Verdict {
        for photo in photos {
            self.put(&photo.bytes)?.is_one_of(&[200, 201])?;
        }
        Ok(())
    }

    /// Posts a form with these headers.
    pub(crate) fn post_form(
        &self,
        headers: &[(&str, &str)],
        parts: &[Part<'_>],
    ) -> Result<Answer, Flaw> {
        let media_type = ["multipart/form-data; boundary=", BOUNDARY].concat();
        let mut all = vec![("Content-Type", media_type.as_str())];
        all.extend(headers);
        self.client.send("POST", "/dossiers", &all, &form(parts))
    }

    /// Posts a dossier with its files in one form, as the page does: each file under its hash.
    pub(crate) fn send_form(&self, envelope: &Envelope, photos: &[Photo]) -> Result<Answer, Flaw> {
        let dossier = envelope.canonical();
        let names: Vec<String> = photos.iter().map(Photo::sha256).collect();
        let mut parts: Vec<Part<'_>> = vec![
            ("idempotency_key", envelope.dossier_id.as_bytes()),
            ("dossier", dossier.as_bytes()),
        ];
        for (name, photo) in names.iter().zip(photos) {
            // Sends a file of two fields as one part.
            if parts.iter().all(|(known, _)| known != name) {
                parts.push((name, &photo.bytes));
            }
        }
        self.post_form(&[], &parts)
    }

    /// Requests the state of a dossier.
    pub(crate) fn status(&self, number: &str, secret: &str) -> Result<Answer, Flaw> {
        let bearer = ["Bearer ", secret].concat();
        let headers = [("Authorization", bearer.as_str())];
        self.client
            .send("GET", &["/dossiers/", number].concat(), &headers, b"")
    }

    /// Parses a response as the receipt of this dossier.
    ///
    /// # Errors
    /// [`Flaw::Failed`] with the property that is missing or differs.
    pub(crate) fn receipt(&self, answer: &Answer, envelope: &Envelope) -> Result<Receipt, Flaw> {
        answer.is(201)?;
        let value = answer.object()?;
        let receipt = Receipt::parse(&json_value::convert(&value)).map_err(|report| {
            let issues: Vec<String> = report
                .issues()
                .iter()
                .map(|issue| format!("{} {}", issue.at, issue.code))
                .collect();
            Flaw::Failed(answer.instead_of(&format!("a receipt ({})", issues.join(", "))))
        })?;
        self.client.observe(|seen| {
            if receipt.secret.len() >= 16 {
                seen.secrets.push(receipt.secret.clone());
                seen.add_headers(answer);
            }
        });
        demand(
            receipt.proves(
                &envelope.digest(),
                &envelope.dossier_id,
                &envelope.attachments,
            ),
            || {
                answer.instead_of(&format!(
                    "the receipt of dossier_id {}, digest {}, and its {} attachments",
                    envelope.dossier_id,
                    envelope.digest(),
                    envelope.attachments.len()
                ))
            },
        )?;
        Ok(receipt)
    }

    /// Posts a dossier and demands its receipt.
    pub(crate) fn stored(&self, envelope: &Envelope) -> Result<Receipt, Flaw> {
        self.receipt(&self.send(envelope)?, envelope)
    }

    /// Posts a new dossier without files and returns it with its receipt.
    pub(crate) fn new_stored(&self) -> Result<(Envelope, Receipt), Flaw> {
        let envelope = self.dossier()?;
        let receipt = self.stored(&envelope)?;
        Ok((envelope, receipt))
    }
}

/// Returns a sample; it is absent only if its day is not valid.
pub(crate) fn some(envelope: Option<Envelope>) -> Result<Envelope, Flaw> {
    envelope.ok_or_else(|| Flaw::failed("the time of /intake is outside the years 1 to 9999"))
}

/// Encodes the parts as a multipart body.
fn form(parts: &[Part<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, content) in parts {
        body.extend(
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"").bytes(),
        );
        if !matches!(*name, "dossier" | "idempotency_key") {
            // Sends a file name as a browser does: form libraries distinguish files from texts by
            // it.
            body.extend(format!("; filename=\"{name}\"\r\nContent-Type: image/jpeg").bytes());
        }
        body.extend(b"\r\n\r\n");
        body.extend(*content);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    body
}

//! Checks dossiers in one `multipart/form-data` body.

use crate::check::Check;
use crate::context::{Context, Part, some};
use crate::photos::Photo;
use crate::refusal::{has_issue, problem, refuses};
use crate::samples::{self, uuid};
use crate::verdict::{Flaw, demand};

const SECTION: &str = "The smallest backend";

/// Returns a new JPEG for each photo question of the dossier.
fn one_each(context: &Context) -> Result<Vec<Photo>, Flaw> {
    let fields = context.photographed()?.photo_fields();
    let photo = |field: &&'static hoso_dossier::Field| Photo::jpeg(field.id, &uuid());
    Ok(fields.iter().map(photo).collect())
}

pub(crate) const CHECKS: &[Check] = &[
    Check {
        name: "form.created",
        demand: "a form with the parts `dossier` and `idempotency_key` is 201 with a receipt",
        section: SECTION,
        run: |context| {
            context.needs("form")?;
            let envelope = context.dossier()?;
            context
                .receipt(&context.send_form(&envelope, &[])?, &envelope)
                .map(|_| ())
        },
    },
    Check {
        name: "form.key_in_header",
        demand: "the key of a form may be in the header instead",
        section: SECTION,
        run: |context| {
            context.needs("form")?;
            let envelope = context.dossier()?;
            let headers = [("Idempotency-Key", envelope.dossier_id.as_str())];
            let dossier = envelope.canonical();
            let answer = context.post_form(&headers, &[("dossier", dossier.as_bytes())])?;
            context.receipt(&answer, &envelope).map(|_| ())
        },
    },
    Check {
        name: "form.photos",
        demand: "each further part is a file, named by its SHA-256; the receipt lists each",
        section: SECTION,
        run: |context| {
            context.needs("form")?;
            let photos = one_each(context)?;
            let envelope = some(context.photographed()?.with_photos(&photos))?;
            let answer = context.send_form(&envelope, &photos)?;
            let receipt = context.receipt(&answer, &envelope)?;
            demand(receipt.missing.is_empty(), || {
                format!("`missing` is {:?}", receipt.missing)
            })
        },
    },
    Check {
        name: "form.many_pages",
        demand: "several files of one question have several names, and none is lost",
        section: SECTION,
        run: |context| {
            context.needs("form")?;
            let samples = context.photographed()?;
            let fields = samples.photo_fields();
            let several = fields.iter().find_map(|field| {
                let most = field.kind.photo()?.most;
                (most > 1).then_some((field.id, most.min(3)))
            });
            let (field, count) =
                several.ok_or_else(|| Flaw::skipped("each question takes one photo"))?;
            let photos: Vec<Photo> = (0..count).map(|_| Photo::jpeg(field, &uuid())).collect();
            let envelope = some(samples.with_photos(&photos))?;
            context
                .receipt(&context.send_form(&envelope, &photos)?, &envelope)
                .map(|_| ())
        },
    },
    Check {
        name: "form.one_file_two_fields",
        demand: "a file of two questions is one part",
        section: SECTION,
        run: |context| {
            context.needs("form")?;
            let mut photos = one_each(context)?;
            let Some(bytes) = photos.first().map(|photo| photo.bytes.clone()) else {
                return Err(Flaw::skipped("no photo question"));
            };
            photos
                .iter_mut()
                .for_each(|photo| photo.bytes = bytes.clone());
            let envelope = some(context.photographed()?.with_photos(&photos))?;
            context
                .receipt(&context.send_form(&envelope, &photos)?, &envelope)
                .map(|_| ())
        },
    },
    Check {
        name: "form.repeated",
        demand: "the same form again is the same receipt, and so is the same dossier as JSON",
        section: "Exactly once",
        run: |context| {
            context.needs("form")?;
            let photos = one_each(context).unwrap_or_default();
            let samples = context.photographed.as_ref().unwrap_or(&context.plain);
            let envelope = some(samples.with_photos(&photos))?;
            let first = context.receipt(&context.send_form(&envelope, &photos)?, &envelope)?;
            let second = context.receipt(&context.send_form(&envelope, &photos)?, &envelope)?;
            demand(first == second, || "another receipt".to_owned())?;
            if context.needs("put").is_ok() {
                let third = context.stored(&envelope)?;
                demand(first == third, || "another receipt for the JSON".to_owned())?;
            }
            Ok(())
        },
    },
    Check {
        name: "form.other_digest",
        demand: "the same key with another dossier is 409 `idempotency_key.reused`",
        section: "Exactly once",
        run: |context| {
            context.needs("form")?;
            let mut envelope = context.dossier()?;
            context.send_form(&envelope, &[])?.is(201)?;
            envelope.language = "en".to_owned();
            refuses(
                &context.send_form(&envelope, &[])?,
                409,
                "idempotency_key.reused",
            )
        },
    },
    Check {
        name: "form.no_dossier",
        demand: "a form without the part `dossier` is 400 `form.missing`",
        section: SECTION,
        run: |context| {
            context.needs("form")?;
            let key = uuid();
            let answer = context.post_form(&[], &[("idempotency_key", key.as_bytes())])?;
            refuses(&answer, 400, "form.missing")
        },
    },
    Check {
        name: "form.no_key",
        demand: "a form without a key is 400 `idempotency_key.missing`",
        section: SECTION,
        run: |context| {
            context.needs("form")?;
            let dossier = context.dossier()?.canonical();
            let answer = context.post_form(&[], &[("dossier", dossier.as_bytes())])?;
            refuses(&answer, 400, "idempotency_key.missing")
        },
    },
    Check {
        name: "form.two_keys",
        demand: "a header and a part with two keys are 400 `idempotency_key.shape`",
        section: SECTION,
        run: |context| {
            context.needs("form")?;
            let envelope = context.dossier()?;
            let (dossier, other) = (envelope.canonical(), uuid());
            let headers = [("Idempotency-Key", envelope.dossier_id.as_str())];
            let parts: [Part<'_>; 2] = [
                ("idempotency_key", other.as_bytes()),
                ("dossier", dossier.as_bytes()),
            ];
            refuses(
                &context.post_form(&headers, &parts)?,
                400,
                "idempotency_key.shape",
            )
        },
    },
    Check {
        name: "form.malformed",
        demand: "a body that is no form is 400",
        section: SECTION,
        run: |context| {
            context.needs("form")?;
            let key = uuid();
            let headers = [
                ("Content-Type", "multipart/form-data; boundary=line"),
                ("Idempotency-Key", key.as_str()),
            ];
            let answer = context
                .client
                .send("POST", "/dossiers", &headers, b"no form at all")?;
            problem(&answer, "400", &[400]).map(|_| ())
        },
    },
    Check {
        name: "form.bad_dossier",
        demand: "a part `dossier` that is no JSON is 400 `json.syntax`",
        section: SECTION,
        run: |context| {
            context.needs("form")?;
            let key = uuid();
            let parts: [Part<'_>; 2] = [("idempotency_key", key.as_bytes()), ("dossier", b"{")];
            refuses(&context.post_form(&[], &parts)?, 400, "json.syntax")
        },
    },
    Check {
        name: "form.rules",
        demand: "the rules are the same for a form: 422 `phone.missing`",
        section: "Checking",
        run: |context| {
            context.needs("form")?;
            let envelope = context.dossier()?;
            let dossier = samples::with_answer(&envelope, "phone", None);
            let parts: [Part<'_>; 2] = [
                ("idempotency_key", envelope.dossier_id.as_bytes()),
                ("dossier", &dossier),
            ];
            has_issue(&context.post_form(&[], &parts)?, "phone", "phone.missing")
        },
    },
    Check {
        name: "form.file_missing",
        demand: "a file of `attachments` that the form does not have is 422 `attachment.unknown`",
        section: "Photos",
        run: |context| {
            context.needs("form")?;
            let photos = one_each(context)?;
            let envelope = some(context.photographed()?.with_photos(&photos))?;
            let sent = photos.get(1..).unwrap_or_default();
            let answer = context.send_form(&envelope, sent)?;
            has_issue(&answer, "attachments.0.sha256", "attachment.unknown")
        },
    },
    Check {
        name: "form.foreign_file",
        demand: "a file that the envelope does not name is 422 `attachment.hash`",
        section: SECTION,
        run: |context| {
            context.needs("form")?;
            let envelope = context.dossier()?;
            let foreign = Photo::jpeg("portrait", &uuid());
            let answer = context.send_form(&envelope, &[foreign])?;
            problem(&answer, "422 attachment.hash", &[422]).and_then(|code| {
                demand(code == "attachment.hash", || {
                    answer.instead_of("attachment.hash")
                })
            })
        },
    },
    Check {
        name: "form.other_bytes",
        demand: "a part whose bytes do not have the hash of its name is 422",
        section: SECTION,
        run: |context| {
            context.needs("form")?;
            let mut photos = one_each(context)?;
            photos.truncate(1);
            let envelope = some(context.photographed()?.with_photos(&photos))?;
            let names: Vec<String> = photos.iter().map(Photo::sha256).collect();
            let (dossier, other) = (envelope.canonical(), Photo::jpeg("portrait", &uuid()));
            let mut parts: Vec<Part<'_>> = vec![
                ("idempotency_key", envelope.dossier_id.as_bytes()),
                ("dossier", dossier.as_bytes()),
            ];
            parts.extend(
                names
                    .iter()
                    .map(|name| (name.as_str(), other.bytes.as_slice())),
            );
            let answer = context.post_form(&[], &parts)?;
            problem(&answer, "422", &[422]).map(|_| ())
        },
    },
    Check {
        name: "form.no_picture",
        demand: "a file that is no picture is 415 `media_type.unknown`",
        section: "Photos",
        run: |context| {
            context.needs("form")?;
            let field = one_each(context)?
                .first()
                .map_or("portrait", |photo| photo.field);
            let text = Photo {
                field,
                bytes: uuid().into_bytes(),
                media_type: "image/jpeg",
            };
            let envelope = some(
                context
                    .photographed()?
                    .with_photos(core::slice::from_ref(&text)),
            )?;
            let answer = context.send_form(&envelope, &[text])?;
            refuses(&answer, 415, "media_type.unknown")
        },
    },
];

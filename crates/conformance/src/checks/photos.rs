//! Checks dossiers with photos that PUT requests stored before.

use hoso_dossier::Value;
use hoso_dossier::wire::{Attachment, Envelope, sha256_hex};

use crate::check::Check;
use crate::context::{Context, some};
use crate::photos::{PDF, Photo, jpeg};
use crate::refusal::{has_issue, has_only_issue, refuses};
use crate::samples::{self, Samples, uuid};
use crate::verdict::{Flaw, Verdict, demand};

const SECTION: &str = "Photos";

/// Returns a new JPEG for each photo question of the dossier.
fn one_each(context: &Context) -> Result<Vec<Photo>, Flaw> {
    let fields = context.photographed()?.photo_fields();
    let photo = |field: &&'static hoso_dossier::Field| Photo::jpeg(field.id, &uuid());
    Ok(fields.iter().map(photo).collect())
}

/// Returns a dossier with a photo for its first question, and the photo. Skips the check unless the
/// backend takes files one by one.
fn with_one(context: &Context) -> Result<(Envelope, Photo), Flaw> {
    context.needs("put")?;
    let photo = one_each(context)?
        .into_iter()
        .next()
        .ok_or_else(|| Flaw::skipped("the dossier has no photo question"))?;
    let envelope = some(
        context
            .photographed()?
            .with_photos(core::slice::from_ref(&photo)),
    )?;
    Ok((envelope, photo))
}

/// Stores the photo, posts the dossier with changed attachments, and demands this issue.
fn refuses_attachments(
    context: &Context,
    change: impl FnOnce(&mut Vec<Attachment>),
    at: &str,
    code: &str,
) -> Verdict {
    let (mut envelope, photo) = with_one(context)?;
    context.put_all(core::slice::from_ref(&photo))?;
    change(&mut envelope.attachments);
    has_issue(&context.send(&envelope)?, at, code)
}

/// Returns a PDF for the first photo question that takes PDFs, or that takes pictures only.
///
/// # Errors
/// [`Flaw::Skipped`] with the reason if there is no such question.
fn pdf_for(samples: &Samples, takes_pdf: bool, otherwise: &str) -> Result<Photo, Flaw> {
    let fields = samples.photo_fields();
    let found = fields
        .iter()
        .find(|f| f.kind.photo().is_some_and(|p| p.pdf == takes_pdf));
    let field = found.ok_or_else(|| Flaw::skipped(otherwise))?;
    Ok(Photo {
        field: field.id,
        bytes: PDF.to_vec(),
        media_type: "application/pdf",
    })
}

pub(crate) const CHECKS: &[Check] = &[
    Check {
        name: "photos.stored",
        demand: "a dossier with a photo for each question is taken, and the receipt lists each; nothing is missing",
        section: SECTION,
        run: |context| {
            context.needs("put")?;
            let photos = one_each(context)?;
            context.put_all(&photos)?;
            let envelope = some(context.photographed()?.with_photos(&photos))?;
            let receipt = context.stored(&envelope)?;
            demand(receipt.missing.is_empty(), || {
                format!("`missing` is {:?}", receipt.missing)
            })
        },
    },
    Check {
        name: "photos.repeated",
        demand: "the same dossier with photos again is the same receipt",
        section: "Exactly once",
        run: |context| {
            let (envelope, photo) = with_one(context)?;
            context.put_all(core::slice::from_ref(&photo))?;
            let first = context.stored(&envelope)?;
            let second = context.stored(&envelope)?;
            demand(first == second, || "another receipt".to_owned())
        },
    },
    Check {
        name: "photos.some_missing",
        demand: "with one photo of several, `missing` lists the others in the order of the form",
        section: SECTION,
        run: |context| {
            let (envelope, photo) = with_one(context)?;
            context.put_all(core::slice::from_ref(&photo))?;
            let receipt = context.stored(&envelope)?;
            let expected = samples::missing(context.photographed()?.procedure, &envelope);
            demand(receipt.missing == expected, || {
                format!("`missing` is {:?}, expected {expected:?}", receipt.missing)
            })
        },
    },
    Check {
        name: "photos.not_put",
        demand: "a file that was not sent is 422 with `attachment.unknown` as the only issue",
        section: SECTION,
        run: |context| {
            let (envelope, _) = with_one(context)?;
            let answer = context.send(&envelope)?;
            has_only_issue(&answer, "attachments.0.sha256", "attachment.unknown")
        },
    },
    Check {
        name: "photos.put_after_refusal",
        demand: "after `attachment.unknown` the files and the same dossier with the same key are taken",
        section: SECTION,
        run: |context| {
            let (envelope, photo) = with_one(context)?;
            context.send(&envelope)?.is(422)?;
            context.put_all(core::slice::from_ref(&photo))?;
            context.stored(&envelope).map(|_| ())
        },
    },
    Check {
        name: "photos.size",
        demand: "another size than that of the file is 422 `attachment.size`",
        section: SECTION,
        run: |context| {
            let change = |files: &mut Vec<Attachment>| files.iter_mut().for_each(|f| f.size += 1);
            refuses_attachments(context, change, "attachments.0.size", "attachment.size")
        },
    },
    Check {
        name: "photos.media_type",
        demand: "another media type than that of the bytes is 422 `attachment.media_type`",
        section: SECTION,
        run: |context| {
            let change = |files: &mut Vec<Attachment>| {
                files
                    .iter_mut()
                    .for_each(|f| f.media_type = "image/png".to_owned());
            };
            refuses_attachments(
                context,
                change,
                "attachments.0.media_type",
                "attachment.media_type",
            )
        },
    },
    Check {
        name: "photos.pdf_for_a_photo",
        demand: "a PDF for a question that takes pictures only is 422 `attachment.media_type`",
        section: SECTION,
        run: |context| {
            context.needs("put")?;
            let samples = context.photographed()?;
            let pdf = pdf_for(samples, false, "each question takes a PDF")?;
            context.put(&pdf.bytes)?.is_one_of(&[200, 201])?;
            let envelope = some(samples.with_photos(core::slice::from_ref(&pdf)))?;
            let answer = context.send(&envelope)?;
            has_issue(&answer, "attachments.0.media_type", "attachment.media_type")
        },
    },
    Check {
        name: "photos.pdf_for_a_scan",
        demand: "a PDF for a question that takes a scan is taken",
        section: SECTION,
        run: |context| {
            context.needs("put")?;
            let samples = context.photographed()?;
            let pdf = pdf_for(samples, true, "no question takes a PDF")?;
            context.put(&pdf.bytes)?.is_one_of(&[200, 201])?;
            let envelope = some(samples.with_photos(core::slice::from_ref(&pdf)))?;
            context.stored(&envelope).map(|_| ())
        },
    },
    Check {
        name: "photos.not_in_attachments",
        demand: "a hash of an answer that `attachments` does not have is 422 `attachment.absent` at the field",
        section: SECTION,
        run: |context| {
            let (mut envelope, photo) = with_one(context)?;
            context.put_all(core::slice::from_ref(&photo))?;
            envelope.attachments.clear();
            has_issue(&context.send(&envelope)?, photo.field, "attachment.absent")
        },
    },
    Check {
        name: "photos.not_in_answers",
        demand: "an attachment that no answer names is 422 `attachment.field`",
        section: SECTION,
        run: |context| {
            let (envelope, photo) = with_one(context)?;
            context.put_all(core::slice::from_ref(&photo))?;
            let body = samples::with_answer(&envelope, photo.field, None);
            let answer = context.post(&envelope.dossier_id, &body)?;
            has_issue(&answer, "attachments.0.field", "attachment.field")
        },
    },
    Check {
        name: "photos.unknown_field",
        demand: "an attachment of a field that is no photo question is 422 `attachment.field`",
        section: SECTION,
        run: |context| {
            let change = |files: &mut Vec<Attachment>| {
                files
                    .iter_mut()
                    .for_each(|f| f.field = "full_name".to_owned());
            };
            refuses_attachments(context, change, "attachments.0.field", "attachment.field")
        },
    },
    Check {
        name: "photos.listed_twice",
        demand: "an attachment that the list has twice is 422 `attachment.field`",
        section: SECTION,
        run: |context| {
            let change = |files: &mut Vec<Attachment>| files.extend(files.clone());
            refuses_attachments(context, change, "attachments.1.field", "attachment.field")
        },
    },
    Check {
        name: "photos.one_file_two_fields",
        demand: "two questions may name the same file: two attachments, one file",
        section: SECTION,
        run: |context| {
            context.needs("put")?;
            let mut photos = one_each(context)?;
            if photos.len() < 2 {
                return Err(Flaw::skipped("the dossier has one photo question"));
            }
            let bytes = jpeg(&uuid());
            photos
                .iter_mut()
                .for_each(|photo| photo.bytes = bytes.clone());
            context.put(&bytes)?.is(201)?;
            let envelope = some(context.photographed()?.with_photos(&photos))?;
            context.stored(&envelope).map(|_| ())
        },
    },
    Check {
        name: "photos.many",
        demand: "more hashes than the question takes are 422 `photo.many`",
        section: SECTION,
        run: |context| {
            let samples = context.photographed()?;
            let envelope = some(samples.dossier())?;
            let fields = samples.photo_fields();
            let field = fields
                .first()
                .ok_or_else(|| Flaw::skipped("no photo question"))?;
            let most = field.kind.photo().map_or(0, |photo| photo.most);
            let hashes = (0..=most).map(|n| Value::text(sha256_hex(n.to_string().as_bytes())));
            let value = Some(Value::List(hashes.collect()));
            let body = samples::with_answer(&envelope, field.id, value);
            let answer = context.post(&envelope.dossier_id, &body)?;
            has_issue(&answer, field.id, "photo.many")
        },
    },
    Check {
        name: "photos.attachments_many",
        demand: "more attachments than the limit of /intake are 422 `attachment.many`",
        section: SECTION,
        run: |context| {
            let limit = context.limit("attachments")?;
            let mut envelope = context.dossier()?;
            let photo = Photo::jpeg("portrait", "invented");
            envelope.attachments = vec![photo.attachment(); limit + 1];
            has_issue(&context.send(&envelope)?, "attachments", "attachment.many")
        },
    },
    Check {
        name: "photos.tampered",
        demand: "the same key with another file is another digest: 409",
        section: "Exactly once",
        run: |context| {
            let (envelope, photo) = with_one(context)?;
            context.put_all(core::slice::from_ref(&photo))?;
            context.stored(&envelope)?;
            let other = Photo::jpeg(photo.field, &uuid());
            context.put_all(core::slice::from_ref(&other))?;
            let mut tampered = some(context.photographed()?.with_photos(&[other]))?;
            tampered.dossier_id.clone_from(&envelope.dossier_id);
            refuses(&context.send(&tampered)?, 409, "idempotency_key.reused")
        },
    },
];

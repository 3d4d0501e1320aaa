//! Checks `PUT /attachments/{sha256}`.

use hoso_dossier::wire::sha256_hex;
use serde_json::Value;

use crate::answer::Answer;
use crate::check::Check;
use crate::context::Context;
use crate::photos::{MAILED_PDF, PDF, PNG, WEBP, jpeg};
use crate::refusal::refuses;
use crate::samples::uuid;
use crate::verdict::{Verdict, demand};

const SECTION: &str = "Photos";

/// Demands that the response describes the stored file.
fn stores(answer: &Answer, statuses: &[u16], bytes: &[u8], media_type: &str) -> Verdict {
    answer.is_one_of(statuses)?;
    let value = answer.object()?;
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let size = value.get("size").and_then(Value::as_u64);
    let hash = sha256_hex(bytes);
    demand(
        text("sha256") == Some(&hash)
            && text("media_type") == Some(media_type)
            && size == Some(bytes.len() as u64),
        || answer.instead_of(&format!("{hash}, {} bytes, {media_type}", bytes.len())),
    )
}

/// Demands that a file of another media type is refused.
fn refuses_file(context: &Context, bytes: &[u8]) -> Verdict {
    context.needs("put")?;
    refuses(&context.put(bytes)?, 415, "media_type.unknown")
}

pub(crate) const CHECKS: &[Check] = &[
    Check {
        name: "put.created",
        demand: "a new file is 201 with its sha256, size and media_type",
        section: SECTION,
        run: |context| {
            context.needs("put")?;
            let bytes = jpeg(&uuid());
            stores(&context.put(&bytes)?, &[201], &bytes, "image/jpeg")
        },
    },
    Check {
        name: "put.repeated",
        demand: "the same file again is 200 with the same answer",
        section: SECTION,
        run: |context| {
            context.needs("put")?;
            let bytes = jpeg(&uuid());
            context.put(&bytes)?.is(201)?;
            stores(&context.put(&bytes)?, &[200], &bytes, "image/jpeg")
        },
    },
    Check {
        name: "put.media_types",
        demand: "JPEG, PNG, WebP and PDF are recognised by their bytes, without a Content-Type",
        section: SECTION,
        run: |context| {
            context.needs("put")?;
            let jpeg = jpeg(&uuid());
            for (bytes, media_type) in [
                (jpeg.as_slice(), "image/jpeg"),
                (PNG, "image/png"),
                (WEBP, "image/webp"),
                (PDF, "application/pdf"),
            ] {
                stores(&context.put(bytes)?, &[200, 201], bytes, media_type)?;
            }
            Ok(())
        },
    },
    Check {
        name: "put.octet_stream",
        demand: "application/octet-stream says nothing of the file: its bytes decide",
        section: SECTION,
        run: |context| {
            context.needs("put")?;
            let bytes = jpeg(&uuid());
            let headers = [("Content-Type", "application/octet-stream")];
            let answer = context.put_as(&sha256_hex(&bytes), &headers, &bytes)?;
            stores(&answer, &[201], &bytes, "image/jpeg")
        },
    },
    Check {
        name: "put.mailed_pdf",
        demand: "a PDF may begin with bytes of a mailer",
        section: SECTION,
        run: |context| {
            context.needs("put")?;
            let answer = context.put(MAILED_PDF)?;
            stores(&answer, &[200, 201], MAILED_PDF, "application/pdf")
        },
    },
    Check {
        name: "put.other_type",
        demand: "a Content-Type that does not agree with the bytes is 415 `media_type.unknown`",
        section: SECTION,
        run: |context| {
            context.needs("put")?;
            let bytes = jpeg(&uuid());
            for other in ["image/png", "text/html"] {
                let headers = [("Content-Type", other)];
                let answer = context.put_as(&sha256_hex(&bytes), &headers, &bytes)?;
                refuses(&answer, 415, "media_type.unknown")?;
            }
            Ok(())
        },
    },
    Check {
        name: "put.no_picture",
        demand: "a file of another kind is 415 `media_type.unknown`",
        section: SECTION,
        run: |context| {
            refuses_file(context, b"<html>invented</html>")?;
            refuses_file(context, b"GIF89a invented")
        },
    },
    Check {
        name: "put.first_bytes_only",
        demand: "`FF D8 FF` alone is no picture: 415",
        section: SECTION,
        run: |context| {
            refuses_file(context, b"\xff\xd8\xff")?;
            refuses_file(context, b"\xff\xd8\xff\xe0 and no picture")?;
            refuses_file(context, b"\x89PNG\r\n\x1a\n")
        },
    },
    Check {
        name: "put.empty",
        demand: "an empty file is 415 `media_type.unknown`",
        section: SECTION,
        run: |context| refuses_file(context, b""),
    },
    Check {
        name: "put.other_hash",
        demand: "bytes that do not have the hash of the path are 422 `attachment.hash`",
        section: SECTION,
        run: |context| {
            context.needs("put")?;
            let answer = context.put_as(&sha256_hex(b"other"), &[], &jpeg(&uuid()))?;
            refuses(&answer, 422, "attachment.hash")
        },
    },
    Check {
        name: "put.hash_shape",
        demand: "a path that is no SHA-256 in lower-case hex is 400 `attachment.hash_shape`",
        section: SECTION,
        run: |context| {
            context.needs("put")?;
            let bytes = jpeg(&uuid());
            let hash = sha256_hex(&bytes);
            let short = hash.get(1..).unwrap_or_default();
            for name in [hash.to_ascii_uppercase().as_str(), short, "photo.jpg"] {
                // Skips a hash of digits only: it has no upper-case form.
                if name != hash {
                    let answer = context.put_as(name, &[], &bytes)?;
                    refuses(&answer, 400, "attachment.hash_shape")?;
                }
            }
            Ok(())
        },
    },
];

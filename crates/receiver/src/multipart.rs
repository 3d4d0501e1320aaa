//! Receives a whole dossier in one `multipart/form-data` body, as an HTML form sends it.
//!
//! | part | content |
//! |---|---|
//! | `dossier` | the envelope, JSON |
//! | `idempotency_key` | the key, if it is not in the header |
//! | any other | a file; the name is its hash, or the field of an attachment |
//!
//! Source: RFC 7578; read 2026-11-21.

use std::convert::Infallible;
use std::sync::Arc;

use axum::http::{HeaderMap, header};
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream;
use multer::Multipart;

use crate::accept::{accept, key_of, parse_key};
use crate::app::App;
use crate::body::LimitedBody;
use crate::incoming::{IncomingFile, SpooledBody};
use crate::refusal::Refusal;
use crate::store::StagedFile;

/// Receives a dossier with its files.
pub(crate) async fn receive(
    app: &Arc<App>,
    headers: &HeaderMap,
    body: &mut LimitedBody,
) -> Result<Response, Refusal> {
    let in_header = key_of(headers)?;
    let boundary = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| multer::parse_boundary(value).ok())
        .ok_or_else(|| malformed("body"))?;
    // On disk while it arrives: a slow client keeps no memory and nobody waiting.
    let spooled = SpooledBody::receive(app, body).await?;
    let _turn = app.turn(&app.forms).await?;
    let content = Bytes::from(spooled.read().await?);
    let parts = read(app, content, boundary).await?;
    let key = match (in_header, parts.key) {
        (Some(header), Some(part)) if header != part => return Err(Refusal::KeyMalformed),
        (Some(key), _) | (None, Some(key)) => key,
        (None, None) => return Err(Refusal::KeyMissing),
    };
    let dossier = parts
        .dossier
        .ok_or_else(|| refused("dossier", "form.missing"))?;
    accept(app, key, dossier, parts.files).await
}

struct Parts {
    key: Option<String>,
    dossier: Option<Vec<u8>>,
    files: Vec<(String, StagedFile)>,
}

async fn read(app: &App, body: Bytes, boundary: String) -> Result<Parts, Refusal> {
    let limits = &app.config.limits;
    let whole = stream::iter([Ok::<_, Infallible>(body)]);
    let mut form = Multipart::new(whole, boundary);
    let mut parts = Parts {
        key: None,
        dossier: None,
        files: Vec::new(),
    };
    while let Some(part) = form.next_field().await.map_err(|_| malformed("body"))? {
        let Some(name) = part
            .name()
            .filter(|name| !name.is_empty() && name.len() <= 80)
            .map(str::to_owned)
        else {
            return Err(refused("body", "form.part_name"));
        };
        let limit = match name.as_str() {
            "dossier" => limits.dossier_bytes,
            "idempotency_key" => 100,
            _ => limits.attachment_bytes,
        };
        let bytes = part.bytes().await.map_err(|_| malformed("body"))?;
        if bytes.len() as u64 > limit {
            return Err(Refusal::TooLarge {
                at: safe_name(&name),
                limit,
            });
        }
        match name.as_str() {
            "dossier" if parts.dossier.is_none() => parts.dossier = Some(bytes.to_vec()),
            "idempotency_key" if parts.key.is_none() => {
                parts.key = Some(parse_key(core::str::from_utf8(&bytes).unwrap_or_default())?);
            }
            "dossier" | "idempotency_key" => return Err(refused(&name, "form.part_twice")),
            _ => {
                if parts.files.len() >= limits.attachments {
                    return Err(refused("body", "attachment.many"));
                }
                let mut incoming = IncomingFile::new(app).await?;
                incoming.write(&bytes).await?;
                let at = safe_name(&name);
                let file = incoming.finish(&at).await?;
                parts.files.push((at, file));
            }
        }
    }
    Ok(parts)
}

/// Returns the name of a part if it may be repeated in a refusal: a field id, never typed text.
fn safe_name(name: &str) -> String {
    let plain = name
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'.'));
    if plain {
        name.to_owned()
    } else {
        "body".to_owned()
    }
}

fn malformed(at: &str) -> Refusal {
    refused(at, "form.malformed")
}

fn refused(at: &str, code: &'static str) -> Refusal {
    Refusal::Form {
        at: at.to_owned(),
        code,
    }
}

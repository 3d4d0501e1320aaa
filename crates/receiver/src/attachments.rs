//! `PUT /attachments/{sha256}`: one file, named by its hash. Repeating it is harmless.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use hoso_dossier::Value;
use hoso_dossier::wire::is_sha256;
use sha2::{Digest, Sha256};
use tokio::fs::File;
use tokio::io::AsyncWriteExt;

use crate::body::{Reading, media_type};
use crate::refusal::Refusal;
use crate::router::{App, blocking, json};
use crate::store::Whole;

/// The only media type that is no picture; few questions take it.
pub(crate) const PDF: &str = "application/pdf";

/// The media types that are taken, decided by the bytes.
pub(crate) const MEDIA_TYPES: [&str; 4] = ["image/jpeg", "image/png", "image/webp", PDF];

/// What these bytes begin as, if it is one of [`MEDIA_TYPES`].
///
/// Source: ISO/IEC 10918-1 (SOI marker), PNG 3rd edition §5.2, RFC 9649 §2, ISO 32000-2 §7.5.2; read 2026-11-21.
fn sniff(head: &[u8]) -> Option<&'static str> {
    let [jpeg, png, webp, pdf] = MEDIA_TYPES;
    if head.starts_with(&[0xff, 0xd8, 0xff]) {
        Some(jpeg)
    } else if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(png)
    } else if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        Some(webp)
    } else if head.starts_with(b"%PDF-") {
        Some(pdf)
    } else {
        None
    }
}

/// A file on its way in, under a passing name; gone if it does not get whole.
pub(crate) struct Incoming {
    file: File,
    path: Option<PathBuf>,
    hash: Sha256,
    head: Vec<u8>,
    size: u64,
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            let _ = std::fs::remove_file(path);
        }
    }
}

impl Incoming {
    /// Opens a file under a name of its own.
    pub(crate) async fn new(app: &App) -> Result<Self, Refusal> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let name = format!(
            "{}-{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        let path = app.store.incoming().join(name);
        let file = File::create(&path).await?;
        Ok(Self {
            file,
            path: Some(path),
            hash: Sha256::new(),
            head: Vec::new(),
            size: 0,
        })
    }

    /// Adds bytes.
    pub(crate) async fn write(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        let wanted = 16_usize.saturating_sub(self.head.len());
        self.head.extend(bytes.iter().take(wanted));
        self.hash.update(bytes);
        self.size = self.size.saturating_add(bytes.len() as u64);
        self.file.write_all(bytes).await?;
        Ok(())
    }

    /// Puts the bytes on disk. `at` names the part in a refusal.
    ///
    /// # Errors
    /// [`Refusal::MediaType`], if the bytes are none of [`MEDIA_TYPES`].
    pub(crate) async fn whole(mut self, at: &str) -> Result<Whole, Refusal> {
        let media_type =
            sniff(&self.head).ok_or_else(|| Refusal::MediaType { at: at.to_owned() })?;
        self.file.flush().await?;
        self.file.sync_all().await?;
        let sha256 = self
            .hash
            .clone()
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        match self.path.take() {
            Some(path) => Ok(Whole {
                path,
                sha256,
                size: self.size,
                media_type,
            }),
            None => Err(Refusal::Internal),
        }
    }
}

/// Takes one file.
pub(crate) async fn put(
    State(app): State<Arc<App>>,
    sha256: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, Refusal> {
    let (head, body) = request.into_parts();
    let limits = &app.config.limits;
    let mut reading = Reading::new(&head.headers, body, limits.attachment_bytes, limits);
    let declared = media_type(&head.headers).filter(|t| t != "application/octet-stream");
    let sha256 = sha256.map(|Path(name)| name).unwrap_or_default();
    match take(&app, &sha256, declared.as_deref(), &mut reading).await {
        Ok(response) => Ok(response),
        Err(refusal) => {
            reading.drain().await;
            Err(refusal)
        }
    }
}

async fn take(
    app: &Arc<App>,
    sha256: &str,
    declared: Option<&str>,
    reading: &mut Reading,
) -> Result<Response, Refusal> {
    if !is_sha256(sha256) {
        return Err(Refusal::HashShape);
    }
    if declared.is_some_and(|declared| !MEDIA_TYPES.contains(&declared)) {
        return Err(Refusal::MediaType {
            at: "body".to_owned(),
        });
    }
    let mut incoming = Incoming::new(app).await?;
    while let Some(chunk) = reading.chunk().await? {
        incoming.write(&chunk).await?;
    }
    let whole = incoming.whole("body").await?;
    if declared.is_some_and(|declared| declared != whole.media_type) {
        return Err(Refusal::MediaType {
            at: "body".to_owned(),
        });
    }
    if whole.sha256 != sha256 {
        return Err(Refusal::HashWrong {
            at: "body".to_owned(),
        });
    }
    let answer = Value::object([
        ("sha256", Value::text(&whole.sha256)),
        (
            "size",
            Value::Integer(i64::try_from(whole.size).unwrap_or(i64::MAX)),
        ),
        ("media_type", Value::text(whole.media_type)),
    ]);
    let app = Arc::clone(app);
    let new = blocking(move || {
        let now = (app.config.clock)();
        app.store.keep_attachment(&whole, &app.config.limits, now)
    })
    .await?;
    Ok(json(
        if new {
            StatusCode::CREATED
        } else {
            StatusCode::OK
        },
        &answer,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_sniff() {
        assert_eq!(sniff(b"\xff\xd8\xff\xe0rest"), Some("image/jpeg"));
        assert_eq!(sniff(b"\x89PNG\r\n\x1a\nrest"), Some("image/png"));
        assert_eq!(sniff(b"RIFF\0\0\0\0WEBPVP8 "), Some("image/webp"));
        assert_eq!(sniff(b"%PDF-1.7"), Some("application/pdf"));
    }

    #[test]
    fn err_sniff() {
        for head in [
            &b""[..],
            b"<html>",
            b"RIFF\0\0\0\0WAVE",
            b"\xff\xd8",
            b"GIF89a",
            b" %PDF-1.7",
        ] {
            assert_eq!(sniff(head), None);
        }
    }
}

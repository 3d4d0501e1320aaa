//! The accepted media types, and how one is recognised.

use axum::http::{HeaderMap, header};

/// The only media type that is not an image. Few questions accept it.
pub(crate) const PDF: &str = "application/pdf";

/// The accepted media types. The bytes decide, not what the client declares.
pub(crate) const MEDIA_TYPES: [&str; 4] = ["image/jpeg", "image/png", "image/webp", PDF];

/// Detects the media type by the first bytes; `None` if it is none of [`MEDIA_TYPES`].
///
/// Source: ISO/IEC 10918-1 (SOI marker), W3C PNG (third edition) §5.2, RFC 9649 §2, ISO 32000-2 §7.5.2; read 2026-11-21.
pub(crate) fn sniff(head: &[u8]) -> Option<&'static str> {
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

/// Returns the declared `Content-Type` in lower case, without its parameters.
pub(crate) fn declared(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    Some(
        value
            .split(';')
            .next()
            .unwrap_or(value)
            .trim()
            .to_ascii_lowercase(),
    )
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

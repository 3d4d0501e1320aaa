//! The accepted media types, and how one is recognised.

use axum::http::{HeaderMap, header};
use hoso_photo::{Kind, Probe, RejectReason};

/// The only media type that is not an image. Few questions accept it.
pub(crate) const PDF: &str = "application/pdf";

/// The accepted media types. The bytes decide, not what the client declares.
pub(crate) const MEDIA_TYPES: [&str; 4] = ["image/jpeg", "image/png", "image/webp", PDF];

/// What the first bytes of a file show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detected {
    /// One of [`MEDIA_TYPES`].
    Type(&'static str),
    /// The header is longer than the bytes given.
    More,
    /// Something else, or a file without a picture.
    Other,
}

/// Detects the media type of a file of `size` bytes by its header.
///
/// The reader is that of the page, so that what the page accepts is accepted here.
pub(crate) fn sniff(start: &[u8], size: u64) -> Detected {
    let [jpeg, png, webp, pdf] = MEDIA_TYPES;
    match hoso_photo::probe(start, size) {
        Ok(Probe::Head(head)) => match head.kind {
            Kind::Jpeg => Detected::Type(jpeg),
            Kind::Png => Detected::Type(png),
            Kind::WebP => Detected::Type(webp),
            Kind::Pdf => Detected::Type(pdf),
            Kind::Gif | Kind::Bmp | Kind::Heif => Detected::Other,
        },
        Ok(Probe::More) => Detected::More,
        // Its size is the limit of the receiver, not of the page.
        Err(RejectReason::PdfLarge) => Detected::Type(pdf),
        Err(_) => Detected::Other,
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

    fn whole(file: &[u8]) -> Detected {
        sniff(file, file.len() as u64)
    }

    const JPEG: &[u8] =
        b"\xff\xd8\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xda\0\x02\xff\xd9";

    #[test]
    fn ok_sniff() {
        let png =
            b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0....\0\0\0\0IDAT....";
        let webp = b"RIFF\x0e\0\0\0WEBPVP8L\x05\0\0\0\x2f\0\0\0\0\0";
        assert_eq!(whole(JPEG), Detected::Type("image/jpeg"));
        assert_eq!(whole(png), Detected::Type("image/png"));
        assert_eq!(whole(webp), Detected::Type("image/webp"));
        assert_eq!(whole(b"%PDF-1.7"), Detected::Type("application/pdf"));
        // As a mailer leaves it; the page sends it unchanged.
        assert_eq!(whole(b"\r\n%PDF-1.7"), Detected::Type("application/pdf"));
        assert_eq!(
            sniff(b"%PDF-1.7", 5_200_000),
            Detected::Type("application/pdf")
        );
        assert_eq!(sniff(&JPEG[..12], 5_000), Detected::More);
    }

    #[test]
    fn err_sniff() {
        for head in [
            &b""[..],
            b"<html>",
            b"RIFF\0\0\0\0WAVE",
            b"\xff\xd8",
            b"\xff\xd8\xff",
            b"\xff\xd8\xff\xe0 and no picture",
            &JPEG[..JPEG.len() - 6],
            b"\x89PNG\r\n\x1a\n",
            b"RIFF\0\0\0\0WEBP",
            b"GIF89a",
        ] {
            assert_eq!(whole(head), Detected::Other, "{head:?}");
        }
    }
}

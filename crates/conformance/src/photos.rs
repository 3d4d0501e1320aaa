//! Creates sample files: images of one pixel and PDFs without pages.

use hoso_dossier::wire::{Attachment, sha256_hex};

/// Returns a JPEG of one pixel with a text after its header.
pub(crate) fn jpeg(text: &str) -> Vec<u8> {
    let header = b"\xff\xd8\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xda\0\x02 ";
    [header, text.as_bytes(), b"\xff\xd9"].concat()
}

/// A PNG of one pixel.
pub(crate) const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0....\0\0\0\0IDAT....";

/// A WebP of one pixel.
pub(crate) const WEBP: &[u8] = b"RIFF\x0e\0\0\0WEBPVP8L\x05\0\0\0\x2f\0\0\0\0\0";

/// A PDF.
pub(crate) const PDF: &[u8] = b"%PDF-1.7 invented";

/// A PDF with a line break before its header, as some mail programs write it.
pub(crate) const MAILED_PDF: &[u8] = b"\r\n%PDF-1.7 invented";

/// A file for a question.
#[derive(Clone, Debug)]
pub(crate) struct Photo {
    pub(crate) field: &'static str,
    pub(crate) bytes: Vec<u8>,
    pub(crate) media_type: &'static str,
}

impl Photo {
    /// Returns a JPEG that no other run sends.
    pub(crate) fn jpeg(field: &'static str, text: &str) -> Self {
        Self {
            field,
            bytes: jpeg(text),
            media_type: "image/jpeg",
        }
    }

    /// Returns the hash of the bytes.
    pub(crate) fn sha256(&self) -> String {
        sha256_hex(&self.bytes)
    }

    /// Returns the entry of the file in `attachments`.
    pub(crate) fn attachment(&self) -> Attachment {
        Attachment {
            field: self.field.to_owned(),
            sha256: self.sha256(),
            size: self.bytes.len() as u64,
            media_type: self.media_type.to_owned(),
        }
    }
}

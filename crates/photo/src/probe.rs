//! Recognises a file by its bytes, before anything is decoded.
//!
//! The name of a file and the media type that a browser claims are ignored. Width
//! and height are read from the header, so that a file of a few kilobytes that unfolds to
//! gigabytes is refused before a codec sees it.

use crate::bytes::{ReadError, find, le16, le32, length, part};
use crate::{Head, Kind, RejectReason, gif, heif, jpeg, png, webp};

/// More bytes than this are no photo of a paper. Phones that save 50 megapixels stay below
/// 30 MB.
pub const MAX_FILE: u64 = 48_000_000;
/// More pixels than this need more memory, four bytes each, than a cheap phone gives a page.
/// The largest common setting, 8,192 × 6,144, is below.
pub const MAX_PIXELS: u64 = 52_000_000;
/// Longest side that every browser's codec takes.
const MAX_CODEC_SIDE: u32 = 32_767;
/// A PDF is sent unchanged, so it must be as small as all attachments of the form together
/// (`procedure-under18.md` §6).
pub const MAX_PDF: u64 = 5_000_000;
/// So many bytes answer nearly always; else [`Probe::More`] asks for more.
pub const FIRST_READ: u64 = 65_536;

/// What a look at the first bytes of a file gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probe {
    /// The header was found.
    Head(Head),
    /// The header is longer than the bytes given; look again with more.
    More,
}

/// Looks at the first bytes of a file of `size` bytes.
///
/// # Errors
/// The reason: [`RejectReason::Empty`], [`RejectReason::Huge`], [`RejectReason::Type`],
/// [`RejectReason::Animated`], [`RejectReason::PdfLarge`] or, where the header ends too early or contradicts
/// itself, [`RejectReason::Broken`].
///
/// ```
/// use hoso_photo::{RejectReason, probe};
/// assert_eq!(probe(b"Ho ten: Nguyen Van A", 20), Err(RejectReason::Type));
/// assert_eq!(probe(b"", 0), Err(RejectReason::Empty));
/// ```
pub fn probe(start: &[u8], size: u64) -> Result<Probe, RejectReason> {
    if size == 0 {
        return Err(RejectReason::Empty);
    }
    let whole = start.len() as u64 >= size;
    match read(start, size) {
        Ok(head) => checked(head, size).map(Probe::Head),
        Err(ReadError::Invalid(code)) => Err(code),
        Err(ReadError::Truncated) if whole => Err(RejectReason::Broken),
        Err(ReadError::Truncated) => Ok(Probe::More),
    }
}

fn checked(head: Head, size: u64) -> Result<Head, RejectReason> {
    if head.kind == Kind::Pdf {
        return if size > MAX_PDF {
            Err(RejectReason::PdfLarge)
        } else {
            Ok(head)
        };
    }
    if head.width == 0 || head.height == 0 {
        return Err(RejectReason::Broken);
    }
    let pixels = u64::from(head.width) * u64::from(head.height);
    if size > MAX_FILE || pixels > MAX_PIXELS || head.width.max(head.height) > MAX_CODEC_SIDE {
        return Err(RejectReason::Huge);
    }
    Ok(head)
}

fn read(start: &[u8], size: u64) -> Result<Head, ReadError> {
    if start.starts_with(b"\xff\xd8\xff") {
        jpeg::head(start)
    } else if start.starts_with(png::SIGNATURE) {
        png::head(start)
    } else if start.starts_with(b"RIFF") && start.get(8..12) == Some(b"WEBP") {
        webp::head(start, size)
    } else if start.starts_with(b"GIF87a") || start.starts_with(b"GIF89a") {
        gif::head(start)
    } else if start.get(4..8) == Some(b"ftyp") {
        heif::head(start)
    } else if start.starts_with(b"BM") {
        bmp(start)
    } else if find(start.get(..1024).unwrap_or(start), 0, b"%PDF-").is_some() {
        Ok(Head {
            kind: Kind::Pdf,
            width: 0,
            height: 0,
            orientation: 1,
            body: 0,
        })
    } else {
        Err(ReadError::Invalid(RejectReason::Type))
    }
}

/// The sizes that a bitmap's second header may have; text that begins with "BM" has others.
const BMP_HEADERS: [u32; 7] = [12, 40, 52, 56, 64, 108, 124];

fn bmp(start: &[u8]) -> Result<Head, ReadError> {
    part(start, 0, 26).map_err(|_| ReadError::Invalid(RejectReason::Type))?;
    let header = le32(start, 14)?;
    if !BMP_HEADERS.contains(&header) {
        return Err(ReadError::Invalid(RejectReason::Type));
    }
    let (width, height) = if header == 12 {
        (u32::from(le16(start, 18)?), u32::from(le16(start, 20)?))
    } else {
        // A negative height means that the rows are stored from top to bottom.
        let height = le32(start, 22)?.cast_signed().unsigned_abs();
        (le32(start, 18)?, height)
    };
    let body = length(header).saturating_add(14) as u64;
    Ok(Head {
        kind: Kind::Bmp,
        width,
        height,
        orientation: 1,
        body,
    })
}

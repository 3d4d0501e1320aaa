//! What a file is, by its bytes and before anything is decoded.
//!
//! Neither the name of a file nor the type that a browser claims for it is believed. Width
//! and height are read from the header, so that a file of a few kilobytes that unfolds to
//! gigabytes is refused before a codec sees it.

use crate::bytes::{Stop, find, le16, le32, length, part};
use crate::{Code, Head, Kind, gif, heif, jpeg, png, webp};

/// More bytes than this are no photo of a paper. Phones that save 50 megapixels stay below
/// 30 MB.
pub const MAX_FILE: u64 = 48_000_000;
/// More pixels than this need more memory, four bytes each, than a cheap phone gives a page.
/// The largest common setting, 8,192 × 6,144, is below.
pub const MAX_PIXELS: u64 = 52_000_000;
/// Longest side that every browser's codec takes.
const MAX_SIDE: u32 = 32_767;
/// A PDF travels as it is, so it must be as small as what the form takes in all
/// (`procedure-under18.md` §6).
pub const MAX_PDF: u64 = 5_000_000;
/// So many bytes answer nearly always; else [`Look::More`] asks for more.
pub const FIRST_READ: u64 = 65_536;

/// What a look at the first bytes of a file gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// The header was found.
    Head(Head),
    /// The header is longer than the bytes given; look again with more.
    More,
}

/// Looks at the first bytes of a file of `size` bytes.
///
/// # Errors
/// The code of what a person is told: [`Code::Empty`], [`Code::Huge`], [`Code::Type`],
/// [`Code::Animated`], [`Code::PdfLarge`] or, where the header ends too early or contradicts
/// itself, [`Code::Broken`].
///
/// ```
/// use hoso_photo::{Code, look};
/// assert_eq!(look(b"Ho ten: Nguyen Van A", 20), Err(Code::Type));
/// assert_eq!(look(b"", 0), Err(Code::Empty));
/// ```
pub fn look(start: &[u8], size: u64) -> Result<Look, Code> {
    if size == 0 {
        return Err(Code::Empty);
    }
    let whole = start.len() as u64 >= size;
    match read(start, size) {
        Ok(head) => checked(head, size).map(Look::Head),
        Err(Stop::Bad(code)) => Err(code),
        Err(Stop::Short) if whole => Err(Code::Broken),
        Err(Stop::Short) => Ok(Look::More),
    }
}

fn checked(head: Head, size: u64) -> Result<Head, Code> {
    if head.kind == Kind::Pdf {
        return if size > MAX_PDF {
            Err(Code::PdfLarge)
        } else {
            Ok(head)
        };
    }
    if head.width == 0 || head.height == 0 {
        return Err(Code::Broken);
    }
    let pixels = u64::from(head.width) * u64::from(head.height);
    if size > MAX_FILE || pixels > MAX_PIXELS || head.width.max(head.height) > MAX_SIDE {
        return Err(Code::Huge);
    }
    Ok(head)
}

fn read(start: &[u8], size: u64) -> Result<Head, Stop> {
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
        Err(Stop::Bad(Code::Type))
    }
}

/// The sizes that a bitmap's second header may have; text that begins with "BM" has others.
const BMP_HEADERS: [u32; 7] = [12, 40, 52, 56, 64, 108, 124];

fn bmp(start: &[u8]) -> Result<Head, Stop> {
    part(start, 0, 26).map_err(|_| Stop::Bad(Code::Type))?;
    let header = le32(start, 14)?;
    if !BMP_HEADERS.contains(&header) {
        return Err(Stop::Bad(Code::Type));
    }
    let (width, height) = if header == 12 {
        (u32::from(le16(start, 18)?), u32::from(le16(start, 20)?))
    } else {
        // A negative height means that the rows stand from top to bottom.
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

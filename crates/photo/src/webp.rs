//! WebP: its size, and the file without what is not picture.
//!
//! Source: RFC 9649 §2.4–§2.7; RFC 6386 §9.1; read 2026-11-21.

use crate::bytes::{ReadError, byte, le16, le24, le32, length, part};
use crate::{Head, Kind, RejectReason, exif};

/// Bits of the first byte of `VP8X`.
const ICC: u8 = 0x20;
const EXIF: u8 = 0x08;
const XMP: u8 = 0x04;
const ANIMATION: u8 = 0x02;

struct Chunk<'a> {
    name: &'a [u8],
    /// What of its content is at hand.
    content: &'a [u8],
    whole: bool,
    next: usize,
}

fn chunk(bytes: &[u8], at: usize) -> Result<Chunk<'_>, ReadError> {
    let name = part(bytes, at, 4)?;
    let len = length(le32(bytes, at.saturating_add(4))?);
    let from = at.saturating_add(8);
    let at_hand = bytes.get(from..).unwrap_or_default();
    Ok(Chunk {
        name,
        content: at_hand.get(..len).unwrap_or(at_hand),
        whole: at_hand.len() >= len,
        // Chunks begin at even places.
        next: from.saturating_add(len).saturating_add(len & 1),
    })
}

pub(crate) fn head(bytes: &[u8], size: u64) -> Result<Head, ReadError> {
    // Decoders do without what the file states beyond its picture, such as a last padding byte.
    if u64::from(le32(bytes, 4)?).saturating_add(8) > size && picture_end(bytes)? > size {
        return Err(ReadError::Invalid(RejectReason::Broken));
    }
    let first = chunk(bytes, 12)?;
    let content = first.content;
    let broken = Err(ReadError::Invalid(RejectReason::Broken));
    let (width, height) = match first.name {
        b"VP8X" => {
            if byte(content, 0)? & ANIMATION != 0 {
                return Err(ReadError::Invalid(RejectReason::Animated));
            }
            (le24(content, 4)? + 1, le24(content, 7)? + 1)
        }
        b"VP8L" => {
            if byte(content, 0)? != 0x2f {
                return broken;
            }
            let both = le32(content, 1)?;
            ((both & 0x3fff) + 1, (both >> 14 & 0x3fff) + 1)
        }
        b"VP8 " => {
            if part(content, 3, 3)? != b"\x9d\x01\x2a" {
                return broken;
            }
            let side = |at| le16(content, at).map(|side| u32::from(side & 0x3fff));
            (side(6)?, side(8)?)
        }
        _ => return broken,
    };
    Ok(Head {
        kind: Kind::WebP,
        width,
        height,
        orientation: 1,
        body: 12,
    })
}

/// Where the content of the first picture chunk ends.
fn picture_end(bytes: &[u8]) -> Result<u64, ReadError> {
    let mut at = 12usize;
    loop {
        let here = chunk(bytes, at)?;
        if matches!(here.name, b"VP8 " | b"VP8L") {
            let len = le32(bytes, at.saturating_add(4))?;
            return Ok((at as u64).saturating_add(8).saturating_add(u64::from(len)));
        }
        at = here.next;
    }
}

/// The file with its picture, its orientation, and nothing else.
pub(crate) fn strip_metadata(bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    let Unoriented {
        mut file,
        flags,
        orientation,
    } = without_orientation(bytes)?;
    // Without VP8X no decoder reads an orientation, so there is none to keep.
    if let Some(flag) = flags
        .and_then(|at| file.get_mut(at))
        .filter(|_| orientation > 1)
    {
        *flag |= EXIF;
        write(&mut file, b"EXIF", &exif::only_orientation(orientation));
        measure(&mut file)?;
    }
    Ok(file)
}

/// A file without orientation.
pub(crate) struct Unoriented {
    /// The file, without any metadata.
    pub(crate) file: Vec<u8>,
    /// The offset of the flags of its `VP8X` chunk.
    flags: Option<usize>,
    /// How the picture must be turned, 1 to 8 as in Exif.
    pub(crate) orientation: u8,
}

/// Returns the picture without metadata and, apart from it, its orientation.
pub(crate) fn without_orientation(bytes: &[u8]) -> Result<Unoriented, ReadError> {
    head(bytes, bytes.len() as u64)?;
    // Bytes after the length that the file states are no part of it.
    let end = length(le32(bytes, 4)?).saturating_add(8);
    let bytes = bytes.get(..end).unwrap_or(bytes);
    let mut kept = b"RIFF\0\0\0\0WEBP".to_vec();
    let mut flags = None;
    let mut turned = 1;
    let mut pictures = 0;
    let mut at = 12usize;
    while at.saturating_add(8) <= bytes.len() {
        let here = chunk(bytes, at)?;
        at = here.next;
        if !here.whole {
            return Err(ReadError::Truncated);
        }
        match here.name {
            b"VP8X" if flags.is_none() => {
                flags = Some(kept.len() + 8);
                let mut content: [u8; 10] = part(here.content, 0, 10)?
                    .try_into()
                    .map_err(|_| ReadError::Truncated)?;
                content[0] &= !(ICC | EXIF | XMP | ANIMATION);
                write(&mut kept, b"VP8X", &content);
            }
            b"VP8 " | b"VP8L" | b"ALPH" => {
                pictures += usize::from(here.name != b"ALPH");
                write(&mut kept, here.name, here.content);
            }
            b"EXIF" => {
                let tiff = here.content.strip_prefix(b"Exif\0\0");
                turned = exif::orientation(tiff.unwrap_or(here.content));
            }
            b"ANIM" | b"ANMF" => return Err(ReadError::Invalid(RejectReason::Animated)),
            _ => {}
        }
    }
    if pictures != 1 {
        return Err(ReadError::Invalid(RejectReason::Broken));
    }
    measure(&mut kept)?;
    Ok(Unoriented {
        // Only with VP8X does a file say that it has Exif.
        orientation: if flags.is_some() { turned } else { 1 },
        file: kept,
        flags,
    })
}

/// Writes into the head how long the file is.
fn measure(file: &mut [u8]) -> Result<(), ReadError> {
    let size = u32::try_from(file.len().saturating_sub(8))
        .map_err(|_| ReadError::Invalid(RejectReason::Huge))?;
    if let Some(place) = file.get_mut(4..8) {
        place.copy_from_slice(&size.to_le_bytes());
    }
    Ok(())
}

fn write(kept: &mut Vec<u8>, name: &[u8], content: &[u8]) {
    kept.extend(name);
    kept.extend(u32::try_from(content.len()).unwrap_or(0).to_le_bytes());
    kept.extend(content);
    if content.len() % 2 == 1 {
        kept.push(0);
    }
}

//! PNG: its size, and the file without what is not picture.
//!
//! Source: W3C PNG (third edition) §5, §11, §13; read
//! 2026-11-21.

use crate::bytes::{ReadError, be32, byte, length, part};
use crate::{Head, Kind, RejectReason, exif};

pub(crate) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Chunks that say how the picture looks: the critical ones, transparency, and the two on
/// brightness that cannot hold a text.
const KEPT: [&[u8; 4]; 7] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB",
];

/// One chunk.
struct Chunk<'a> {
    name: &'a [u8],
    content: &'a [u8],
    at: usize,
    next: usize,
}

fn chunk(bytes: &[u8], at: usize) -> Result<Chunk<'_>, ReadError> {
    let len = length(be32(bytes, at)?);
    // A chunk is at most 2^31 - 1 bytes long; more is a broken file, not a short one.
    if len > 0x7fff_ffff {
        return Err(ReadError::Invalid(RejectReason::Broken));
    }
    let name = part(bytes, at + 4, 4)?;
    part(bytes, at + 8, len.saturating_add(4))?;
    Ok(Chunk {
        name,
        content: part(bytes, at + 8, len)?,
        at,
        next: at + 12 + len,
    })
}

pub(crate) fn head(bytes: &[u8]) -> Result<Head, ReadError> {
    let first = chunk(bytes, SIGNATURE.len())?;
    if first.name != b"IHDR" || first.content.len() != 13 {
        return Err(ReadError::Invalid(RejectReason::Broken));
    }
    let mut head = Head {
        kind: Kind::Png,
        width: be32(first.content, 0)?,
        height: be32(first.content, 4)?,
        orientation: 1,
        body: 0,
    };
    let mut at = first.next;
    loop {
        // The picture's own chunks may be long; that one begins is enough.
        if part(bytes, at + 4, 4)? == b"IDAT" {
            head.body = at as u64;
            return Ok(head);
        }
        let here = chunk(bytes, at)?;
        match here.name {
            b"acTL" if be32(here.content, 0).is_ok_and(|pictures| pictures > 1) => {
                return Err(ReadError::Invalid(RejectReason::Animated));
            }
            b"eXIf" => head.orientation = exif::orientation(here.content),
            b"IEND" => return Err(ReadError::Invalid(RejectReason::Broken)),
            _ => {}
        }
        at = here.next;
    }
}

/// The file with its picture, its orientation, and nothing else.
pub(crate) fn strip_metadata(bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    let head = head(bytes)?;
    let mut kept = Vec::with_capacity(bytes.len().min(8_000_000));
    kept.extend(SIGNATURE);
    let mut at = SIGNATURE.len();
    loop {
        let here = chunk(bytes, at)?;
        at = here.next;
        if KEPT.iter().any(|name| here.name == *name) {
            kept.extend(bytes.get(here.at..here.next).unwrap_or_default());
        } else if byte(here.name, 0)? & 0x20 == 0 {
            // A critical chunk that nobody knows: without it the picture is another one.
            return Err(ReadError::Invalid(RejectReason::KeepsData));
        }
        if here.name == b"IHDR" && head.orientation > 1 {
            kept.extend(written(b"eXIf", &exif::only_orientation(head.orientation)));
        }
        if here.name == b"IEND" {
            return Ok(kept);
        }
    }
}

fn written(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut chunk = Vec::with_capacity(content.len() + 12);
    chunk.extend(u32::try_from(content.len()).unwrap_or(0).to_be_bytes());
    chunk.extend(name);
    chunk.extend(content);
    let sum = crc32(chunk.get(4..).unwrap_or_default());
    chunk.extend(sum.to_be_bytes());
    chunk
}

/// The check sum at the end of every chunk. Slow, and used for 30 bytes.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ if sum & 1 == 1 { 0xedb8_8320 } else { 0 }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_the_sum_that_every_png_ends_with() {
        assert_eq!(written(b"IEND", b""), b"\0\0\0\0IEND\xae\x42\x60\x82");
    }
}

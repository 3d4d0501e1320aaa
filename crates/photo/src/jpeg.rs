//! JPEG: its size, and the file without what is not picture.
//!
//! A JPEG is a row of segments, each a marker and its length, and behind `SOS` the coded
//! picture itself, which has no length: it ends at the next marker that is not a restart.
//!
//! Bytes between two segments are skipped up to the next marker, as every decoder does it. Whether
//! the picture can be decoded is the decision of the browser.
//!
//! Source: ITU-T T.81 annex B; CIPA DC-007 (pictures behind the first); read 2026-11-21.

use crate::bytes::{ReadError, be16, byte, part};
use crate::{Head, Kind, RejectReason, exif};

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const EXIF: &[u8] = b"Exif\0\0";

/// Start of frame, whatever the coding.
const fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
}

/// Markers without a length: restarts, and the obsolete TEM.
const fn is_alone(marker: u8) -> bool {
    matches!(marker, 0x01 | 0xd0..=0xd7)
}

/// One marker with what belongs to it.
struct Segment<'a> {
    marker: u8,
    /// The content behind the length.
    content: &'a [u8],
    /// The offset of the marker.
    at: usize,
    /// Where the next one is looked for.
    next: usize,
}

/// Where the next marker begins, at or after `at`. Decoders skip stray bytes between two segments,
/// and so a length that is too short: `FF 00` and a repeated `FF` are no markers.
fn next_marker(bytes: &[u8], mut at: usize) -> Result<usize, ReadError> {
    loop {
        let behind = byte(bytes, at + 1)?;
        if byte(bytes, at)? == 0xff && behind != 0 && behind != 0xff {
            return Ok(at);
        }
        at += 1;
    }
}

/// The segment at `at`, or at the next marker after it.
fn segment(bytes: &[u8], at: usize) -> Result<Segment<'_>, ReadError> {
    let at = next_marker(bytes, at)?;
    let marker = byte(bytes, at + 1)?;
    let mut segment = Segment {
        marker,
        content: &[],
        at,
        next: at + 2,
    };
    if is_alone(marker) || marker == SOI || marker == EOI {
        return Ok(segment);
    }
    // A length counts its own two bytes; a smaller one is that of an empty segment.
    let len = usize::from(be16(bytes, at + 2)?).max(2);
    segment.content = part(bytes, at + 4, len - 2)?;
    segment.next = at + 2 + len;
    Ok(segment)
}

/// The orientation, if this is the segment that may state it.
fn orientation(segment: &Segment<'_>) -> Option<u8> {
    let tiff = segment.content.strip_prefix(EXIF)?;
    (segment.marker == 0xe1).then(|| exif::orientation(tiff))
}

pub(crate) fn head(bytes: &[u8]) -> Result<Head, ReadError> {
    let mut at = 2;
    let mut turned = None;
    let mut size = None;
    loop {
        let here = segment(bytes, at)?;
        turned = turned.or_else(|| orientation(&here));
        if is_frame(here.marker) && size.is_none() {
            let short = ReadError::Invalid(RejectReason::Broken);
            let side = |at| be16(here.content, at).map(u32::from).map_err(|_| short);
            size = Some((side(3)?, side(1)?));
        }
        match (here.marker, size) {
            (SOS, Some((width, height))) => {
                return Ok(Head {
                    kind: Kind::Jpeg,
                    width,
                    height,
                    orientation: turned.unwrap_or(1),
                    body: here.at as u64,
                });
            }
            (SOS | EOI, _) => return Err(ReadError::Invalid(RejectReason::Broken)),
            _ => at = here.next,
        }
    }
}

/// Where the coded picture that begins at `at` ends: at the next marker but a restart.
fn behind_scan(bytes: &[u8], mut at: usize) -> Result<usize, ReadError> {
    loop {
        let behind = byte(bytes, at + 1)?;
        if byte(bytes, at)? == 0xff && behind != 0 && behind != 0xff && !is_alone(behind) {
            return Ok(at);
        }
        at += 1;
    }
}

/// The file with its picture, its orientation, and nothing else.
pub(crate) fn strip_metadata(bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    let head = head(bytes)?;
    let mut kept = Vec::with_capacity(bytes.len().min(8_000_000));
    kept.extend([0xff, SOI]);
    if head.orientation > 1 {
        let tiff = exif::only_orientation(head.orientation);
        let len = u16::try_from(2 + EXIF.len() + tiff.len()).unwrap_or(0);
        kept.extend([0xff, 0xe1]);
        kept.extend(len.to_be_bytes());
        kept.extend(EXIF);
        kept.extend(tiff);
    }
    let mut at = 2;
    let mut adobe = false;
    loop {
        let here = segment(bytes, at)?;
        at = here.next;
        match here.marker {
            EOI => {
                kept.extend([0xff, EOI]);
                return Ok(kept);
            }
            // Without it a decoder takes CMYK for its inverse, and RGB for YCbCr. Twelve
            // bytes of it mean something.
            0xee => {
                let known = here.content.get(..12);
                if let Some(known) = known.filter(|known| known.starts_with(b"Adobe") && !adobe) {
                    adobe = true;
                    kept.extend([0xff, 0xee, 0, 14]);
                    kept.extend(known);
                }
            }
            SOS => {
                let end = behind_scan(bytes, at)?;
                kept.extend(bytes.get(here.at..end).unwrap_or_default());
                at = end;
            }
            // Tables, frames, restart intervals, the number of lines.
            0xc0..=0xcf | 0xdb..=0xdf => {
                kept.extend(bytes.get(here.at..here.next).unwrap_or_default());
            }
            // APPn, comments, and what nobody has defined. JFIF is removed too: decoders assume
            // what it says about the picture.
            _ => {}
        }
    }
}

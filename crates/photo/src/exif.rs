//! The one thing in Exif that a picture cannot do without: which way is up.
//!
//! Exif is a TIFF file without a picture: byte order, the place of the first directory, and
//! entries of 12 bytes each. Nothing else of it is read, and nothing of it is ever copied.
//!
//! Source: CIPA DC-008-2019 (Exif 2.32) §4.6; read 2026-11-21.

use crate::bytes::{be16, be32, le16, le32, length, part};

const ORIENTATION: u16 = 0x0112;
const SHORT: u16 = 3;

/// The orientation, 1 to 8, that this TIFF structure states; 1 if it states none.
pub(crate) fn orientation(tiff: &[u8]) -> u8 {
    read(tiff)
        .filter(|found| (1..=8).contains(found))
        .and_then(|found| u8::try_from(found).ok())
        .unwrap_or(1)
}

fn read(tiff: &[u8]) -> Option<u16> {
    let little = match part(tiff, 0, 4).ok()? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at| {
        if little {
            le16(tiff, at)
        } else {
            be16(tiff, at)
        }
        .ok()
    };
    let long = |at| {
        if little {
            le32(tiff, at)
        } else {
            be32(tiff, at)
        }
        .ok()
    };
    let directory = length(long(4)?);
    let entries = usize::from(short(directory)?);
    (0..entries)
        .map(|entry| {
            directory
                .saturating_add(2)
                .saturating_add(entry.saturating_mul(12))
        })
        .find(|at| short(*at) == Some(ORIENTATION))
        .filter(|at| short(at.saturating_add(2)) == Some(SHORT))
        .and_then(|at| short(at.saturating_add(8)))
}

/// A TIFF structure that states an orientation and nothing else.
pub(crate) fn only_orientation(orientation: u8) -> [u8; 26] {
    let mut tiff = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x01\0\0\0\0\0\0";
    tiff[19] = orientation;
    tiff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_what_is_written_is_read() {
        for value in 1..=8 {
            assert_eq!(orientation(&only_orientation(value)), value);
        }
    }

    #[test]
    fn ok_anything_else_is_upright() {
        for tiff in [
            &b""[..],
            b"II*\0",
            b"MM\0*\xff\xff\xff\xff",
            b"II*\0\x08\0\0\0\xff\xff",
        ] {
            assert_eq!(orientation(tiff), 1);
        }
        assert_eq!(orientation(&only_orientation(9)), 1);
        assert_eq!(orientation(&only_orientation(0)), 1);
    }
}

//! GIF: taken when it holds one picture.
//!
//! Source: CompuServe GIF 89a; read 2026-11-21.

use crate::bytes::{ReadError, byte, le16};
use crate::{Head, Kind, RejectReason};

/// Bytes of a colour table whose size the packed field states.
fn colours(packed: u8) -> usize {
    if packed & 0x80 == 0 {
        0
    } else {
        3 << ((packed & 7) + 1)
    }
}

/// Where the chain of sub-blocks that begins at `at` ends.
fn behind_blocks(bytes: &[u8], mut at: usize) -> Result<usize, ReadError> {
    loop {
        let len = byte(bytes, at)?;
        at += 1 + usize::from(len);
        if len == 0 {
            return Ok(at);
        }
    }
}

pub(crate) fn head(bytes: &[u8]) -> Result<Head, ReadError> {
    let (width, height) = (le16(bytes, 6)?, le16(bytes, 8)?);
    let body = 13 + colours(byte(bytes, 10)?);
    let head = Head {
        kind: Kind::Gif,
        width: width.into(),
        height: height.into(),
        orientation: 1,
        body: body as u64,
    };
    let mut at = body;
    let mut pictures = 0;
    loop {
        match byte(bytes, at)? {
            0x21 => at = behind_blocks(bytes, at + 2)?,
            0x2c => {
                pictures += 1;
                if pictures > 1 {
                    return Err(ReadError::Invalid(RejectReason::Animated));
                }
                at = behind_blocks(bytes, at + 11 + colours(byte(bytes, at + 9)?))?;
            }
            // The end, or what no decoder reads any further.
            _ if pictures == 1 => return Ok(head),
            _ => return Err(ReadError::Invalid(RejectReason::Broken)),
        }
    }
}

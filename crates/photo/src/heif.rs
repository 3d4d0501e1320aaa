//! HEIC and AVIF: reads as many boxes as the size of the picture needs.
//!
//! The size is in `meta` / `iprp` / `ipco` / `ispe`, once for every tile and once for the
//! whole; the largest one counts.
//!
//! Source: ISO/IEC 14496-12 (boxes) and ISO/IEC 23008-12 (items); read 2026-11-21.

use crate::bytes::{ReadError, be32, be64, length, part};
use crate::{Head, Kind, RejectReason};

/// Films, which may name a still picture among their compatible brands.
const FILMS: [&[u8; 4]; 6] = [b"mp41", b"mp42", b"isom", b"iso2", b"qt  ", b"M4V "];
/// Where a list of brands is read to.
const MAX_BRANDS: usize = 512;
/// Still pictures.
const STILL: [&[u8; 4]; 7] = [
    b"heic", b"heix", b"heim", b"heis", b"mif1", b"mif2", b"avif",
];
/// Sequences of pictures.
const MOVING: [&[u8; 4]; 4] = [b"hevc", b"hevx", b"msf1", b"avis"];

struct Box<'a> {
    name: &'a [u8],
    /// Where its content begins, and where it ends (which may be behind the bytes at hand).
    from: usize,
    to: usize,
}

/// The box at `at`.
fn open(bytes: &[u8], at: usize) -> Result<Box<'_>, ReadError> {
    let name = part(bytes, at.saturating_add(4), 4)?;
    let (size, header) = match be32(bytes, at)? {
        0 => (usize::MAX, 8),
        1 => {
            let size = be64(bytes, at.saturating_add(8))?;
            (usize::try_from(size).unwrap_or(usize::MAX), 16)
        }
        size => (length(size), 8),
    };
    if size < header {
        return Err(ReadError::Invalid(RejectReason::Broken));
    }
    Ok(Box {
        name,
        from: at.saturating_add(header),
        to: at.saturating_add(size),
    })
}

/// The first box of this name between two places.
fn find<'a>(
    bytes: &'a [u8],
    mut at: usize,
    to: usize,
    name: &[u8; 4],
) -> Result<Box<'a>, ReadError> {
    while at < to {
        let here = open(bytes, at)?;
        if here.name == name {
            return Ok(here);
        }
        at = here.to;
    }
    Err(ReadError::Invalid(RejectReason::Broken))
}

/// Is it a still picture, by its major brand or, if that is unknown, by a compatible one? Some
/// cameras write a major brand of their own.
fn is_still(bytes: &[u8], major: &[u8]) -> Result<bool, ReadError> {
    let known = |brand: &[u8], list: &[&[u8; 4]]| list.iter().any(|known| brand == *known);
    if known(major, &STILL) {
        return Ok(true);
    }
    if known(major, &FILMS) {
        return Ok(false);
    }
    let end = open(bytes, 0)?.to.min(MAX_BRANDS);
    for at in (16..end.saturating_sub(3)).step_by(4) {
        let brand = part(bytes, at, 4)?;
        if known(brand, &STILL) {
            return Ok(true);
        }
    }
    Ok(false)
}

pub(crate) fn head(bytes: &[u8]) -> Result<Head, ReadError> {
    let brand = part(bytes, 8, 4)?;
    if MOVING.iter().any(|known| brand == *known) {
        return Err(ReadError::Invalid(RejectReason::Animated));
    }
    if !is_still(bytes, brand)? {
        return Err(ReadError::Invalid(RejectReason::Type));
    }
    let meta = find(bytes, 0, usize::MAX, b"meta")?;
    // The name of `meta` is followed by its version and flags, four bytes.
    let properties = find(bytes, meta.from.saturating_add(4), meta.to, b"iprp")?;
    let list = find(bytes, properties.from, properties.to, b"ipco")?;
    let (mut width, mut height) = (0, 0);
    let mut at = list.from;
    while at < list.to {
        let here = open(bytes, at)?;
        if here.name == b"ispe" {
            let size = (
                be32(bytes, here.from.saturating_add(4))?,
                be32(bytes, here.from.saturating_add(8))?,
            );
            if u64::from(size.0) * u64::from(size.1) > u64::from(width) * u64::from(height) {
                (width, height) = size;
            }
        }
        at = here.to;
    }
    Ok(Head {
        kind: Kind::Heif,
        width,
        height,
        orientation: 1,
        body: list.to as u64,
    })
}

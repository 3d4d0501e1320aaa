//! Reading numbers out of bytes that may end anywhere.

use crate::Code;

/// Why a reader stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The bytes end before the answer; whoever has more of the file may try again.
    Short,
    /// No further byte would help.
    Bad(Code),
}

/// The `len` bytes from `at` on.
pub(crate) fn part(bytes: &[u8], at: usize, len: usize) -> Result<&[u8], Stop> {
    at.checked_add(len)
        .and_then(|end| bytes.get(at..end))
        .ok_or(Stop::Short)
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Result<[u8; N], Stop> {
    part(bytes, at, N)?.try_into().map_err(|_| Stop::Short)
}

pub(crate) fn byte(bytes: &[u8], at: usize) -> Result<u8, Stop> {
    bytes.get(at).copied().ok_or(Stop::Short)
}

pub(crate) fn be16(bytes: &[u8], at: usize) -> Result<u16, Stop> {
    array(bytes, at).map(u16::from_be_bytes)
}

pub(crate) fn be32(bytes: &[u8], at: usize) -> Result<u32, Stop> {
    array(bytes, at).map(u32::from_be_bytes)
}

pub(crate) fn be64(bytes: &[u8], at: usize) -> Result<u64, Stop> {
    array(bytes, at).map(u64::from_be_bytes)
}

pub(crate) fn le16(bytes: &[u8], at: usize) -> Result<u16, Stop> {
    array(bytes, at).map(u16::from_le_bytes)
}

pub(crate) fn le32(bytes: &[u8], at: usize) -> Result<u32, Stop> {
    array(bytes, at).map(u32::from_le_bytes)
}

pub(crate) fn le24(bytes: &[u8], at: usize) -> Result<u32, Stop> {
    let three: [u8; 3] = array(bytes, at)?;
    Ok(u32::from_le_bytes([three[0], three[1], three[2], 0]))
}

/// A length that the file states, as far as this machine can count.
pub(crate) fn length(stated: u32) -> usize {
    usize::try_from(stated).unwrap_or(usize::MAX)
}

/// Where `wanted` first stands at or behind `from`.
pub(crate) fn find(bytes: &[u8], from: usize, wanted: &[u8]) -> Option<usize> {
    let found = bytes
        .get(from..)?
        .windows(wanted.len())
        .position(|here| here == wanted)?;
    Some(from + found)
}

/// Where `wanted` last stands.
pub(crate) fn find_last(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|here| here == wanted)
}

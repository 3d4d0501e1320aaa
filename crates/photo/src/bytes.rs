//! Reads numbers from bytes that may end anywhere.

use crate::RejectReason;

/// Why a reader stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReadError {
    /// The bytes end too early; with more of the file, the reader may succeed.
    Truncated,
    /// The bytes are refused, with this reason, whatever follows.
    Invalid(RejectReason),
}

/// The `len` bytes from `at` on.
pub(crate) fn part(bytes: &[u8], at: usize, len: usize) -> Result<&[u8], ReadError> {
    at.checked_add(len)
        .and_then(|end| bytes.get(at..end))
        .ok_or(ReadError::Truncated)
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Result<[u8; N], ReadError> {
    part(bytes, at, N)?
        .try_into()
        .map_err(|_| ReadError::Truncated)
}

pub(crate) fn byte(bytes: &[u8], at: usize) -> Result<u8, ReadError> {
    bytes.get(at).copied().ok_or(ReadError::Truncated)
}

pub(crate) fn be16(bytes: &[u8], at: usize) -> Result<u16, ReadError> {
    array(bytes, at).map(u16::from_be_bytes)
}

pub(crate) fn be32(bytes: &[u8], at: usize) -> Result<u32, ReadError> {
    array(bytes, at).map(u32::from_be_bytes)
}

pub(crate) fn be64(bytes: &[u8], at: usize) -> Result<u64, ReadError> {
    array(bytes, at).map(u64::from_be_bytes)
}

pub(crate) fn le16(bytes: &[u8], at: usize) -> Result<u16, ReadError> {
    array(bytes, at).map(u16::from_le_bytes)
}

pub(crate) fn le32(bytes: &[u8], at: usize) -> Result<u32, ReadError> {
    array(bytes, at).map(u32::from_le_bytes)
}

pub(crate) fn le24(bytes: &[u8], at: usize) -> Result<u32, ReadError> {
    let three: [u8; 3] = array(bytes, at)?;
    Ok(u32::from_le_bytes([three[0], three[1], three[2], 0]))
}

/// Converts a length that the file states; too large ones become the largest.
pub(crate) fn length(stated: u32) -> usize {
    usize::try_from(stated).unwrap_or(usize::MAX)
}

/// Finds the first `wanted` at or after `from`.
pub(crate) fn find(bytes: &[u8], from: usize, wanted: &[u8]) -> Option<usize> {
    let found = bytes
        .get(from..)?
        .windows(wanted.len())
        .position(|here| here == wanted)?;
    Some(from + found)
}

/// Finds the last `wanted`.
pub(crate) fn find_last(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|here| here == wanted)
}

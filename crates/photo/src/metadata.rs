//! Removes metadata from a file without decoding it.
//!
//! The usual way is to draw the picture anew, which leaves nothing of the file behind. This
//! is the other way, for a page whose worker is dead: the picture's own bytes are copied, and
//! only those. Where a photo must be turned, an Exif block of 26 bytes that states the
//! orientation and nothing else is written anew; what stood there is never copied. Colour
//! profiles go too, since they carry texts; colours of a wide gamut come out a little paler.
//!
//! What is kept is picture, down to the last bit: a message that somebody hid in the
//! brightness of pixels would stay.

use crate::bytes::ReadError;
use crate::probe::{self, Probe};
use crate::{Head, Kind, RejectReason, jpeg, png, webp};

/// The file with its picture and its orientation, and nothing else.
///
/// The output is never longer than the input by more than 64 bytes.
///
/// # Errors
/// What [`probe()`](crate::probe()) says of the file; [`RejectReason::Broken`] for one that ends too early; and
/// [`RejectReason::KeepsData`] for kinds whose metadata this crate cannot separate from the picture (HEIC,
/// AVIF, GIF, BMP, PDF).
///
/// ```
/// assert_eq!(hoso_photo::strip_metadata(b"GPS 12.2"), Err(hoso_photo::RejectReason::Type));
/// ```
pub fn strip_metadata(bytes: &[u8]) -> Result<Vec<u8>, RejectReason> {
    let head = head(bytes)?;
    let stripped = match head.kind {
        Kind::Jpeg => jpeg::strip_metadata(bytes),
        Kind::Png => png::strip_metadata(bytes),
        Kind::WebP => webp::strip_metadata(bytes),
        Kind::Gif | Kind::Bmp | Kind::Heif | Kind::Pdf => {
            Err(ReadError::Invalid(RejectReason::KeepsData))
        }
    };
    stripped.map_err(RejectReason::from)
}

/// Returns a WebP picture without metadata and, apart from it, its orientation, 1 to 8 as in
/// Exif. Some browsers apply an orientation in WebP and some do not, so the caller hides it from
/// all of them and turns the picture itself.
///
/// # Errors
/// The same as [`strip_metadata()`]; [`RejectReason::Type`] for a file of another kind.
pub fn without_orientation(bytes: &[u8]) -> Result<(Vec<u8>, u8), RejectReason> {
    if head(bytes)?.kind != Kind::WebP {
        return Err(RejectReason::Type);
    }
    let plain = webp::without_orientation(bytes)?;
    Ok((plain.file, plain.orientation))
}

fn head(bytes: &[u8]) -> Result<Head, RejectReason> {
    match probe::probe(bytes, bytes.len() as u64)? {
        Probe::Head(head) => Ok(head),
        Probe::More => Err(RejectReason::Broken),
    }
}

impl From<ReadError> for RejectReason {
    fn from(stop: ReadError) -> Self {
        match stop {
            ReadError::Truncated => Self::Broken,
            ReadError::Invalid(code) => code,
        }
    }
}

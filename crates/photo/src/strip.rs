//! A file without what its owner does not know is in it, and without decoding it.
//!
//! The usual way is to draw the picture anew, which leaves nothing of the file behind. This
//! is the other way, for a page whose worker is dead: the picture's own bytes are copied, and
//! only those. Where a photo must be turned, an Exif block of 26 bytes that states the
//! orientation and nothing else is written anew; what stood there is never copied. Colour
//! profiles go too, since they carry texts; colours of a wide gamut come out a little paler.
//!
//! What is kept is picture, down to the last bit: a message that somebody hid in the
//! brightness of pixels would stay.

use crate::bytes::Stop;
use crate::look::{self, Look};
use crate::{Code, Head, Kind, jpeg, png, webp};

/// The file with its picture and its orientation, and nothing else.
///
/// The output is never longer than the input by more than 64 bytes.
///
/// # Errors
/// What [`look()`](crate::look()) says of the file; [`Code::Broken`] for one that ends too early; and
/// [`Code::KeepsData`] for kinds whose metadata cannot be told from the picture here (HEIC,
/// AVIF, GIF, BMP, PDF).
///
/// ```
/// assert_eq!(hoso_photo::strip(b"GPS 12.2"), Err(hoso_photo::Code::Type));
/// ```
pub fn strip(bytes: &[u8]) -> Result<Vec<u8>, Code> {
    let head = head(bytes)?;
    let stripped = match head.kind {
        Kind::Jpeg => jpeg::strip(bytes),
        Kind::Png => png::strip(bytes),
        Kind::WebP => webp::strip(bytes),
        Kind::Gif | Kind::Bmp | Kind::Heif | Kind::Pdf => Err(Stop::Bad(Code::KeepsData)),
    };
    stripped.map_err(Code::from)
}

/// A WebP picture as it lies, without metadata, and apart from it how it must be turned, 1 to 8
/// as in Exif. Some browsers look for an orientation in WebP and some do not, so whoever draws
/// the picture hides it from all of them and turns the picture by itself.
///
/// # Errors
/// The same as [`strip()`]; [`Code::Type`] for a file of another kind.
pub fn lying(bytes: &[u8]) -> Result<(Vec<u8>, u8), Code> {
    if head(bytes)?.kind != Kind::WebP {
        return Err(Code::Type);
    }
    let lying = webp::lying(bytes)?;
    Ok((lying.file, lying.orientation))
}

fn head(bytes: &[u8]) -> Result<Head, Code> {
    match look::look(bytes, bytes.len() as u64)? {
        Look::Head(head) => Ok(head),
        Look::More => Err(Code::Broken),
    }
}

impl From<Stop> for Code {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Short => Self::Broken,
            Stop::Bad(code) => code,
        }
    }
}

//! What the header of a file says.

use crate::codes::RejectReason;

/// A kind of file that a person may hand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// JPEG, of whatever colours and order.
    Jpeg,
    /// PNG that does not move.
    Png,
    /// WebP that does not move.
    WebP,
    /// GIF with one picture.
    Gif,
    /// Windows bitmap.
    Bmp,
    /// HEIC or AVIF; not every browser decodes it.
    Heif,
    /// PDF; its pages are never looked at.
    Pdf,
}

impl Kind {
    /// What a browser says when it cannot decode a file of this kind.
    #[must_use]
    pub const fn undecodable(self) -> RejectReason {
        match self {
            Self::Heif => RejectReason::Heic,
            _ => RejectReason::Broken,
        }
    }

    /// The bytes that end every whole file of this kind, if there are such.
    #[must_use]
    pub const fn end_mark(self) -> Option<&'static [u8]> {
        match self {
            Self::Jpeg => Some(b"\xff\xd9"),
            Self::Png => Some(b"IEND\xae\x42\x60\x82"),
            _ => None,
        }
    }
}

/// What the header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The kind of the file.
    pub kind: Kind,
    /// Width in pixels as stored, before it is turned upright; 0 for a PDF.
    pub width: u32,
    /// Height in pixels as stored; 0 for a PDF.
    pub height: u32,
    /// The orientation, 1 to 8 as in Exif, if the header has one; else 1.
    pub orientation: u8,
    /// The offset of the picture data. [`Kind::end_mark`] counts only after it.
    pub body: u64,
}

impl Head {
    /// Width and height of the upright picture.
    #[must_use]
    pub const fn upright(&self) -> (u32, u32) {
        if self.orientation >= 5 {
            (self.height, self.width)
        } else {
            (self.width, self.height)
        }
    }
}

//! What a person can be told about a file. The sentences stand in `locales/`.

use core::fmt;

/// Why a file cannot be taken. Each is a code of the wire; none of them ends the worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Code {
    /// Not a picture of a kind that any browser shows: text, SVG, video, a document.
    Type,
    /// A picture whose bytes are damaged or end too early.
    Broken,
    /// A file without a byte.
    Empty,
    /// More bytes or more pixels than a phone can hold.
    Huge,
    /// HEIC or AVIF that this browser cannot decode.
    Heic,
    /// Pictures that move: one of them is not the paper.
    Animated,
    /// A PDF where the form takes photos only.
    PdfHere,
    /// A PDF with more bytes than [`crate::MAX_PDF`].
    PdfLarge,
    /// An encrypted PDF: nobody at the office could open it.
    PdfLocked,
    /// A PDF without its end.
    PdfBroken,
    /// Metadata cannot be taken out of a file of this kind without decoding it.
    KeepsData,
    /// This browser lacks what the worker needs, or ran out of memory.
    Cannot,
    /// The official form cannot be made.
    PaperCannot,
}

impl Code {
    /// The code of the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Type => "photo.type",
            Self::Broken => "photo.broken",
            Self::Empty => "photo.empty",
            Self::Huge => "photo.huge",
            Self::Heic => "photo.heic",
            Self::Animated => "photo.animated",
            Self::PdfHere => "photo.pdf_here",
            Self::PdfLarge => "photo.pdf_large",
            Self::PdfLocked => "photo.pdf_locked",
            Self::PdfBroken => "photo.pdf_broken",
            Self::KeepsData => "photo.keeps_data",
            Self::Cannot => "photo.cannot",
            Self::PaperCannot => "paper.cannot",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Advice about a photo that was taken all the same. It never blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Doubt {
    /// Even the brightest parts are dark.
    Dark,
    /// No edge is sharp.
    Blur,
    /// Too few pixels for small print.
    Small,
    /// Writing runs out of the frame.
    Cut,
    /// Two photos that should show two sides look alike; told by [`crate::alike`].
    SameSide,
}

impl Doubt {
    /// The code of the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dark => "photo.dark",
            Self::Blur => "photo.blur",
            Self::Small => "photo.small",
            Self::Cut => "photo.cut",
            Self::SameSide => "photo.same_side",
        }
    }
}

/// Said while a large photo is being made smaller, and in its answer.
pub const LARGE: &str = "photo.large";

/// Every code that the worker, or whoever compares two photos, can issue.
pub const CODES: [&str; 19] = [
    Code::Type.as_str(),
    Code::Broken.as_str(),
    Code::Empty.as_str(),
    Code::Huge.as_str(),
    Code::Heic.as_str(),
    Code::Animated.as_str(),
    Code::PdfHere.as_str(),
    Code::PdfLarge.as_str(),
    Code::PdfLocked.as_str(),
    Code::PdfBroken.as_str(),
    Code::KeepsData.as_str(),
    Code::Cannot.as_str(),
    Code::PaperCannot.as_str(),
    Doubt::Dark.as_str(),
    Doubt::Blur.as_str(),
    Doubt::Small.as_str(),
    Doubt::Cut.as_str(),
    Doubt::SameSide.as_str(),
    LARGE,
];

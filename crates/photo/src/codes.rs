//! The codes of messages about a file. The messages are in `locales/`.

use core::fmt;

/// Why a file is rejected. Each has a code on the wire; none of them ends the worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RejectReason {
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
    OfficialFormFailed,
}

impl RejectReason {
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
            Self::OfficialFormFailed => "official_form.cannot",
        }
    }
}

impl fmt::Display for RejectReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A warning about an accepted photo. It never blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum QualityWarning {
    /// Even the brightest parts are dark.
    Dark,
    /// No edge is sharp.
    Blur,
    /// Too few pixels for small print.
    Small,
    /// Writing runs out of the frame.
    Cut,
    /// Two photos that should show two sides look alike; decided by [`crate::alike`].
    SameSide,
}

impl QualityWarning {
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

/// Every code that the worker or a comparison of two photos can issue.
pub const CODES: [&str; 19] = [
    RejectReason::Type.as_str(),
    RejectReason::Broken.as_str(),
    RejectReason::Empty.as_str(),
    RejectReason::Huge.as_str(),
    RejectReason::Heic.as_str(),
    RejectReason::Animated.as_str(),
    RejectReason::PdfHere.as_str(),
    RejectReason::PdfLarge.as_str(),
    RejectReason::PdfLocked.as_str(),
    RejectReason::PdfBroken.as_str(),
    RejectReason::KeepsData.as_str(),
    RejectReason::Cannot.as_str(),
    RejectReason::OfficialFormFailed.as_str(),
    QualityWarning::Dark.as_str(),
    QualityWarning::Blur.as_str(),
    QualityWarning::Small.as_str(),
    QualityWarning::Cut.as_str(),
    QualityWarning::SameSide.as_str(),
    LARGE,
];

//! The scan of the QR code of an identity card.

use hoso_identifiers::id_card::IdCard;
use hoso_view::Signal;

/// The state of one scan. What the card says is kept only while it is compared with the answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardScan {
    /// Nothing was scanned, or the comparison was closed.
    Idle,
    /// A photo is being searched for a code.
    Reading,
    /// The pictures of the camera are being searched for a code.
    Live,
    /// The code of the message that says why nothing was read.
    Failed(&'static str),
    /// The content of the card.
    Read(IdCard),
    /// The answers of the card were taken.
    Taken,
}

impl CardScan {
    /// Returns whether a photo or the camera is being searched.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        matches!(self, Self::Reading | Self::Live)
    }
}

/// The state of a live camera.
#[derive(Clone, Copy)]
pub struct LiveCamera {
    /// The scan that the camera serves.
    pub scan: Signal<CardScan>,
    /// The code of the message that says what to do.
    pub hint: Signal<&'static str>,
    /// Whether the light is on; `None` if the camera has none.
    pub torch: Signal<Option<bool>>,
    /// Whether a camera could not be used: photos are offered in its place.
    pub has_failed: Signal<bool>,
}

impl LiveCamera {
    /// Creates the state of a camera that is off.
    #[must_use]
    pub fn new(scan: Signal<CardScan>) -> Self {
        Self {
            scan,
            hint: Signal::new(Self::OPENING),
            torch: Signal::new(None),
            has_failed: Signal::new(false),
        }
    }

    /// The message while the person is asked for permission.
    pub const OPENING: &str = "ui.camera_opening";
}

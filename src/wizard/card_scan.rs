//! The scan of the QR code of an identity card.

use hoso_identifiers::id_card::IdCard;

/// The state of one scan. What the card says is kept only while it is compared with the answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardScan {
    /// Nothing was scanned, or the comparison was closed.
    Idle,
    /// A photo is being searched for a code.
    Reading,
    /// The code of the message that says why nothing was read.
    Failed(&'static str),
    /// The content of the card.
    Read(IdCard),
    /// The answers of the card were taken.
    Taken,
}

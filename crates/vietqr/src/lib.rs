//! Encodes a bank transfer to an account in Vietnam as a QR code, in the format of NAPAS: the account and
//! the amount, and the text of the transfer if it is short enough.
//!
//! The caller passes a verified account only (R-MON-9). Source: docs/domain/money.md §8.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

/// The longest text of a transfer that a code can carry, in bytes.
pub const MAX_PURPOSE: usize = 25;

/// The identifier of the scheme of NAPAS.
const SCHEME: &str = "A000000727";
/// The service: a transfer to an account.
const TO_ACCOUNT: &str = "QRIBFTTA";
/// The currency: đồng, by ISO 4217.
const DONG: &str = "704";

/// A transfer to an account.
#[derive(Clone, Copy, Debug)]
pub struct Transfer<'a> {
    /// The number of the bank at NAPAS (BIN), six digits.
    pub bin: &'a str,
    /// The number of the account: 1 to 19 digits or Latin letters.
    pub account: &'a str,
    /// The amount in đồng. Without one, the person types it in the app of the bank.
    pub amount: Option<u64>,
    /// The text of the transfer in ASCII. One that is too long is left out: a cut text would name
    /// nobody.
    pub purpose: &'a str,
}

impl Transfer<'_> {
    /// Returns the text of the code. `None` if the bank or the account is not one of the layout.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        let is_bin = self.bin.len() == 6 && self.bin.bytes().all(|b| b.is_ascii_digit());
        let account = self.account.as_bytes();
        let is_account =
            (1..=19).contains(&account.len()) && account.iter().all(u8::is_ascii_alphanumeric);
        if !is_bin || !is_account {
            return None;
        }
        let amount = self.amount.map(|amount| amount.to_string());
        if amount.as_ref().is_some_and(|amount| amount.len() > 13) {
            return None;
        }
        let of_bank = [field("00", self.bin), field("01", self.account)].concat();
        let receiver = [
            field("00", SCHEME),
            field("01", &of_bank),
            field("02", TO_ACCOUNT),
        ]
        .concat();
        let mut text = field("00", "01");
        // A code with an amount is for one payment.
        text += &field("01", if amount.is_some() { "12" } else { "11" });
        text += &field("38", &receiver);
        text += &field("53", DONG);
        if let Some(amount) = amount {
            text += &field("54", &amount);
        }
        text += &field("58", "VN");
        let is_short = self.purpose.len() <= MAX_PURPOSE && self.purpose.is_ascii();
        if is_short && !self.purpose.is_empty() {
            text += &field("62", &field("08", self.purpose));
        }
        text += "6304";
        let sum = crc16(text.as_bytes());
        let _ = write!(text, "{sum:04X}");
        Some(text)
    }
}

/// Writes one field: tag, length and value. No value here has more than 99 bytes.
fn field(tag: &str, value: &str) -> String {
    format!("{tag}{:02}{value}", value.len())
}

/// Returns the check sum CRC-16/CCITT-FALSE.
#[must_use]
pub fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |sum, byte| {
        (0..8).fold(sum ^ u16::from(*byte) << 8, |sum, _| {
            let shifted = sum << 1;
            if sum & 0x8000 == 0 {
                shifted
            } else {
                shifted ^ 0x1021
            }
        })
    })
}

/// A QR code as a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The side in modules, with the quiet zone of four modules.
    pub side: i32,
    /// The dark modules, as the path of an SVG whose unit is a module.
    pub path: String,
}

/// Draws the QR code of a text. `None` if it is too long for one.
#[must_use]
pub fn picture(text: &str) -> Option<Picture> {
    const QUIET: i32 = 4;
    let code = QrCode::encode_binary(text.as_bytes(), QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let begin = x;
            while code.get_module(x, y) {
                x += 1;
            }
            if x > begin {
                let _ = write!(
                    path,
                    "M{} {}h{}v1H{}z",
                    begin + QUIET,
                    y + QUIET,
                    x - begin,
                    begin + QUIET
                );
            }
            x += 1;
        }
    }
    Some(Picture {
        side: code.size() + 2 * QUIET,
        path,
    })
}

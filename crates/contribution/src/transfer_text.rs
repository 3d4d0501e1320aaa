//! The text of the bank transfer, by which the agency identifies the person.
//!
//! Exactly `Đóng BHXH tự nguyện của <họ tên>, <mã số BHXH>, <số điện thoại>`: three
//! values in this order, separated by a comma and a space. Banks may drop commas or truncate long
//! texts, so there is a second copy without diacritics, and a long text is reported; neither copy is
//! ever shortened.
//!
//! Source: letter 1 §5 and letter 3 §6 of BHXH tỉnh Khánh Hòa; the limits of banks are
//! not confirmed.

use hoso_identifiers::text::{apostrophes, without_marks};

/// The longest text, in characters, that every bank is known to accept.
const MAX_SAFE_CHARS: usize = 140;

/// Returns the text for a name, a social insurance number and a phone number, each in the form in
/// which it is printed.
#[must_use]
pub fn transfer_text(name: &str, social_insurance_number: &str, phone: &str) -> String {
    // R-602-7
    [
        "Đóng BHXH tự nguyện của ",
        name,
        ", ",
        social_insurance_number,
        ", ",
        phone,
    ]
    .concat()
}

/// Returns the text without diacritics, for banks that corrupt them.
#[must_use]
pub fn unaccented(text: &str) -> String {
    // R-MON-8
    without_marks(&apostrophes(text))
}

/// Returns whether a bank may truncate this text.
#[must_use]
pub fn is_too_long(text: &str) -> bool {
    text.chars().count() > MAX_SAFE_CHARS
}

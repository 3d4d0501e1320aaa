//! The text of the transfer, by which the agency finds the person.
//!
//! Exactly `Đóng BHXH tự nguyện của <họ tên>, <mã số BHXH>, <số điện thoại>`: three
//! values, this order, a comma and a space between. Banks may drop commas or cut long
//! texts, so a second copy has no marks and a long one warns; neither is ever shortened.
//!
//! Source: letter 1 §5 and letter 3 §6 of BHXH tỉnh Khánh Hòa; the limits of banks are
//! not confirmed.

use hoso_identifiers::text;

/// The number of characters above which some bank may cut the text.
const LONG: usize = 140;

/// The text for a name, a social insurance number and a phone as they are written.
#[must_use]
pub fn memo(name: &str, social_insurance_number: &str, phone: &str) -> String {
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

/// The same text in plain letters, for banks that spoil marks.
#[must_use]
pub fn ascii(memo: &str) -> String {
    // R-MON-8
    text::without_marks(&text::apostrophes(memo))
}

/// May a bank cut this text?
#[must_use]
pub fn too_long(memo: &str) -> bool {
    memo.chars().count() > LONG
}

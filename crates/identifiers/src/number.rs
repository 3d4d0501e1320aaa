//! Shared by the modules of numbers: a string type whose `Debug` is masked, and letters entered
//! instead of digits.

use crate::reason::Reason;
use crate::text;

/// Formats a number for `Debug`: the first and last three characters, with the middle masked. Short
/// numbers and other text, such as names and addresses, are masked completely.
pub(crate) fn masked(
    name: &str,
    number: &str,
    f: &mut core::fmt::Formatter<'_>,
) -> core::fmt::Result {
    let n = number.chars().count();
    let is_number = number.bytes().all(|b| b.is_ascii_alphanumeric())
        && number.bytes().any(|b| b.is_ascii_digit());
    let visible = if n >= 9 && is_number { 3 } else { 0 };
    f.write_str(name)?;
    f.write_str("(")?;
    for (i, c) in number.chars().enumerate() {
        let is_visible = i < visible || i >= n - visible;
        core::fmt::Write::write_char(f, if is_visible { c } else { '•' })?;
    }
    f.write_str(")")
}

/// Implements `as_str`, `Display` and a masked `Debug` for a newtype of `String`.
macro_rules! number {
    ($name:ident) => {
        impl $name {
            /// Returns the normalised form.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                crate::number::masked(stringify!($name), &self.0, f)
            }
        }
    };
}

pub(crate) use number;

/// Returns whether the text is not empty and has only ASCII digits.
pub(crate) fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Returns the number in upper case, in NFC: an upper-case letter may compose with a mark although
/// its lower-case letter does not.
pub(crate) fn capitals(typed: &str) -> String {
    text::nfc(&typed.to_ascii_uppercase()).into_owned()
}

/// Returns the number with the digits for which people mistype O, l and I. It is only proposed, never
/// applied silently. A lower-case i counts too, because passport numbers are case-insensitive and
/// shown in upper case: the result must not depend on the case.
pub(crate) fn with_letters_as_digits(typed: &str) -> String {
    let digit = |c| match c {
        'O' | 'o' => '0',
        'l' | 'I' | 'i' => '1',
        c => c,
    };
    typed.chars().map(digit).collect()
}

/// Returns the reason for a number with other characters than digits: with a proposal if letters
/// were mistyped for the digits of a number that `fits`, else `otherwise`.
pub(crate) fn not_digits(
    typed: &str,
    fits: impl FnOnce(&str) -> bool,
    otherwise: Reason,
) -> Reason {
    let proposal = with_letters_as_digits(typed);
    if all_digits(&proposal) && fits(&proposal) {
        Reason::NumberLetters { proposal }
    } else {
        otherwise
    }
}

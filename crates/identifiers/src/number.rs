//! What the modules of numbers share: the text of a number that hides itself in logs, and
//! letters that were typed for digits.

use crate::reason::Reason;
use crate::text;

/// Writes a number for `Debug`: the first and last three characters, the middle hidden.
/// What is no long number, such as a name or an address, is hidden whole.
pub(crate) fn hidden(
    name: &str,
    number: &str,
    f: &mut core::fmt::Formatter<'_>,
) -> core::fmt::Result {
    let n = number.chars().count();
    let number_like = number.bytes().all(|b| b.is_ascii_alphanumeric())
        && number.bytes().any(|b| b.is_ascii_digit());
    let keep = if n >= 9 && number_like { 3 } else { 0 };
    f.write_str(name)?;
    f.write_str("(")?;
    for (i, c) in number.chars().enumerate() {
        let shown = i < keep || i >= n - keep;
        core::fmt::Write::write_char(f, if shown { c } else { '•' })?;
    }
    f.write_str(")")
}

/// Gives a type that holds one string its `as_str`, `Display` and hiding `Debug`.
macro_rules! number {
    ($name:ident) => {
        impl $name {
            /// The normalised form.
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
                crate::number::hidden(stringify!($name), &self.0, f)
            }
        }
    };
}

pub(crate) use number;

/// Are there only ASCII digits, and at least one?
pub(crate) fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// The number in capitals, composed again: a capital may join a mark that its small letter did not.
pub(crate) fn capitals(typed: &str) -> String {
    text::nfc(&typed.to_ascii_uppercase()).into_owned()
}

/// The number with the digits that letters O, l and I likely stand for: something to propose,
/// never a silent change. A small i counts as its capital, since passport numbers are read in
/// either: what is said of a number must not change when it is shown.
pub(crate) fn digits_meant(typed: &str) -> String {
    let meant = |c| match c {
        'O' | 'o' => '0',
        'l' | 'I' | 'i' => '1',
        c => c,
    };
    typed.chars().map(meant).collect()
}

/// Why a number that is not all digits is refused: with a proposal where letters stand for
/// the digits of a number that `fits`.
pub(crate) fn not_digits(
    typed: &str,
    fits: impl FnOnce(&str) -> bool,
    otherwise: Reason,
) -> Reason {
    let meant = digits_meant(typed);
    if all_digits(&meant) && fits(&meant) {
        Reason::NumberLetters { proposal: meant }
    } else {
        otherwise
    }
}

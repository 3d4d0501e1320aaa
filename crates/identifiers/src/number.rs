//! What the modules of numbers share: the text of a number that hides itself in logs.

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

/// The digits that were meant where letters O and l stand for 0 and 1: a proposal for a
/// number of one of these lengths, never a silent change.
pub(crate) fn digits_meant(typed: &str, lengths: &[usize]) -> Option<String> {
    if !lengths.contains(&typed.len()) {
        return None;
    }
    typed
        .chars()
        .map(|c| match c {
            'O' | 'o' => Some('0'),
            'l' | 'I' => Some('1'),
            _ => c.is_ascii_digit().then_some(c),
        })
        .collect()
}

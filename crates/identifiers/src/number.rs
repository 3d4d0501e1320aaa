//! What the modules of numbers share: the text of a number that hides itself in logs.

/// Writes a number for `Debug`: the first and last three characters, the middle hidden.
pub(crate) fn hidden(name: &str, number: &str, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
    let n = number.chars().count();
    let keep = if n >= 9 { 3 } else { 0 };
    f.write_str(name)?;
    f.write_str("(")?;
    for (i, c) in number.chars().enumerate() {
        let shown = i < keep || i + keep >= n;
        core::fmt::Write::write_char(f, if shown && keep > 0 { c } else { '•' })?;
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

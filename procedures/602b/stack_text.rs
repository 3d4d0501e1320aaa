//! Formats amounts and months without heap allocation.
//!
//! A check without issues must not allocate, because a full dossier has to be checked in ten
//! microseconds, but it has to search for `1.500.000` in box \[18\].

use hoso_identifiers::Month;

/// A short text on the stack.
pub(super) struct StackText {
    bytes: [u8; 32],
    from: usize,
}

impl StackText {
    const fn new() -> Self {
        Self {
            bytes: [0; 32],
            from: 32,
        }
    }

    /// Prepends a byte. A full buffer drops it, which cannot happen: the largest `u64` has 26
    /// characters.
    fn push(&mut self, byte: u8) {
        if let Some(i) = self.from.checked_sub(1)
            && let Some(slot) = self.bytes.get_mut(i)
        {
            *slot = byte;
            self.from = i;
        }
    }

    fn push_number(&mut self, mut n: u64, least_digits: u32, grouped: bool) {
        let mut written = 0;
        while n > 0 || written < least_digits {
            if grouped && written > 0 && written.is_multiple_of(3) {
                self.push(b'.');
            }
            self.push(b'0' + (n % 10) as u8);
            n /= 10;
            written += 1;
        }
    }

    /// `1.500.000`
    pub(super) fn amount(dong: u64) -> Self {
        let mut text = Self::new();
        text.push_number(dong, 1, true);
        text
    }

    /// `1500000`
    pub(super) fn number(n: u64) -> Self {
        let mut text = Self::new();
        text.push_number(n, 1, false);
        text
    }

    /// `12/2026`
    pub(super) fn month(month: Month) -> Self {
        let mut text = Self::new();
        text.push_number(month.year().into(), 4, false);
        text.push(b'/');
        text.push_number(month.month().into(), 2, false);
        text
    }

    pub(super) fn as_str(&self) -> &str {
        self.bytes
            .get(self.from..)
            .and_then(|b| core::str::from_utf8(b).ok())
            .unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

    use super::*;

    #[test]
    fn ok_amounts_and_months() {
        for (dong, text) in [
            (0, "0"),
            (7, "7"),
            (999, "999"),
            (1_000, "1.000"),
            (330_000, "330.000"),
            (50_600_000, "50.600.000"),
            (u64::MAX, "18.446.744.073.709.551.615"),
        ] {
            assert_eq!(StackText::amount(dong).as_str(), text);
        }
        assert_eq!(StackText::number(1_500_000).as_str(), "1500000");
        assert_eq!(
            StackText::month(Month::new(2026, 8).unwrap()).as_str(),
            "08/2026"
        );
    }
}

//! The numbers of dossiers: `HS-2026-000123`, the year in Vietnam and a running number, easy to read out
//! on the telephone. Unlike the office's own numbers (`\d{5}/\d{4}/\d{5}`),
//! since this receiver is no office of the insurance.

/// Formats the number of a year and its running number.
pub(crate) fn format_number(year: i64, sequence: i64) -> String {
    format!("HS-{year:04}-{sequence:06}")
}

/// Parses a number; `None` unless it is exactly as [`format_number`] writes it.
pub(crate) fn parse_number(text: &str) -> Option<(i64, i64)> {
    let (year, sequence) = text.strip_prefix("HS-")?.split_once('-')?;
    let digits_of = |part: &str, least: usize| {
        let digits = (least..=12).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| part.parse().ok()).flatten()
    };
    let found = (digits_of(year, 4)?, digits_of(sequence, 6)?);
    (format_number(found.0, found.1) == text).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_numbers() {
        assert_eq!(format_number(2026, 1), "HS-2026-000001");
        assert_eq!(parse_number("HS-2026-000001"), Some((2026, 1)));
        assert_eq!(
            parse_number(&format_number(2026, 12_345_678)),
            Some((2026, 12_345_678))
        );
    }

    #[test]
    fn err_numbers() {
        for text in [
            "",
            "HS-",
            "HS-2026-1",
            "HS-02026-000001",
            "hs-2026-000001",
            "HS-2026-00000a",
            "HS-2026-999999999999999",
        ] {
            assert_eq!(parse_number(text), None, "{text}");
        }
    }
}

//! Formats and parses points in time: seconds since 1970 in UTC, as RFC 3339 text in the wire
//! format.

use hoso_identifiers::Date;

/// Seconds from UTC to Vietnam time, which has no daylight saving time (IANA time zone
/// Asia/Ho_Chi_Minh).
const VIETNAM_OFFSET: i64 = 7 * 3600;

const DAY: i64 = 86_400;

/// Returns the date in Vietnam at a point in time; `None` outside the years 1 to 9999.
#[must_use]
pub const fn vietnam_date(seconds: i64) -> Option<Date> {
    Date::from_days_since_epoch(seconds.saturating_add(VIETNAM_OFFSET).div_euclid(DAY))
}

/// Returns text like `2026-11-21T01:55:00Z`; empty outside the years 1 to 9999.
#[must_use]
pub fn format(seconds: i64) -> String {
    let Some(date) = Date::from_days_since_epoch(seconds.div_euclid(DAY)) else {
        return String::new();
    };
    let s = seconds.rem_euclid(DAY);
    format!(
        "{}T{:02}:{:02}:{:02}Z",
        date.iso(),
        s / 3600,
        s / 60 % 60,
        s % 60
    )
}

/// Parses text like `2026-11-21T01:55:00Z`, the only form that [`format()`] produces.
#[must_use]
pub fn parse(text: &str) -> Option<i64> {
    let b = text.as_bytes();
    if b.len() != 20
        || b[4] != b'-'
        || b[7] != b'-'
        || b[10] != b'T'
        || b[13] != b':'
        || b[16] != b':'
        || b[19] != b'Z'
    {
        return None;
    }
    let number = |from: usize, to: usize| -> Option<i64> {
        let part = b.get(from..to)?;
        part.iter()
            .all(u8::is_ascii_digit)
            .then(|| part.iter().fold(0, |n, d| n * 10 + i64::from(d - b'0')))
    };
    let date = Date::new(
        u16::try_from(number(0, 4)?).ok()?,
        u8::try_from(number(5, 7)?).ok()?,
        u8::try_from(number(8, 10)?).ok()?,
    )?;
    let (h, m, s) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    if h > 23 || m > 59 || s > 59 {
        return None;
    }
    Some(date.days_since_epoch() * DAY + h * 3600 + m * 60 + s)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

    use super::*;

    #[test]
    fn ok_written_and_read() {
        for seconds in [0, 1, 1_795_226_100, 951_782_400, -1, 253_402_300_799] {
            assert_eq!(
                parse(&format(seconds)),
                Some(seconds),
                "{}",
                format(seconds)
            );
        }
        assert_eq!(format(951_782_400), "2000-02-29T00:00:00Z");
    }

    #[test]
    fn ok_the_day_in_vietnam_begins_at_five_in_the_afternoon_utc() {
        let before = parse("2026-11-20T16:59:59Z").unwrap();
        assert_eq!(vietnam_date(before).unwrap().iso(), "2026-11-20");
        assert_eq!(vietnam_date(before + 1).unwrap().iso(), "2026-11-21");
    }

    #[test]
    fn err_other_forms() {
        for text in [
            "",
            "2026-11-21",
            "2026-11-21T01:55:00+07:00",
            "2026-02-30T00:00:00Z",
            "2026-11-21T24:00:00Z",
            "2026-11-21T01:55:00é",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}

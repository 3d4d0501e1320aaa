//! Parses a timestamp in any form of RFC 3339 §5.6: with a fraction, with an offset, in lower case.

use hoso_dossier::timestamp;

/// Returns the seconds since 1970, UTC; `None` if the text has another form.
pub(crate) fn seconds(text: &str) -> Option<i64> {
    let (until_seconds, rest) = text.split_at_checked(19)?;
    let plain = [until_seconds.to_ascii_uppercase().as_str(), "Z"].concat();
    let seconds = timestamp::parse(&plain)?;
    let offset = match rest.strip_prefix('.') {
        None => rest,
        Some(rest) => {
            let offset = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            if offset.len() == rest.len() {
                return None;
            }
            offset
        }
    };
    if matches!(offset, "Z" | "z") {
        return Some(seconds);
    }
    let (sign, hours, minutes) = match offset.as_bytes() {
        [sign @ (b'+' | b'-'), a, b, b':', c, d] => {
            let two = |tens: &u8, ones: &u8| {
                let digits = tens.is_ascii_digit() && ones.is_ascii_digit();
                digits.then(|| i64::from(tens - b'0') * 10 + i64::from(ones - b'0'))
            };
            (*sign, two(a, b)?, two(c, d)?)
        }
        _ => return None,
    };
    if hours > 23 || minutes > 59 {
        return None;
    }
    let offset = hours * 3600 + minutes * 60;
    Some(if sign == b'+' {
        seconds - offset
    } else {
        seconds + offset
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_every_form() {
        let at = timestamp::parse("2026-11-20T03:00:01Z");
        for text in [
            "2026-11-20T03:00:01Z",
            "2026-11-20t03:00:01z",
            "2026-11-20T03:00:01.5Z",
            "2026-11-20T03:00:01.123456789+00:00",
            "2026-11-20T10:00:01+07:00",
            "2026-11-19T22:30:01.000-04:30",
        ] {
            assert_eq!(seconds(text), at, "{text}");
        }
    }

    #[test]
    fn err_other_forms() {
        for text in [
            "",
            "2026-11-20",
            "2026-11-20 03:00:01",
            "2026-11-20T03:00:01",
            "2026-11-20T03:00:01.Z",
            "2026-11-20T03:00:01+0700",
            "2026-11-20T03:00:01+24:00",
            "2026-11-20T03:00:01é",
            "Fri, 20 Nov 2026 03:00:01 GMT",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}

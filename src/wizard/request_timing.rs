//! How long a request to the receiver may take, when the page tries again after a failure, and by how
//! much the receiver's clock differs.

/// How long the receiver may take in addition to the upload, in milliseconds.
pub const RESPONSE_TIMEOUT_MS: u32 = 90_000;

/// The slowest upload that is not given up: 64 kbit/s.
const MIN_BYTES_PER_MS: u32 = 8;

/// The longest delay before another attempt, in seconds.
pub const MAX_RETRY_DELAY_S: u32 = 300;

/// The longest delay after the first failure, in seconds. It doubles with each further failure.
const FIRST_RETRY_DELAY_S: u32 = 8;

/// Returns how long a request with a body of this size may take, in milliseconds. A limit without
/// the size would make a large file fail for ever over a slow line.
#[must_use]
pub fn request_timeout_ms(bytes: f64) -> u32 {
    // A cast of a float saturates.
    RESPONSE_TIMEOUT_MS.saturating_add((bytes / f64::from(MIN_BYTES_PER_MS)) as u32)
}

/// Returns how many seconds to wait before another attempt, after this many failures before the last
/// one: exponential backoff with full jitter, so that the requests of many phones are spread.
/// `retry_after` is what the receiver has asked for (RFC 9110 §10.2.3); the jitter is added to it.
/// `random` is in 0..1. `None` if the receiver asks for more than five minutes: then only the
/// person tries again.
#[must_use]
pub fn retry_delay_s(failures: u32, retry_after: Option<u32>, random: f64) -> Option<u32> {
    let ceiling = FIRST_RETRY_DELAY_S
        .saturating_mul(2_u32.saturating_pow(failures))
        .min(MAX_RETRY_DELAY_S);
    let least = retry_after.unwrap_or_default().max(1);
    let jitter = f64::from(ceiling - 1) * random;
    (least <= MAX_RETRY_DELAY_S).then(|| least + jitter as u32)
}

/// How far two clocks may differ, in seconds: the receiver accepts a declaration that is a day ahead.
const MAX_CLOCK_DIFFERENCE_S: i64 = 86_400;

/// Returns by how many seconds the receiver's clock is ahead of this device's; 0 if they differ by a
/// day at most.
#[must_use]
pub fn clock_difference(device: i64, receiver: i64) -> i64 {
    let ahead = receiver.saturating_sub(device);
    if ahead.saturating_abs() > MAX_CLOCK_DIFFERENCE_S {
        ahead
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_a_large_body_may_take_longer() {
        assert_eq!(request_timeout_ms(0.0), RESPONSE_TIMEOUT_MS);
        // 4.6 MB at 369 kbit/s take 100 s.
        assert!(request_timeout_ms(4_600_000.0) > 100_000 + RESPONSE_TIMEOUT_MS);
        assert_eq!(request_timeout_ms(f64::MAX), u32::MAX);
    }

    #[test]
    fn ok_delays_are_between_a_second_and_five_minutes() {
        for failures in [0, 1, 5, 6, 31, 32, u32::MAX] {
            assert_eq!(retry_delay_s(failures, None, 0.0), Some(1));
            let longest = retry_delay_s(failures, None, 1.0);
            assert!(
                longest.is_some_and(|s| (8..=300).contains(&s)),
                "{longest:?}"
            );
        }
        assert_eq!(retry_delay_s(0, None, 1.0), Some(8));
        assert_eq!(retry_delay_s(2, None, 1.0), Some(32));
        assert_eq!(retry_delay_s(9, None, 1.0), Some(300));
    }

    #[test]
    fn ok_clocks_may_differ_by_a_day() {
        let now = 1_795_140_000;
        for ahead in [0, 1, -1, 86_400, -86_400] {
            assert_eq!(clock_difference(now, now + ahead), 0, "{ahead}");
        }
        for ahead in [86_401, -86_401, 400 * 86_400] {
            assert_eq!(clock_difference(now, now + ahead), ahead);
        }
        assert_eq!(clock_difference(i64::MIN, i64::MAX), i64::MAX);
        assert_eq!(clock_difference(i64::MAX, i64::MIN), i64::MIN);
    }

    #[test]
    fn ok_retry_after_is_the_least_delay() {
        assert_eq!(retry_delay_s(0, Some(60), 0.0), Some(60));
        assert_eq!(retry_delay_s(0, Some(60), 1.0), Some(67));
        assert_eq!(retry_delay_s(0, Some(0), 0.0), Some(1));
        assert_eq!(retry_delay_s(0, Some(300), 0.0), Some(300));
        assert_eq!(retry_delay_s(0, Some(301), 0.0), None);
    }
}

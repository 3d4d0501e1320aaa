//! Reads a request body within limits of size and time.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use http_body_util::BodyExt;
use tokio::time::{Instant, timeout_at};

use crate::config::Limits;
use crate::refusal::Refusal;

/// How many bytes of a refused body are still read: more than the largest limit, so that a body that
/// is slightly too large is read to its end. A client or a proxy whose connection closes
/// while it sends gets a network error instead of the refusal.
const DRAINED_BYTES: u64 = 32 * 1024 * 1024;

/// For how long a refused body is still read.
const DRAINED_FOR: Duration = Duration::from_secs(10);

/// A request body that is read within limits of size and time.
pub(crate) struct LimitedBody {
    body: Body,
    declared: Option<u64>,
    limit: u64,
    read: u64,
    pace: Pace,
    ended: bool,
}

/// How fast a body must arrive.
struct Pace {
    began: Instant,
    /// How long the client may be silent.
    silence: Duration,
    /// How long any body may take, however slow.
    any: Duration,
    /// Bytes a second on average after that.
    rate: u32,
    /// The end of a refused body.
    end: Option<Instant>,
}

impl Pace {
    /// Until when the next chunk must arrive if `read` bytes have arrived by `now`.
    fn deadline(&self, read: u64, now: Instant) -> Instant {
        let earned = Duration::from_secs(read / u64::from(self.rate.max(1)));
        let by_rate = self.began + self.any + earned;
        let deadline = by_rate.min(now + self.silence);
        self.end.map_or(deadline, |end| deadline.min(end))
    }
}

impl LimitedBody {
    /// Limits a body to `limit` bytes.
    pub(crate) fn new(headers: &HeaderMap, body: Body, limit: u64, limits: &Limits) -> Self {
        Self {
            body,
            declared: headers
                .get(header::CONTENT_LENGTH)
                .and_then(|v| v.to_str().ok()?.parse().ok()),
            limit,
            read: 0,
            pace: Pace {
                began: Instant::now(),
                silence: limits.body_silence,
                any: limits.body_time,
                rate: limits.body_rate,
                end: None,
            },
            ended: false,
        }
    }

    async fn next(&mut self) -> Result<Option<Bytes>, Refusal> {
        loop {
            let until = self.pace.deadline(self.read, Instant::now());
            match timeout_at(until, self.body.frame()).await {
                Err(_) => {
                    self.ended = true;
                    return Err(Refusal::Timeout);
                }
                Ok(Some(Err(_))) => {
                    self.ended = true;
                    return Err(Refusal::BodyIncomplete);
                }
                Ok(None) => {
                    self.ended = true;
                    return Ok(None);
                }
                Ok(Some(Ok(frame))) => {
                    // Trailers are ignored.
                    if let Ok(bytes) = frame.into_data() {
                        self.read = self.read.saturating_add(bytes.len() as u64);
                        return Ok(Some(bytes));
                    }
                }
            }
        }
    }

    /// Reads the next chunk; `None` after the last.
    ///
    /// # Errors
    /// [`Refusal::TooLarge`], [`Refusal::Timeout`], [`Refusal::BodyIncomplete`].
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, Refusal> {
        let too_large = Refusal::TooLarge {
            at: "body".to_owned(),
            limit: self.limit,
        };
        if self.declared.is_some_and(|declared| declared > self.limit) {
            return Err(too_large);
        }
        let chunk = self.next().await?;
        if self.read > self.limit {
            Err(too_large)
        } else {
            Ok(chunk)
        }
    }

    /// Reads the whole body into memory.
    ///
    /// # Errors
    /// As [`Self::chunk`].
    pub(crate) async fn whole(&mut self) -> Result<Vec<u8>, Refusal> {
        let mut bytes = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    /// Reads and discards the rest of a refused body, within bounds, so that the client gets the
    /// response.
    pub(crate) async fn drain(&mut self) {
        self.pace.end = Some(Instant::now() + DRAINED_FOR);
        let most = self.read.saturating_add(DRAINED_BYTES);
        while !self.ended && self.read < most {
            if !matches!(self.next().await, Ok(Some(_))) {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_the_time_of_a_body_grows_with_its_bytes() {
        let began = Instant::now();
        let pace = Pace {
            began,
            silence: Duration::from_secs(30),
            any: Duration::from_secs(20),
            rate: 1000,
            end: None,
        };
        let after = |seconds| began + Duration::from_secs(seconds);
        for (read, now, deadline) in [
            (0, 0, 20),
            // A trickle earns nothing.
            (900, 19, 20),
            (5_000, 5, 25),
            // A phone that sends 46 kB a second has time for every file, and a pause of 30 s.
            (46_000 * 60, 60, 90),
            (46_000 * 600, 600, 630),
        ] {
            assert_eq!(pace.deadline(read, after(now)), after(deadline), "{read}");
        }
    }

    #[test]
    fn ok_a_refused_body_ends_soon() {
        let began = Instant::now();
        let pace = Pace {
            began,
            silence: Duration::from_secs(30),
            any: Duration::from_secs(20),
            rate: 1000,
            end: Some(began + Duration::from_secs(1)),
        };
        let end = began + Duration::from_secs(1);
        assert_eq!(pace.deadline(1_000_000, began), end);
    }
}
